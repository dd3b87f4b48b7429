// Whole-image PNG reading and writing over libpng, whose setjmp Swift cannot call. Imaging is the only importer.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { CPNG_OK = 0, CPNG_DAMAGED, CPNG_TOO_LARGE, CPNG_NO_MEMORY } cpng_status;

/// What a picture looks like after expansion: palettes become RGB(A), 1, 2 and 4 bits of gray become 8.
typedef struct {
  uint32_t columns, rows;
  uint32_t channels;  // 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA
  uint32_t depth;     // bits of one sample in memory: 8 or 16
  char message[128];  // libpng's words when the status is not CPNG_OK
} cpng_info;

typedef struct cpng_reader cpng_reader;

/// Reads the header. `bytes` must outlive the reader. On failure `*reader` is null and `info->message` says why.
cpng_status cpng_open(const uint8_t *bytes, size_t count, uint64_t max_pixels, cpng_reader **reader, cpng_info *info);
/// Decodes all rows and checks the rest of the file. `samples` holds rows * columns * channels * depth / 8 bytes;
/// samples of 16 bits are in the machine's byte order. Call once.
cpng_status cpng_decode(cpng_reader *reader, void *samples, cpng_info *info);
void cpng_close(cpng_reader *reader);

/// Encodes gray (1 channel, depth 8 or 16) or RGB (3 channels, depth 8). The caller frees `*out` with cpng_free.
cpng_status cpng_encode(
    const void *samples, uint32_t columns, uint32_t rows, uint32_t channels, uint32_t depth, uint8_t **out, size_t *count,
    cpng_info *info);
/// `info->message` as a C string.
const char *cpng_message(const cpng_info *info);
void cpng_free(uint8_t *bytes);

#ifdef __cplusplus
}
#endif
