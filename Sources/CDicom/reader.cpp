// Reading: whole files to data sets, attributes to plain C values. No exception leaves this file.
#include "CDicom.h"
#include "file.h"
#include "guard.h"
#include "stream.h"

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

using hilum::guarded;
using hilum::note;

/// Makes room for more, at least for `first` bytes; by moving pages, not bytes, where there is much.
bool grow(hilum::Bytes &bytes, size_t &room, size_t first) {
  const size_t wanted = std::max(first, 2 * room);
  void *larger = std::realloc(bytes.get(), wanted);
  if (larger == nullptr) return false;
  (void)bytes.release();
  bytes.reset(static_cast<uint8_t *>(larger));
  room = wanted;
  return true;
}

/// Inflates a raw deflate stream, as far as the limits allow; `got` bytes of it.
cdicom_status inflate_all(
    const uint8_t *bytes, size_t count, const cdicom_limits &limits, hilum::Bytes &out, size_t &got) {
  const size_t ratio = limits.inflation_ratio, step = size_t{1} << 30;
  const size_t limit =
      std::max<size_t>(limits.inflated_bytes, ratio > 0 && count > SIZE_MAX / ratio ? SIZE_MAX : count * ratio);
  z_stream z{};
  if (inflateInit2(&z, -15) != Z_OK) return CDICOM_NO_MEMORY;
  std::unique_ptr<z_stream, int (*)(z_stream *)> owner(&z, inflateEnd);
  z.next_in = const_cast<Bytef *>(bytes);
  size_t fed = 0, room = 0;
  for (got = 0;;) {
    if (z.avail_in == 0 && fed < count) {
      z.avail_in = static_cast<uInt>(std::min(count - fed, step));
      fed += z.avail_in;
    }
    if (got == room && !grow(out, room, 2 * std::min(count, step) + 65536)) return CDICOM_NO_MEMORY;
    const size_t before = got, piece = std::min(room - got, step);
    z.next_out = out.get() + got;
    z.avail_out = static_cast<uInt>(piece > limit - got ? limit - got + 1 : piece);
    const int status = inflate(&z, Z_NO_FLUSH);
    got = static_cast<size_t>(z.next_out - out.get());
    if (got > limit) return CDICOM_TOO_LARGE;
    if (status == Z_STREAM_END) return CDICOM_OK;
    if (status != Z_OK || (got == before && z.avail_in == 0 && fed == count)) return CDICOM_DAMAGED;
  }
}

/// Whether sequences lie inside sequences deeper than allowed; the stack has bounded them before.
bool is_deeper(DcmItem &item, size_t allowed) {
  for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
    if (object->ident() != EVR_SQ) continue;
    if (allowed == 0) return true;
    auto *sequence = static_cast<DcmSequenceOfItems *>(object);
    for (DcmObject *inner = sequence->nextInContainer(nullptr); inner != nullptr;
         inner = sequence->nextInContainer(inner)) {
      if (is_deeper(*static_cast<DcmItem *>(inner), allowed - 1)) return true;
    }
  }
  return false;
}

cdicom_status parsed(const OFCondition &condition, const hilum::MemoryStream &stream, char message[128]) {
  if (stream.too_deep()) return CDICOM_TOO_DEEP;
  if (condition.good()) return CDICOM_OK;
  note(message, condition.text());
  return CDICOM_DAMAGED;
}

cdicom_status read_data(cdicom_file &file, hilum::MemoryStream &stream, E_TransferSyntax xfer, char message[128]) {
  file.data.transferInit();
  const OFCondition condition = file.data.read(stream, xfer, EGL_noChange, DCM_MaxReadLength);
  file.data.transferEnd();
  const cdicom_status status = parsed(condition, stream, message);
  if (status == CDICOM_OK && !stream.eos()) {
    note(message, "the data set ends before the file does");
    return CDICOM_DAMAGED;
  }
  const DcmElement *first = file.data.card() > 0 ? file.data.getElement(0) : nullptr;
  if (status == CDICOM_OK && xfer != EXS_Unknown && first != nullptr && first->getTag().getGroup() == 0x0002) {
    note(message, "a second file header lies inside the data set");
    return CDICOM_DAMAGED;
  }
  return status;
}

cdicom_status read_file(cdicom_file &file, const uint8_t *bytes, size_t count, char message[128]) {
  hilum::MemoryStream stream(bytes, count);
  file.meta.transferInit();
  const OFCondition condition = file.meta.read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  file.meta.transferEnd();
  const cdicom_status status = parsed(condition, stream, message);
  if (status != CDICOM_OK) return status;
  OFString uid;
  if (file.meta.findAndGetOFString(DCM_TransferSyntaxUID, uid).good()) file.syntax = uid.c_str();
  const DcmXfer xfer(file.syntax.c_str());
  if (file.syntax.empty()) {
    const cdicom_status outcome = read_data(file, stream, EXS_Unknown, message);
    const DcmXfer found(file.data.getOriginalXfer());
    file.xfer = found.getXfer();
    file.syntax = found.getXferID();
    return outcome;
  }
  file.xfer = xfer.getXfer();
  if (file.xfer == EXS_Unknown) return CDICOM_OK;
  if (file.xfer != EXS_DeflatedLittleEndianExplicit) return read_data(file, stream, file.xfer, message);
  const size_t start = static_cast<size_t>(stream.tell());
  size_t length = 0;
  const cdicom_status inflated = inflate_all(bytes + start, count - start, file.limits, file.inflated, length);
  if (inflated != CDICOM_OK) {
    note(message, "the deflated data set is broken or cut short");
    return inflated;
  }
  hilum::MemoryStream plain(file.inflated.get(), length);
  return read_data(file, plain, EXS_LittleEndianExplicit, message);
}

}  // namespace

extern "C" {

cdicom_status cdicom_open(
    const uint8_t *bytes, size_t count, const cdicom_limits *limits, cdicom_file **out, char message[128]) {
  *out = nullptr;
  message[0] = 0;
  return guarded([&] {
    hilum::silence();
    auto file = std::make_unique<cdicom_file>();
    file->limits = *limits;
    cdicom_status status = read_file(*file, bytes, count, message);
    if (status == CDICOM_OK && is_deeper(file->data, limits->nesting)) status = CDICOM_TOO_DEEP;
    if (status == CDICOM_OK) *out = file.release();
    return status;
  });
}

void cdicom_close(cdicom_file *file) { delete file; }

void cdicom_transfer_syntax(cdicom_file *file, char uid[65], char name[128], int *known, int *encapsulated) {
  const DcmXfer xfer(file->xfer);
  char text[128];
  note(text, file->syntax.c_str());
  std::memcpy(uid, text, 64);
  uid[64] = 0;
  note(name, xfer.getXferName());
  *known = file->xfer != EXS_Unknown;
  *encapsulated = xfer.isEncapsulated();
}

size_t cdicom_count(cdicom_file *file) { return file->data.card(); }

void cdicom_class_name(const char *uid, char name[128]) {
  const char *found = dcmFindNameOfUID(uid, "");
  note(name, found == nullptr ? "" : found);
}

/// Value `index` of bytes whose representation nobody knows, as text: values are parted by backslashes (PS3.5 6.2).
static cdicom_status unknown_text(DcmElement &element, unsigned index, OFString &value) {
  Uint8 *bytes = nullptr;
  if (element.getUint8Array(bytes).bad() || bytes == nullptr) return CDICOM_ABSENT;
  const char *text = reinterpret_cast<const char *>(bytes), *end = text + element.getLength();
  for (; index > 0; index--) {
    text = std::find(text, end, '\\');
    if (text == end) return CDICOM_ABSENT;
    text++;
  }
  value.assign(text, static_cast<size_t>(std::find(text, std::find(text, end, '\\'), '\0') - text));
  return CDICOM_OK;
}

cdicom_status cdicom_text(
    cdicom_file *file, uint16_t group, uint16_t element, unsigned index, char *out, size_t size) {
  return guarded([&] {
    OFString value;
    DcmElement *found = nullptr;
    if (file->data.findAndGetElement(DcmTagKey(group, element), found).bad()) return CDICOM_ABSENT;
    if (found->getLength() > file->limits.text_bytes) return CDICOM_TOO_LARGE;
    if (found->ident() == EVR_UN || found->ident() == EVR_UNKNOWN) {
      const cdicom_status status = unknown_text(*found, index, value);
      if (status != CDICOM_OK) return status;
    } else {
      const OFCondition condition = found->getOFString(value, index);
      if (condition == EC_IllegalParameter) return CDICOM_ABSENT;
      if (condition.bad()) return CDICOM_WRONG_VR;
    }
    const size_t n = std::min(value.size(), size - 1);
    std::memcpy(out, value.data(), n);
    out[n] = 0;
    return value.empty() ? CDICOM_ABSENT : CDICOM_OK;
  });
}

cdicom_status cdicom_word(cdicom_file *file, uint16_t group, uint16_t element, uint16_t *out) {
  return guarded([&] {
    DcmElement *found = nullptr;
    if (file->data.findAndGetElement(DcmTagKey(group, element), found).bad()) return CDICOM_ABSENT;
    if (found->getLength() == 0) return CDICOM_ABSENT;
    Uint16 value = 0;
    Sint16 negative = 0;
    if (found->ident() == EVR_US && found->getUint16(value).good()) {
      *out = value;
      return CDICOM_OK;
    }
    if (found->ident() == EVR_SS && found->getSint16(negative).good()) {
      *out = static_cast<uint16_t>(negative);
      return CDICOM_OK;
    }
    return CDICOM_WRONG_VR;
  });
}

static cdicom_status words(DcmItem &item, const DcmTagKey &tag, const uint16_t **data, size_t *count) {
  DcmElement *found = nullptr;
  if (item.findAndGetElement(tag, found).bad() || found->getLength() == 0) return CDICOM_ABSENT;
  Uint16 *unsigned_words = nullptr;
  Sint16 *signed_words = nullptr;
  *count = found->getLength() / 2;
  if (found->getUint16Array(unsigned_words).good() && unsigned_words != nullptr) {
    *data = unsigned_words;
    return CDICOM_OK;
  }
  if (found->getSint16Array(signed_words).good() && signed_words != nullptr) {
    *data = reinterpret_cast<const uint16_t *>(signed_words);
    return CDICOM_OK;
  }
  return CDICOM_WRONG_VR;
}

cdicom_status cdicom_table(
    cdicom_file *file, uint16_t group, uint16_t element, uint16_t descriptor[3], const uint16_t **data, size_t *count) {
  return guarded([&] {
    DcmItem *item = nullptr;
    if (file->data.findAndGetSequenceItem(DcmTagKey(group, element), item, 0).bad()) return CDICOM_ABSENT;
    const uint16_t *header = nullptr;
    size_t length = 0;
    const cdicom_status status = words(*item, DCM_LUTDescriptor, &header, &length);
    if (status != CDICOM_OK) return status;
    if (length < 3) return CDICOM_DAMAGED;
    std::copy(header, header + 3, descriptor);
    return words(*item, DCM_LUTData, data, count);
  });
}

cdicom_status cdicom_words(
    cdicom_file *file, uint16_t group, uint16_t element, const uint16_t **data, size_t *count) {
  return guarded([&] { return words(file->data, DcmTagKey(group, element), data, count); });
}

cdicom_status cdicom_reals(cdicom_file *file, const float **singles, const double **doubles, size_t *count) {
  return guarded([&] {
    DcmElement *found = nullptr;
    Float32 *floats = nullptr;
    Float64 *wide = nullptr;
    if (file->data.findAndGetElement(DCM_FloatPixelData, found).good()) {
      if (found->getFloat32Array(floats).bad() || floats == nullptr) return CDICOM_DAMAGED;
      *singles = floats;
      *count = found->getLength() / sizeof(float);
      return CDICOM_OK;
    }
    if (file->data.findAndGetElement(DCM_DoubleFloatPixelData, found).bad()) return CDICOM_ABSENT;
    if (found->getFloat64Array(wide).bad() || wide == nullptr) return CDICOM_DAMAGED;
    *doubles = wide;
    *count = found->getLength() / sizeof(double);
    return CDICOM_OK;
  });
}

cdicom_status cdicom_pixels(cdicom_file *file, const uint8_t **bytes, size_t *count) {
  return guarded([&] {
    DcmElement *found = nullptr;
    if (file->data.findAndGetElement(DCM_PixelData, found).bad()) return CDICOM_ABSENT;
    Uint8 *values = nullptr;
    const Uint32 length = found->getLength();
    if (length == 0 || length == DCM_UndefinedLength) return CDICOM_DAMAGED;
    if (found->getUint8Array(values).bad() || values == nullptr) return CDICOM_DAMAGED;
    *bytes = values;
    *count = length;
    return CDICOM_OK;
  });
}

/// The encapsulated pixel data, or null.
static DcmPixelSequence *sequence(cdicom_file *file) {
  DcmElement *found = nullptr;
  if (file->data.findAndGetElement(DCM_PixelData, found).bad()) return nullptr;
  auto *pixels = dynamic_cast<DcmPixelData *>(found);
  DcmPixelSequence *sequence = nullptr;
  if (pixels == nullptr || pixels->getEncapsulatedRepresentation(file->xfer, nullptr, sequence).bad()) return nullptr;
  return sequence;
}

size_t cdicom_fragment_count(cdicom_file *file) {
  DcmPixelSequence *items = sequence(file);
  return items == nullptr ? 0 : items->card();
}

cdicom_status cdicom_fragment(cdicom_file *file, size_t index, const uint8_t **bytes, size_t *count) {
  return guarded([&] {
    DcmPixelSequence *items = sequence(file);
    DcmPixelItem *item = nullptr;
    if (items == nullptr || items->getItem(item, static_cast<unsigned long>(index)).bad()) return CDICOM_ABSENT;
    Uint8 *values = nullptr;
    *count = item->getLength();
    if (*count != 0 && (item->getUint8Array(values).bad() || values == nullptr)) return CDICOM_DAMAGED;
    *bytes = values;
    return CDICOM_OK;
  });
}

}  // extern "C"
