// JPEG decoding over libjpeg-turbo. Imaging is the only importer.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { CJPEG_OK = 0, CJPEG_DAMAGED, CJPEG_UNSUPPORTED, CJPEG_TOO_LARGE, CJPEG_NO_MEMORY } cjpeg_status;

typedef struct {
  uint32_t columns, rows;
  uint32_t components;  // as coded: 1 gray, 3 colour, 4 CMYK
  char message[200];    // libjpeg's words when the status is not CJPEG_OK
} cjpeg_info;

typedef struct cjpeg_reader cjpeg_reader;

/// Reads the headers. `bytes` must outlive the reader. On failure `*reader` is null and `info->message` says why.
cjpeg_status cjpeg_open(
    const uint8_t *bytes, size_t count, uint64_t max_pixels, int max_scans, cjpeg_reader **reader, cjpeg_info *info);
/// Decodes the picture into rows * columns * channels bytes: 1 channel is the Y plane itself (no colour arithmetic),
/// 3 channels are red, green, blue. Any warning of libjpeg counts as damage. Call once.
cjpeg_status cjpeg_decode(cjpeg_reader *reader, int channels, uint8_t *samples, cjpeg_info *info);
void cjpeg_close(cjpeg_reader *reader);
/// `info->message` as a C string.
const char *cjpeg_message(const cjpeg_info *info);

#ifdef __cplusplus
}
#endif
