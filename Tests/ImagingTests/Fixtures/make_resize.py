#!/usr/bin/env python3
"""Writes resize.bin and resize.json: pictures and what cv2.resize makes of them.

Usage: make_resize.py cv2_resize.safetensors   (a file of `in.…`/`out.…` pairs computed with OpenCV)
Each row of resize.json: name, type, input rows, columns and offset, output rows, columns and offset.
"""
import json, struct, sys

data = open(sys.argv[1], "rb").read()
size = struct.unpack("<Q", data[:8])[0]
header, body = json.loads(data[8:8 + size]), data[8 + size:]
pairs = [(k, k.replace("in.", "out.", 1)) for k in header if k.startswith("in.")]
pairs += [(f"{k}.in", f"{k}.out") for k in ("f32", "u16")]
blob, rows = b"", []
for a, b in sorted(pairs):
    row = {"name": a.replace("in.", "").replace(".in", ""), "type": header[a]["dtype"]}
    for side, key in (("in", a), ("out", b)):
        start, end = header[key]["data_offsets"]
        blob += b"\0" * (-len(blob) % 4)
        row[side] = header[key]["shape"] + [len(blob)]
        blob += body[start:end]
    rows.append(row)
for key, entry in header.items():
    if key.endswith(".crc32"):
        start, end = entry["data_offsets"]
        rows.append({"name": key.removesuffix(".crc32"), "type": "CRC", "crc": struct.unpack("<2q", body[start:end])})
open("resize.bin", "wb").write(blob)
json.dump(rows, open("resize.json", "w"), indent=1)
