// libtiff behind whole-image calls: strips of gray or RGB, 8 or 16 bits, whatever lossless compression.
#include "CTIFF.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

struct ctiff_reader {
  TIFF *tiff;
  const uint8_t *bytes;
  size_t count, position;
  ctiff_info info;
  uint32_t stored_channels;
};

static tmsize_t take(thandle_t user, void *into, tmsize_t length) {
  ctiff_reader *reader = user;
  if (length <= 0 || reader->position >= reader->count) return 0;
  size_t n = (size_t)length, left = reader->count - reader->position;
  if (n > left) n = left;
  memcpy(into, reader->bytes + reader->position, n);
  reader->position += n;
  return (tmsize_t)n;
}

static tmsize_t give(thandle_t user, void *from, tmsize_t length) {
  (void)user, (void)from, (void)length;
  return 0;
}

static toff_t seek(thandle_t user, toff_t offset, int whence) {
  ctiff_reader *reader = user;
  toff_t base = whence == SEEK_CUR ? reader->position : whence == SEEK_END ? reader->count : 0;
  toff_t to = base + offset;
  reader->position = to > reader->count ? reader->count : (size_t)to;
  return reader->position;
}

static int shut(thandle_t user) {
  (void)user;
  return 0;
}

static toff_t size(thandle_t user) { return ((ctiff_reader *)user)->count; }

static int supported(uint16_t compression) {
  switch (compression) {
    case COMPRESSION_NONE:
    case COMPRESSION_LZW:
    case COMPRESSION_PACKBITS:
    case COMPRESSION_DEFLATE:
    case COMPRESSION_ADOBE_DEFLATE:
      return 1;
    default:
      return 0;
  }
}

static ctiff_status refuse(ctiff_info *info, ctiff_status status, const char *words) {
  snprintf(info->message, sizeof info->message, "%s", words);
  return status;
}

static ctiff_status describe(ctiff_reader *reader, uint64_t max_pixels) {
  ctiff_info *info = &reader->info;
  uint16_t depth = 1, channels = 1, photometric = 0xFFFF, planar = PLANARCONFIG_CONTIG, format = SAMPLEFORMAT_UINT;
  uint16_t compression = COMPRESSION_NONE, orientation = 1;
  TIFF *tiff = reader->tiff;
  if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &info->columns) || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &info->rows) ||
      info->columns == 0 || info->rows == 0) {
    return refuse(info, CTIFF_DAMAGED, "it has no size");
  }
  if ((uint64_t)info->columns * info->rows > max_pixels) return CTIFF_TOO_LARGE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &depth);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &channels);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  int gray = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
  if (!gray && photometric != PHOTOMETRIC_RGB) return refuse(info, CTIFF_UNSUPPORTED, "colours other than gray and RGB");
  if (depth != 8 && depth != 16) return refuse(info, CTIFF_UNSUPPORTED, "samples of other than 8 or 16 bits");
  if (format != SAMPLEFORMAT_UINT) return refuse(info, CTIFF_UNSUPPORTED, "signed or floating-point samples");
  if (!supported(compression)) return refuse(info, CTIFF_UNSUPPORTED, "this compression");
  if (TIFFIsTiled(tiff)) return refuse(info, CTIFF_UNSUPPORTED, "tiles");
  uint16_t wanted = gray ? 1 : 3;
  if (channels < wanted || channels > 4) return refuse(info, CTIFF_UNSUPPORTED, "this number of channels");
  if (planar != PLANARCONFIG_CONTIG && channels != 1) return refuse(info, CTIFF_UNSUPPORTED, "separate planes");
  info->channels = wanted;
  info->depth = depth;
  info->is_inverted = photometric == PHOTOMETRIC_MINISWHITE;
  info->orientation = orientation;
  reader->stored_channels = channels;
  uint64_t line = (uint64_t)info->columns * channels * (depth / 8);
  if ((uint64_t)TIFFScanlineSize64(tiff) != line) return refuse(info, CTIFF_DAMAGED, "its rows have another length");
  return CTIFF_OK;
}

ctiff_status ctiff_open(const uint8_t *bytes, size_t count, uint64_t max_pixels, ctiff_reader **out, ctiff_info *info) {
  *out = NULL;
  memset(info, 0, sizeof *info);
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
  ctiff_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return CTIFF_NO_MEMORY;
  reader->bytes = bytes;
  reader->count = count;
  // "m": no memory mapping; "h": only the header now, the directory below.
  reader->tiff = TIFFClientOpen("", "rm", reader, take, give, seek, shut, size, NULL, NULL);
  ctiff_status status =
      reader->tiff == NULL ? refuse(&reader->info, CTIFF_DAMAGED, "its directory cannot be read") : describe(reader, max_pixels);
  *info = reader->info;
  if (status == CTIFF_OK) {
    *out = reader;
  } else {
    ctiff_close(reader);
  }
  return status;
}

ctiff_status ctiff_decode(ctiff_reader *reader, void *samples, ctiff_info *info) {
  size_t width = info->depth / 8, stored = reader->stored_channels, kept = info->channels;
  uint8_t *line = calloc(info->columns, stored * width);
  if (line == NULL) return CTIFF_NO_MEMORY;
  ctiff_status status = CTIFF_OK;
  uint8_t *out = samples;
  for (uint32_t y = 0; y < info->rows; y++) {
    if (TIFFReadScanline(reader->tiff, line, y, 0) != 1) {
      status = refuse(info, CTIFF_DAMAGED, "a row cannot be read");
      break;
    }
    for (uint32_t x = 0; x < info->columns; x++) {
      memcpy(out, line + x * stored * width, kept * width);
      out += kept * width;
    }
  }
  free(line);
  return status;
}

void ctiff_close(ctiff_reader *reader) {
  if (reader == NULL) return;
  if (reader->tiff != NULL) TIFFClose(reader->tiff);
  free(reader);
}

const char *ctiff_message(const ctiff_info *info) { return info->message; }
