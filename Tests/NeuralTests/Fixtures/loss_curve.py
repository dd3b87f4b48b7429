"""Trains the micro ConvNeXt V2 with CSRA head for ten steps in PyTorch and keeps the losses.

usage: python loss_curve.py FIXTURES

Reads micro_v2_csra.weights.safetensors and micro_v2_csra_46x70.safetensors of the folder FIXTURES (a batch of two pictures
and its targets) and writes loss_curve.safetensors there. Training mode throughout: the batch norm uses the batch, drop path
and dropout are off. Needs torch, timm, safetensors.
"""
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from timm.models.convnext import ConvNeXt
from torch import nn

STEPS, BACKBONE_RATE, HEAD_RATE, DECAY, CLIP, EPSILON = 10, 1e-3, 3e-3, 0.05, 1.0, 1e-5


class CSRA(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.classifier = nn.Linear(width, classes)
        self.conv_att = nn.Conv2d(width, classes, 1, bias=False)

    def forward(self, x):
        attention = self.conv_att(x).flatten(2).softmax(dim=2)
        attended = torch.einsum("bkp,bcp->bkc", attention, x.flatten(2))
        mean = self.classifier(x.mean(dim=(2, 3)))
        by_class = (attended * self.classifier.weight).sum(dim=2) + self.classifier.bias
        return mean + 0.1 * by_class


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = ConvNeXt(num_classes=0, global_pool="", depths=(1, 1, 2, 1), dims=(8, 16, 24, 40),
                                 use_grn=True, ls_init_value=None, conv_mlp=False)
        self.bn = nn.BatchNorm2d(40)
        self.head = CSRA(40, 5)

    def forward(self, x):
        return self.head(self.bn(self.backbone(x)))


def curve(folder, dtype):
    batch = load_file(folder / "micro_v2_csra_46x70.safetensors")
    network = Network()
    network.load_state_dict(load_file(folder / "micro_v2_csra.weights.safetensors"), strict=True)
    network = network.to(dtype).train()
    groups = {True: [], False: []}
    for name, parameter in network.named_parameters():
        groups["backbone" in name].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[True], "lr": BACKBONE_RATE}, {"params": groups[False], "lr": HEAD_RATE}],
        weight_decay=DECAY, eps=EPSILON)
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        logits = network(batch["input"].to(dtype))
        loss = nn.functional.binary_cross_entropy_with_logits(logits, batch["bce.target"].to(dtype))
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(network.parameters(), CLIP).item())
        optimizer.step()
        losses.append(loss.item())
    return torch.tensor(losses, dtype=torch.float64), torch.tensor(norms, dtype=torch.float64), network


def main():
    folder = Path(sys.argv[1])
    single, _, _ = curve(folder, torch.float32)
    losses, norms, network = curve(folder, torch.float64)
    print("losses", losses.tolist())
    print("largest relative difference of float32", ((single - losses).abs() / losses).max().item())
    save_file({"loss": losses, "gradient_norm": norms,
               "bn.running_mean": network.bn.running_mean.float(), "bn.running_var": network.bn.running_var.float(),
               "head.classifier.bias": network.head.classifier.bias.detach().float()},
              folder / "loss_curve.safetensors",
              metadata={"made by": "Tests/NeuralTests/Fixtures/loss_curve.py", "torch": torch.__version__})


if __name__ == "__main__":
    main()
