// Whole-image TIFF reading over libtiff, from memory. Imaging is the only importer.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum { CTIFF_OK = 0, CTIFF_DAMAGED, CTIFF_UNSUPPORTED, CTIFF_TOO_LARGE, CTIFF_NO_MEMORY } ctiff_status;

typedef struct {
  uint32_t columns, rows;
  uint32_t channels;     // 1 gray, 3 RGB; further channels are left out
  uint32_t depth;        // 8 or 16 bits of a sample
  int is_inverted;       // gray where 0 is white
  uint32_t orientation;  // 1...8, as EXIF counts
  char message[128];     // libtiff's words when the status is not CTIFF_OK
} ctiff_info;

typedef struct ctiff_reader ctiff_reader;

/// Reads the first directory. `bytes` must outlive the reader. On failure `*reader` is null.
ctiff_status ctiff_open(const uint8_t *bytes, size_t count, uint64_t max_pixels, ctiff_reader **reader, ctiff_info *info);
/// Decodes every row into rows * columns * channels samples of depth / 8 bytes in the machine's byte order.
ctiff_status ctiff_decode(ctiff_reader *reader, void *samples, ctiff_info *info);
void ctiff_close(ctiff_reader *reader);
/// `info->message` as a C string.
const char *ctiff_message(const ctiff_info *info);
