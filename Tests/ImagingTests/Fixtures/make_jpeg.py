#!/usr/bin/env python3
"""Writes color.jpg, gray.jpg and turned.jpg with Pillow, and color.bin: what OpenCV reads of color.jpg (Y plane, then RGB).

The pictures are gradients and coloured stripes drawn here.
"""
import cv2
import numpy as np
from PIL import Image

y, x = np.mgrid[0:24, 0:40]
stripes = (x + y) // 3 % 2 * 255
rgb = np.stack([stripes, 255 - y * 10, 255 - stripes], -1).astype(np.uint8)
Image.fromarray(rgb).save("color.jpg", quality=80, subsampling=2)
Image.fromarray((x * 3 + y * 5).astype(np.uint8)).save("gray.jpg", quality=90, progressive=True)
exif = Image.Exif()
exif[0x0112] = 6
Image.fromarray((x * 3 + y * 5).astype(np.uint8)).save("turned.jpg", quality=90, exif=exif)
luma = cv2.imread("color.jpg", cv2.IMREAD_GRAYSCALE)
color = cv2.imread("color.jpg", cv2.IMREAD_COLOR)[:, :, ::-1]
open("color.bin", "wb").write(luma.tobytes() + np.ascontiguousarray(color).tobytes())
