// libpng behind whole-image calls: every setjmp lives and dies inside one function of this file.
#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct cpng_reader {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count, position;
  png_bytep *row_pointers;
  uint64_t stride;
  uint32_t rows;
  char message[128];
};

// libpng's messages can quote four bytes of the file (a chunk's name): keep printable ASCII only.
static void note(char out[128], const char *text) {
  size_t n = 0;
  for (; text[n] != 0 && n < 127; n++) out[n] = (text[n] >= 32 && text[n] < 127) ? text[n] : '?';
  out[n] = 0;
}

static void fail(png_structp png, png_const_charp text) {
  char *message = png_get_error_ptr(png);
  if (message != NULL) note(message, text);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void take(png_structp png, png_bytep into, size_t length) {
  cpng_reader *reader = png_get_io_ptr(png);
  if (length > reader->count - reader->position) png_error(png, "the file ends too early");
  memcpy(into, reader->bytes + reader->position, length);
  reader->position += length;
}

// Text, colour profiles and timestamps are skipped unread: only tRNS on a palette changes what we show.
static const png_byte skipped_chunks[] =
    "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0zTXt";

static void expand(cpng_reader *reader) {
  png_structp png = reader->png;
  int color = png_get_color_type(png, reader->info), depth = png_get_bit_depth(png, reader->info);
  if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
  if (depth == 16) {
    const uint16_t probe = 1;
    uint8_t first;
    memcpy(&first, &probe, 1);
    if (first == 1) png_set_swap(png);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
}

static void describe(const cpng_reader *reader, cpng_info *info) {
  info->columns = png_get_image_width(reader->png, reader->info);
  info->rows = png_get_image_height(reader->png, reader->info);
  info->channels = png_get_channels(reader->png, reader->info);
  info->depth = png_get_bit_depth(reader->png, reader->info);
}

static uint32_t big_endian(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

// The header is trusted for its size only: 8 bytes of signature, then IHDR with width and height at 16 and 20.
static int too_large(const uint8_t *bytes, size_t count, uint64_t max_pixels, cpng_info *info) {
  if (count < 24) return 0;
  info->columns = big_endian(bytes + 16);
  info->rows = big_endian(bytes + 20);
  return (uint64_t)info->columns * info->rows > max_pixels;
}

// libpng inflates image data to their end even when the picture is full, and a kilobyte can inflate to a megabyte.
// No sane encoder needs twice the bytes of the picture itself (8 for a pixel at most) and some for small ones.
static int overfull(const uint8_t *bytes, size_t count, uint64_t pixels) {
  uint64_t data = 0;
  for (size_t at = 8; count >= 12 && at <= count - 12;) {
    uint64_t length = big_endian(bytes + at);
    if (memcmp(bytes + at + 4, "IDAT", 4) == 0) data += length;
    if (length > count - 12 - at) break;
    at += 12 + (size_t)length;
  }
  return data > 16 * pixels + 65536;
}

cpng_status cpng_open(const uint8_t *bytes, size_t count, uint64_t max_pixels, cpng_reader **out, cpng_info *info) {
  *out = NULL;
  memset(info, 0, sizeof *info);
  if (count < 8 || png_sig_cmp(bytes, 0, 8) != 0) {
    note(info->message, "no PNG signature");
    return CPNG_DAMAGED;
  }
  if (too_large(bytes, count, max_pixels, info)) return CPNG_TOO_LARGE;
  if (overfull(bytes, count, (uint64_t)info->columns * info->rows)) {
    note(info->message, "more image data than the picture can hold");
    return CPNG_DAMAGED;
  }
  cpng_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return CPNG_NO_MEMORY;
  reader->bytes = bytes;
  reader->count = count;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader->message, fail, ignore);
  reader->info = reader->png != NULL ? png_create_info_struct(reader->png) : NULL;
  if (reader->info == NULL) {
    cpng_close(reader);
    return CPNG_NO_MEMORY;
  }
  if (setjmp(png_jmpbuf(reader->png))) {
    memcpy(info->message, reader->message, sizeof info->message);
    cpng_close(reader);
    return CPNG_DAMAGED;
  }
  png_set_read_fn(reader->png, reader, take);
  png_set_user_limits(reader->png, 0x7fffffff, 0x7fffffff);
  png_set_chunk_malloc_max(reader->png, 8 << 20);
  png_set_crc_action(reader->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_keep_unknown_chunks(
      reader->png, PNG_HANDLE_CHUNK_NEVER, skipped_chunks, (int)(sizeof skipped_chunks / 5));
  png_read_info(reader->png, reader->info);
  expand(reader);
  describe(reader, info);
  reader->rows = info->rows;
  reader->stride = (uint64_t)info->columns * info->channels * (info->depth / 8);
  *out = reader;
  return CPNG_OK;
}

cpng_status cpng_decode(cpng_reader *reader, void *samples, cpng_info *info) {
  reader->row_pointers = malloc(sizeof(png_bytep) * (size_t)reader->rows);
  if (reader->row_pointers == NULL) return CPNG_NO_MEMORY;
  for (uint32_t y = 0; y < reader->rows; y++) reader->row_pointers[y] = (png_bytep)samples + reader->stride * y;
  if (setjmp(png_jmpbuf(reader->png))) {
    memcpy(info->message, reader->message, sizeof info->message);
    return CPNG_DAMAGED;
  }
  png_read_image(reader->png, reader->row_pointers);
  png_read_end(reader->png, NULL);
  return CPNG_OK;
}

void cpng_close(cpng_reader *reader) {
  if (reader == NULL) return;
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader->row_pointers);
  free(reader);
}

typedef struct {
  png_structp png;
  png_infop info;
  uint8_t *bytes;
  size_t count, capacity;
} writer;

static void give(png_structp png, png_bytep from, size_t length) {
  writer *w = png_get_io_ptr(png);
  if (length > w->capacity - w->count) {
    size_t capacity = (w->count + length) * 2;
    uint8_t *grown = realloc(w->bytes, capacity);
    if (grown == NULL) png_error(png, "out of memory");
    w->bytes = grown;
    w->capacity = capacity;
  }
  memcpy(w->bytes + w->count, from, length);
  w->count += length;
}

static void flush(png_structp png) { (void)png; }

cpng_status cpng_encode(
    const void *samples, uint32_t columns, uint32_t rows, uint32_t channels, uint32_t depth, uint8_t **out, size_t *count,
    cpng_info *info) {
  memset(info, 0, sizeof *info);
  writer *w = calloc(1, sizeof *w);
  if (w == NULL) return CPNG_NO_MEMORY;
  volatile cpng_status status = CPNG_DAMAGED;
  w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, info->message, fail, ignore);
  w->info = w->png != NULL ? png_create_info_struct(w->png) : NULL;
  if (w->info != NULL && setjmp(png_jmpbuf(w->png)) == 0) {
    png_set_write_fn(w->png, w, give, flush);
    int color = channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;
    png_set_IHDR(
        w->png, w->info, columns, rows, (int)depth, color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    // On radiographs this pair is seven times as fast as libpng's default, and no larger.
    png_set_compression_level(w->png, 3);
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_write_info(w->png, w->info);
    const uint16_t probe = 1;
    if (depth == 16 && *(const uint8_t *)&probe == 1) png_set_swap(w->png);
    size_t stride = (size_t)columns * channels * (depth / 8);
    for (uint32_t y = 0; y < rows; y++) png_write_row(w->png, (png_const_bytep)samples + stride * y);
    png_write_end(w->png, w->info);
    status = CPNG_OK;
  }
  png_destroy_write_struct(&w->png, &w->info);
  if (status == CPNG_OK) {
    *out = w->bytes;
    *count = w->count;
  } else {
    free(w->bytes);
  }
  free(w);
  return status;
}

const char *cpng_message(const cpng_info *info) { return info->message; }

void cpng_free(uint8_t *bytes) { free(bytes); }
