// One JPEG 2000 codestream to samples, by OpenJPEG. The header is read and judged before anything is decoded.
#include "CDicom.h"
#include "guard.h"

#include <openjpeg-2.5/openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace {

struct Source {
  const uint8_t *bytes;
  size_t count;
  size_t position;
};

OPJ_SIZE_T take(void *into, OPJ_SIZE_T length, void *user) {
  auto *source = static_cast<Source *>(user);
  const size_t n = std::min<size_t>(length, source->count - source->position);
  if (n == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(into, source->bytes + source->position, n);
  source->position += n;
  return n;
}

OPJ_OFF_T skip(OPJ_OFF_T length, void *user) {
  auto *source = static_cast<Source *>(user);
  if (length < 0) return -1;
  const size_t n = std::min<size_t>(static_cast<size_t>(length), source->count - source->position);
  source->position += n;
  return static_cast<OPJ_OFF_T>(n);
}

OPJ_BOOL seek(OPJ_OFF_T to, void *user) {
  auto *source = static_cast<Source *>(user);
  if (to < 0 || static_cast<size_t>(to) > source->count) return OPJ_FALSE;
  source->position = static_cast<size_t>(to);
  return OPJ_TRUE;
}

/// OpenJPEG's words come by callback and quote nothing of the file but numbers.
void keep(const char *text, void *user) {
  char *message = static_cast<char *>(user);
  if (message[0] != 0) return;
  hilum::note(message, text);
  const size_t length = std::strlen(message);
  if (length > 0 && message[length - 1] == '?') message[length - 1] = 0;  // the line feed that ends each message
}

void ignore(const char *, void *) {}

using Codec = std::unique_ptr<opj_codec_t, void (*)(opj_codec_t *)>;
using Stream = std::unique_ptr<opj_stream_t, void (*)(opj_stream_t *)>;
using Image = std::unique_ptr<opj_image_t, void (*)(opj_image_t *)>;

bool is_boxed(const uint8_t *bytes, size_t count) {
  static const uint8_t signature[12] = {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, 0x87, 10};
  return count >= sizeof signature && std::memcmp(bytes, signature, sizeof signature) == 0;
}

/// Every component covers every pixel and all have one precision and sign; anything else is refused.
bool is_plain(const opj_image_t &image, const cdicom_coded &coded) {
  if (image.numcomps != coded.samples) return false;
  for (OPJ_UINT32 i = 0; i < image.numcomps; i++) {
    const opj_image_comp_t &plane = image.comps[i];
    if (plane.w != coded.columns || plane.h != coded.rows || plane.dx != 1 || plane.dy != 1) return false;
    if (plane.prec != image.comps[0].prec || plane.sgnd != image.comps[0].sgnd || plane.prec > 31) return false;
  }
  return true;
}

void interleave(const opj_image_t &image, int32_t *samples) {
  const size_t pixels = static_cast<size_t>(image.comps[0].w) * image.comps[0].h, n = image.numcomps;
  if (n == 1) {
    std::memcpy(samples, image.comps[0].data, pixels * sizeof *samples);
    return;
  }
  for (size_t channel = 0; channel < n; channel++) {
    const OPJ_INT32 *plane = image.comps[channel].data;
    for (size_t i = 0; i < pixels; i++) samples[i * n + channel] = plane[i];
  }
}

}  // namespace

extern "C" cdicom_status cdicom_jpeg2000(
    const cdicom_coded *coded, const uint8_t *bytes, size_t count, int threads, int32_t *samples, int *precision,
    int *is_signed, char message[128]) {
  message[0] = 0;
  return hilum::guarded([&] {
    Source source{bytes, count, 0};
    Codec codec(opj_create_decompress(is_boxed(bytes, count) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K), opj_destroy_codec);
    Stream stream(opj_stream_create(1 << 16, OPJ_TRUE), opj_stream_destroy);
    if (!codec || !stream) return CDICOM_NO_MEMORY;
    opj_set_error_handler(codec.get(), keep, message);
    opj_set_warning_handler(codec.get(), ignore, nullptr);
    opj_set_info_handler(codec.get(), ignore, nullptr);
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), count);
    opj_stream_set_read_function(stream.get(), take);
    opj_stream_set_skip_function(stream.get(), skip);
    opj_stream_set_seek_function(stream.get(), seek);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    parameters.flags |= OPJ_DPARAMETERS_IGNORE_PCLR_CMAP_CDEF_FLAG;
    if (!opj_setup_decoder(codec.get(), &parameters)) return CDICOM_NO_MEMORY;
    opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
    if (threads > 1) opj_codec_set_threads(codec.get(), threads);
    opj_image_t *read = nullptr;
    const bool has_header = opj_read_header(stream.get(), codec.get(), &read);
    Image image(read, opj_image_destroy);
    if (!has_header || !image) return CDICOM_DAMAGED;
    if (!is_plain(*image, *coded)) return CDICOM_MISMATCH;
    if (!opj_decode(codec.get(), stream.get(), image.get())) return CDICOM_DAMAGED;
    if (!is_plain(*image, *coded)) return CDICOM_MISMATCH;
    for (OPJ_UINT32 i = 0; i < image->numcomps; i++) {
      if (image->comps[i].data == nullptr) return CDICOM_DAMAGED;
    }
    interleave(*image, samples);
    *precision = static_cast<int>(image->comps[0].prec);
    *is_signed = static_cast<int>(image->comps[0].sgnd);
    return CDICOM_OK;
  });
}
