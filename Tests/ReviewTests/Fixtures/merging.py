#!/usr/bin/env python3
"""Writes merging.json: merged views, joined members and gated findings, made with PyTorch in float32.

    python3 merging.py            needs torch; writes beside itself

`views` holds cases of logits [views][labels] with what each way of merging gives; `members` holds logits
[members][labels] and weights with what each way of joining gives; `gating` holds probabilities, whose first is the one
of "Normal", with what is left of them by exponent.
"""
import json
import os

import torch

torch.manual_seed(11)


def listed(t):
    return [float(v) for v in t]


def merged(logits):
    p = torch.sigmoid(logits)
    ordered = torch.sort(p, dim=0).values
    n = p.shape[0]
    true_median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return {
        "mean": listed(p.mean(0)),
        "max": listed(p.max(0).values),
        "gmean": listed(torch.exp(torch.log(p + 1e-8).mean(0))),
        "median.exact": listed(torch.median(p, dim=0).values),
        "median.corrected": listed(true_median),
        "logit_mean": listed(torch.sigmoid(logits.mean(0))),
    }


def joined(logits, weights):
    p = torch.sigmoid(logits)
    w = weights / weights.sum()
    return {
        "mean": listed(p.mean(0)),
        "weightedMean": listed((w[:, None] * p).sum(0)),
        "exact": listed((w[:, None] * p).sum(0)),
        "max": listed(p.max(0).values),
        "logitMean": listed(torch.sigmoid((w[:, None] * logits).sum(0))),
    }


def main():
    out = {"torch": torch.__version__, "views": [], "members": [], "gating": []}
    for count in (2, 3, 4, 6, 8):
        logits = torch.randn(count, 7) * 3
        out["views"].append({"logits": [listed(row) for row in logits], "merged": merged(logits)})
    for weights in ([1.0, 1.0], [2.0, 1.0, 0.5]):
        logits = torch.randn(len(weights), 7) * 3
        out["members"].append({
            "logits": [listed(row) for row in logits], "weights": weights,
            "joined": joined(logits, torch.tensor(weights)),
        })
    for alpha in (0.5, 1.0, 2.0):
        p = torch.sigmoid(torch.randn(7) * 2)
        gated = p.clone()
        gated[1:] = p[1:] * torch.clamp(1 - p[0], 0, 1) ** alpha
        out["gating"].append({
            "p": listed(p), "alpha": alpha, "gated": listed(torch.clamp(gated, 1e-6, 1 - 1e-6)),
        })
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "merging.json")
    with open(path, "w") as file:
        json.dump(out, file, indent=1)
    print(path)


if __name__ == "__main__":
    main()
