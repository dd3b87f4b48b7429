#!/usr/bin/env python3
"""Writes test_time_views.safetensors: the views of test-time augmentation, made with PyTorch in float32.

    python3 test_time_views.py            needs torch, numpy and safetensors; writes beside itself

`input` is [3, 40, 56] of a seeded normal distribution; `<view>` is the same shape. `large.<view>` holds 97 places of
each view of a picture of 512 x 512 whose pixel (c, y, x) is ((x*x + 3*y*y + x*y + 5*c) % 1021) / 510.5 - 1; place i is the
pixel (37*i*i + 11*i) % (512*512). Brightness has a twin `gray.<view>` that works on levels 0...1 before ImageNet's
normalisation.
"""
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

MEAN = torch.tensor([0.485, 0.456, 0.406])[None, :, None, None]
DEVIATION = torch.tensor([0.229, 0.224, 0.225])[None, :, None, None]


def rotated(x, degrees):
    a = degrees * math.pi / 180
    theta = torch.tensor([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0]], dtype=x.dtype)
    grid = F.affine_grid(theta[None].expand(x.shape[0], -1, -1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def scaled(x, factor):
    h, w = x.shape[-2:]
    nh, nw = int(h * factor), int(w * factor)
    y = F.interpolate(x, size=(nh, nw), mode="bilinear", align_corners=False)
    if factor > 1:
        top, left = (nh - h) // 2, (nw - w) // 2
        return y[..., top:top + h, left:left + w]
    top, left = (h - nh) // 2, (w - nw) // 2
    return F.pad(y, (left, w - nw - left, top, h - nh - top), mode="reflect")


def flipped(x):
    return torch.flip(x, dims=[-1])


VIEWS = {
    "hflip": flipped,
    "rot+5": lambda x: rotated(x, 5.0),
    "rot-5": lambda x: rotated(x, -5.0),
    "up1.1": lambda x: scaled(x, 1.1),
    "down0.9": lambda x: scaled(x, 0.9),
    "up1.05": lambda x: scaled(x, 1.05),
    "down0.95": lambda x: scaled(x, 0.95),
    "hflip(up1.05)": lambda x: flipped(scaled(x, 1.05)),
    "hflip(down0.95)": lambda x: flipped(scaled(x, 0.95)),
    "bright_up": lambda x: torch.clamp(x * 1.1, 0, 1),
    "bright_down": lambda x: x * 0.9,
}
GRAY = {
    "gray.bright_up": lambda x: (torch.clamp((x * DEVIATION + MEAN) * 1.1, 0, 1) - MEAN) / DEVIATION,
    "gray.bright_down": lambda x: ((x * DEVIATION + MEAN) * 0.9 - MEAN) / DEVIATION,
}


def main():
    torch.manual_seed(20)
    x = torch.randn(1, 3, 40, 56)
    out = {"input": x[0].numpy()}
    for name, view in {**VIEWS, **GRAY}.items():
        out[name] = view(x)[0].numpy()
    n = 512
    c, row, column = np.meshgrid(np.arange(3), np.arange(n), np.arange(n), indexing="ij")
    pattern = (column * column + 3 * row * row + column * row + 5 * c) % 1021
    large = torch.from_numpy((pattern / 510.5 - 1).astype(np.float32))[None]
    places = [(37 * i * i + 11 * i) % (n * n) for i in range(97)]
    for name, view in VIEWS.items():
        out["large." + name] = view(large)[0].reshape(3, -1)[:, places].numpy()
    out = {name: np.array(value, order="C", copy=True) for name, value in out.items()}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "test_time_views.safetensors")
    save_file(out, path, metadata={"torch": torch.__version__})
    print(path, os.path.getsize(path))


if __name__ == "__main__":
    main()
