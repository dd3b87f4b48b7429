"""Writes syntaxes/*.dcm: one small film in every compressed transfer syntax that Hilum reads.

Needs pydicom 3, pylibjpeg-openjpeg and DCMTK's dcmcjpeg and dcmcjpls. The pictures are ramps, so that a test can name
every value: gray(x, y) = 60 x + 50 y + x y mod 7 in 12 bits; colour = (6 x, 8 y, 3 (x + y)) in 8 bits; 40 x 32 pixels.
"""
import os
import subprocess

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEG2000, JPEG2000Lossless, RLELossless

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "syntaxes")
Y, X = np.mgrid[0:32, 0:40]
GRAY = (60 * X + 50 * Y + X * Y % 7).astype(np.uint16)
SIGNED = (GRAY.astype(np.int32) - 2048).astype(np.int16)
EIGHT = (GRAY >> 4).astype(np.uint8)
COLOUR = np.stack([6 * X, 8 * Y, 3 * (X + Y)], axis=-1).astype(np.uint8)


def film(pixels, bits, photometric="MONOCHROME2", signed=0):
    d = Dataset()
    d.file_meta = FileMetaDataset()
    d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = "2.25.1"
    d.StudyInstanceUID, d.SeriesInstanceUID, d.Modality = "2.25.2", "2.25.3", "OT"
    frames = pixels.shape[0] if pixels.ndim == 3 and pixels.shape[-1] != 3 else 1
    d.Rows, d.Columns = pixels.shape[-3:-1] if pixels.shape[-1] == 3 else pixels.shape[-2:]
    d.SamplesPerPixel = 3 if pixels.shape[-1] == 3 else 1
    if d.SamplesPerPixel == 3:
        d.PlanarConfiguration = 0
    if frames > 1:
        d.NumberOfFrames = frames
    d.PhotometricInterpretation = photometric
    d.BitsAllocated = 8 * pixels.dtype.itemsize
    d.BitsStored, d.HighBit, d.PixelRepresentation = bits, bits - 1, signed
    d.PixelData = pixels.tobytes()
    d["PixelData"].VR = "OW" if d.BitsAllocated == 16 else "OB"
    return d


def save(d, name):
    d.save_as(os.path.join(HERE, name + ".dcm"), enforce_file_format=True)


def tool(d, name, *command):
    raw = os.path.join(HERE, "raw.dcm")
    d.save_as(raw, enforce_file_format=True)
    subprocess.run([*command, raw, os.path.join(HERE, name + ".dcm")], check=True)
    os.remove(raw)


def coded(d, name, uid, **options):
    d.compress(uid, encoding_plugin="pydicom" if uid == RLELossless else "pylibjpeg", **options)
    save(d, name)


def main():
    os.makedirs(HERE, exist_ok=True)
    tool(film(GRAY, 12), "jpeg_lossless_70", "dcmcjpeg", "+e1")
    tool(film(GRAY, 12), "jpeg_lossless_57", "dcmcjpeg", "+el", "+sv", "6")
    tool(film(GRAY, 12), "jpeg_extended_51", "dcmcjpeg", "+ee", "+q", "98")
    tool(film(EIGHT, 8), "jpeg_baseline_50", "dcmcjpeg", "+eb", "+q", "98")
    tool(film(COLOUR, 8, "RGB"), "jpeg_ybr_full_50", "dcmcjpeg", "+eb", "+q", "98", "+s4")
    tool(film(COLOUR, 8, "RGB"), "jpeg_ybr_full_422_50", "dcmcjpeg", "+eb", "+q", "98", "+s2")
    tool(film(SIGNED, 12, signed=1), "jpeg_lossless_signed_70", "dcmcjpeg", "+e1")
    tool(film(GRAY, 12), "jpegls_80", "dcmcjpls")
    tool(film(SIGNED, 12, signed=1), "jpegls_signed_80", "dcmcjpls")
    tool(film(COLOUR, 8, "RGB"), "jpegls_rgb_80", "dcmcjpls")
    tool(film(GRAY, 12), "jpegls_near2_81", "dcmcjpls", "+en", "+md", "2")
    tool(film(np.stack([GRAY, GRAY + 1, GRAY + 2]), 12), "jpeg_lossless_frames_70", "dcmcjpeg", "+e1")
    coded(film(GRAY, 12), "rle_5", RLELossless)
    coded(film(COLOUR, 8, "RGB"), "rle_rgb_5", RLELossless)
    coded(film(np.stack([GRAY, GRAY + 1, GRAY + 2]), 12), "rle_frames_5", RLELossless)
    coded(film(GRAY, 12), "jpeg2000_90", JPEG2000Lossless)
    coded(film(SIGNED, 12, signed=1), "jpeg2000_signed_90", JPEG2000Lossless)
    coded(film(GRAY, 12), "jpeg2000_91", JPEG2000, j2k_cr=[4])
    rct = film(COLOUR, 8, "YBR_RCT")
    coded(rct, "jpeg2000_rct_90", JPEG2000Lossless)
    ict = film(COLOUR, 8, "YBR_ICT")
    coded(ict, "jpeg2000_ict_91", JPEG2000, j2k_cr=[2])
    # Two fragments for each of three frames, and no offset table.
    frames = dcmread(os.path.join(HERE, "jpeg_lossless_frames_70.dcm"))
    from pydicom.encaps import generate_frames
    parts = [bytes(f) for f in generate_frames(frames.PixelData, number_of_frames=3)]
    frames.PixelData = encapsulate(parts, fragments_per_frame=2, has_bot=False)
    frames["PixelData"].VR, frames["PixelData"].is_undefined_length = "OB", True
    save(frames, "jpeg_lossless_fragments_70")
    named = dcmread(os.path.join(HERE, "jpeg2000_90.dcm"))
    named.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.4.201")
    save(named, "htj2k_201")


main()
