// libjpeg-turbo behind whole-image calls: every setjmp lives and dies inside one function of this file.
#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct cjpeg_reader {
  struct jpeg_decompress_struct jpeg;  // first, so that a j_common_ptr is also a pointer to the reader
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  int max_scans;
  cjpeg_status status;
  char message[JMSG_LENGTH_MAX];
};

static void stop(j_common_ptr jpeg) {
  cjpeg_reader *reader = (cjpeg_reader *)jpeg;
  reader->errors.format_message(jpeg, reader->message);
  switch (reader->errors.msg_code) {
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
      reader->status = CJPEG_UNSUPPORTED;
      break;
    case JERR_OUT_OF_MEMORY:
      reader->status = CJPEG_NO_MEMORY;
      break;
    default:
      reader->status = CJPEG_DAMAGED;
  }
  longjmp(reader->escape, 1);
}

// Level -1 is a warning: libjpeg would go on with invented data. Higher levels are traces.
static void warn(j_common_ptr jpeg, int level) {
  if (level < 0) stop(jpeg);
}

static void count_scans(j_common_ptr common) {
  cjpeg_reader *reader = (cjpeg_reader *)common;
  if (reader->jpeg.input_scan_number <= reader->max_scans) return;
  snprintf(reader->message, sizeof reader->message, "more than %d scans", reader->max_scans);
  reader->status = CJPEG_DAMAGED;
  longjmp(reader->escape, 1);
}

static void report(const cjpeg_reader *reader, cjpeg_info *info) {
  snprintf(info->message, sizeof info->message, "%s", reader->message);
  for (char *c = info->message; *c != 0; c++)
    if (*c < 32 || *c > 126) *c = '?';
}

cjpeg_status cjpeg_open(
    const uint8_t *bytes, size_t count, uint64_t max_pixels, int max_scans, cjpeg_reader **out, cjpeg_info *info) {
  *out = NULL;
  memset(info, 0, sizeof *info);
  cjpeg_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return CJPEG_NO_MEMORY;
  reader->max_scans = max_scans;
  reader->jpeg.err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = stop;
  reader->errors.emit_message = warn;
  reader->progress.progress_monitor = count_scans;
  if (setjmp(reader->escape)) {
    cjpeg_status status = reader->status;
    report(reader, info);
    cjpeg_close(reader);
    return status;
  }
  jpeg_create_decompress(&reader->jpeg);
  reader->jpeg.progress = &reader->progress;
  jpeg_mem_src(&reader->jpeg, bytes, count);
  jpeg_read_header(&reader->jpeg, TRUE);
  info->columns = reader->jpeg.image_width;
  info->rows = reader->jpeg.image_height;
  info->components = (uint32_t)reader->jpeg.num_components;
  if ((uint64_t)info->columns * info->rows > max_pixels) {
    cjpeg_close(reader);
    return CJPEG_TOO_LARGE;
  }
  *out = reader;
  return CJPEG_OK;
}

cjpeg_status cjpeg_decode(cjpeg_reader *reader, int channels, uint8_t *samples, cjpeg_info *info) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  if (setjmp(reader->escape)) {
    report(reader, info);
    return reader->status;
  }
  jpeg->out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(jpeg);
  size_t stride = (size_t)jpeg->output_width * (size_t)channels;
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = samples + stride * jpeg->output_scanline;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_decompress(jpeg);
  return CJPEG_OK;
}

void cjpeg_close(cjpeg_reader *reader) {
  if (reader == NULL) return;
  jpeg_destroy_decompress(&reader->jpeg);
  free(reader);
}

const char *cjpeg_message(const cjpeg_info *info) { return info->message; }
