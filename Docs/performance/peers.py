#!/usr/bin/env python3
"""Hilum beside ONNX Runtime, OpenVINO and PyTorch, on this machine, in turns.

    peers.py --hilum .build/release/hilum --case base-512 --case atto-224 --threads 2 --rounds 5 --json FILE

Every runtime lives in a process of its own, loads and warms up once, and is then asked by turns for a few timed
forwards: A B C, A B C, so that what the machine does meanwhile meets all of them alike. The networks are ConvNeXt with
a CSRA head of 30 findings, as timm and PyTorch write them, with seeded random weights; times do not depend on the values.
The table gives the median over all rounds, and Hilum's as a ratio to the fastest peer's.
"""
import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

CASES = {
    "base-512": ("convnextv2_base", 512, 1), "base-512-b4": ("convnextv2_base", 512, 4),
    "atto-224": ("convnextv2_atto", 224, 1), "v1-base-384": ("convnext_base", 384, 1),
    "atto-384": ("convnextv2_atto", 384, 1), "tiny-384": ("convnextv2_tiny", 384, 1),
}
PEERS = {
    "onnxruntime": "ONNX Runtime", "onnxruntime-conv": "ONNX Runtime, MLP as 1x1 convolutions",
    "openvino": "OpenVINO", "torch": "PyTorch, channels last",
}


def network(variant, conv_mlp):
    """The network that Hilum calls <variant>.csra."""
    import timm
    import torch
    from torch import nn

    class Findings(nn.Module):
        def __init__(self):
            super().__init__()
            self.backbone = timm.create_model(variant, num_classes=0, conv_mlp=conv_mlp)
            width = self.backbone.num_features
            self.bn = nn.BatchNorm2d(width)
            self.scores = nn.Conv2d(width, 30, 1, bias=False)
            self.attention = nn.Conv2d(width, 30, 1, bias=False)
            self.bias = nn.Parameter(torch.zeros(30))

        def forward(self, x):
            f = self.backbone.forward_features(x)
            norm = self.backbone.head.norm
            if f.shape[1] == norm.weight.shape[0]:
                f = nn.functional.layer_norm(f.permute(0, 2, 3, 1), norm.weight.shape, norm.weight, norm.bias, norm.eps)
                f = f.permute(0, 3, 1, 2)
            f = self.bn(f)
            g, a = self.scores(f).flatten(2), self.attention(f).flatten(2).softmax(-1)
            return g.mean(-1) + 0.1 * (g * a).sum(-1) + 1.1 * self.bias

    torch.manual_seed(1)
    net = Findings().eval()
    with torch.no_grad():
        # timm starts GRN at zero and layer scales near it, which would let a runtime leave them out.
        for p in net.parameters():
            if p.ndim == 4 and p.shape[1] == 1 and p.shape[2] == 1 or p.ndim == 1:
                p.add_(0.1 * torch.randn_like(p))
    return net


def is_small(variant):
    """Whether timm writes the MLP as 1x1 convolutions by default."""
    return variant.split("_")[1] in ("atto", "femto", "pico", "nano")


def export(variant, size, batch, conv_mlp, folder):
    import torch
    path = os.path.join(folder, f"{variant}_{size}_{batch}_{'conv' if conv_mlp else 'linear'}.onnx")
    if not os.path.exists(path):
        with torch.no_grad():
            torch.onnx.export(
                network(variant, conv_mlp), (torch.randn(batch, 3, size, size),), path, dynamo=True, opset_version=20,
                input_names=["x"], output_names=["y"], external_data=False, verbose=False)
    return path


def load(peer, case, threads, folder):
    """A function that does one forward, and the runtime's version."""
    import numpy as np
    variant, size, batch = CASES[case]
    x = np.random.default_rng(2).standard_normal((batch, 3, size, size), dtype=np.float32)
    if peer == "torch":
        import torch
        torch.set_num_threads(threads)
        net = network(variant, is_small(variant)).to(memory_format=torch.channels_last)
        t = torch.from_numpy(x).to(memory_format=torch.channels_last)

        def forward():
            with torch.inference_mode():
                return net(t).numpy()
        return forward, torch.__version__
    small = is_small(variant)
    path = export(variant, size, batch, small or peer.endswith("conv"), folder)
    if peer.startswith("onnxruntime"):
        import onnxruntime as ort
        options = ort.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return lambda: session.run(None, {"x": x})[0], ort.__version__
    import openvino as ov
    compiled = ov.Core().compile_model(path, "CPU", {
        "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32"})
    request, output = compiled.create_infer_request(), compiled.output(0)

    def infer():
        request.infer({0: x}, share_inputs=True)
        return request.get_tensor(output).data
    return infer, ov.__version__.split("-")[0]


def train_load(threads):
    """A function that does one training step of atto at 224 with 32 pictures."""
    import torch
    torch.set_num_threads(threads)
    net = network("convnextv2_atto", True).to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-4, weight_decay=0.01)
    x = torch.randn(32, 3, 224, 224).to(memory_format=torch.channels_last)
    y = (torch.rand(32, 30) < 0.15).float()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
    return step, torch.__version__


def peak_mib():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0


def serve(a):
    """In a process of its own: loads, warms up, then times `n` forwards for each number n that it reads."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)                                     # what a library prints must not mix with the answers
    begin = time.perf_counter()
    forward, version = train_load(a.threads) if a.case[0] == "train" else load(a.serve, a.case[0], a.threads, a.folder)
    forward()
    started = time.perf_counter() - begin
    forward()
    print(json.dumps({"version": version, "first_finding_s": started}), file=out, flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            begin = time.perf_counter()
            forward()
            times.append((time.perf_counter() - begin) * 1e3)
        print(json.dumps({"ms": times, "peak_mib": peak_mib()}), file=out, flush=True)


class Peer:
    def __init__(self, name, a, case):
        env = dict(os.environ, OMP_NUM_THREADS=str(a.threads), OPENBLAS_NUM_THREADS=str(a.threads))
        self.process = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "--serve", name, "--case", case, "--threads", str(a.threads),
             "--folder", a.folder], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError((self.process.stderr.read().strip().splitlines() or ["no answer"])[-1])
        self.facts, self.times = json.loads(line), []

    def time(self, runs):
        self.process.stdin.write(f"{runs}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.times += answer["ms"]
        self.facts["peak_mib"] = answer["peak_mib"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Hilum:
    def __init__(self, a, case):
        self.facts, self.times, self.shares, self.a, self.case = {}, [], [], a, case

    def time(self, runs):
        a = self.a
        what = ["step"] if self.case == "train" else ["engine", "--model", f"{CASES[self.case][0]}.csra",
                "--size", str(CASES[self.case][1]), "--batch", str(CASES[self.case][2])]
        env = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
        text = subprocess.run([a.hilum, "bench", *what, "--threads", str(a.threads), "--runs", str(runs), "--json"],
                              env=env, capture_output=True, text=True, check=True).stdout
        answer = json.loads(text)
        self.times += answer["ms"]
        self.facts.update({k: answer[k] for k in ("kernels", "peak_mib", "peak_gflops") if k in answer})
        if "fma_share" in answer:
            self.shares.append(answer["fma_share"])

    def end(self):
        if self.shares:
            self.facts["fma_share"] = statistics.median(self.shares)


def machine():
    text = open("/proc/cpuinfo").read()
    model = re.search(r"model name\s*: (.*)", text)
    flags = re.search(r"flags\s*: (.*)", text)
    known = ["avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni"]
    return {"cpu": model.group(1) if model else platform.processor(), "cores": os.cpu_count(),
            "family": (re.search(r"cpu family\s*: (\d+)", text) or [0, "?"])[1],
            "flags": [f for f in known if flags and f" {f} " in f" {flags.group(1)} "],
            "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
            "system": " ".join([platform.system(), *platform.libc_ver()]), "load_average": os.getloadavg()[0]}


def compare(a, case):
    names = ["torch"] if case == "train" else a.peer or [
        p for p in PEERS if not (p.endswith("conv") and is_small(CASES[case][0]))]
    runners = {"hilum": Hilum(a, case)}
    for name in names:
        try:
            runners[name] = Peer(name, a, case)
        except RuntimeError as error:
            print(f"{case}: {name} did not start: {error}", file=sys.stderr)
    for _ in range(a.rounds):
        for runner in runners.values():
            runner.time(a.runs)
    rows = {}
    for name, runner in runners.items():
        runner.end()
        rows[name] = dict(runner.facts, median_ms=statistics.median(runner.times), min_ms=min(runner.times),
                          runs=len(runner.times))
    others = [row["median_ms"] for name, row in rows.items() if name != "hilum"]
    print(f"\n{case}, {a.threads} threads, {a.rounds} rounds of {a.runs}")
    for name, row in rows.items():
        share = f", {100 * row['fma_share']:.0f} % of the FMA peak" if "fma_share" in row else ""
        print(f"  {name:17s} median {row['median_ms']:9.2f} ms  fastest {row['min_ms']:9.2f}  "
              f"{row.get('peak_mib', 0):6.0f} MiB{share}")
    if others:
        print(f"  Hilum takes {rows['hilum']['median_ms'] / min(others):.2f} of the fastest peer's time")
    return {"case": case, "threads": a.threads, "rows": rows,
            "ratio": rows["hilum"]["median_ms"] / min(others) if others else None}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--hilum", default=".build/release/hilum")
    p.add_argument("--case", action="append", choices=[*CASES, "train"])
    p.add_argument("--peer", action="append", choices=list(PEERS))
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--runs", type=int, default=3, help="timed forwards of each runtime in a round")
    p.add_argument("--json", help="write machine facts and all rows here")
    p.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "hilum-peers"))
    p.add_argument("--serve", help=argparse.SUPPRESS)
    a = p.parse_args()
    a.case = a.case or ["base-512", "base-512-b4", "atto-224", "v1-base-384", "train"]
    os.makedirs(a.folder, exist_ok=True)
    if a.serve:
        return serve(a)
    results = {"machine": machine(), "when": time.strftime("%F"), "cases": []}
    for case in a.case:
        results["cases"].append(compare(a, case))
        if a.json:
            json.dump(results, open(a.json, "w"), indent=1)


if __name__ == "__main__":
    main()
