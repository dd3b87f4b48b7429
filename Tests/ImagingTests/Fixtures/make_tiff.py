"""Writes tiff/: small pictures in the compressions of TIFF, from numbers alone (Pillow)."""

from pathlib import Path

from PIL import Image

folder = Path(__file__).parent / "tiff"
folder.mkdir(exist_ok=True)
size = (24, 16)
gray8 = Image.frombytes("L", size, bytes((x * 9 + y * 5) % 256 for y in range(16) for x in range(24)))
gray16 = Image.frombytes(
    "I;16", size, b"".join(((x * 2500 + y * 77) % 65536).to_bytes(2, "little") for y in range(16) for x in range(24)))
rgb = Image.merge("RGB", [gray8, gray8.transpose(Image.Transpose.FLIP_LEFT_RIGHT), gray8])
for name, image, compression, tags in [
    ("gray8_packbits", gray8, "packbits", {}), ("gray8_lzw", gray8, "tiff_lzw", {317: 2}),
    ("gray16_deflate", gray16, "tiff_adobe_deflate", {317: 2}), ("gray16_raw", gray16, "raw", {}),
    ("rgb_lzw", rgb, "tiff_lzw", {}), ("gray1_group4", gray8.convert("1"), "group4", {}),
]:
    image.save(folder / f"{name}.tif", compression=compression, tiffinfo=tags)
