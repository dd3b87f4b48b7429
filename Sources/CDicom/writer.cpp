// Writing: plain C values to a data set, a data set to a file in memory. No exception leaves this file.
#include "CDicom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcostrmb.h>

#include <cstdlib>
#include <cstring>
#include <new>

struct cdicom_writer {
  DcmFileFormat file;
};

namespace {

template <typename Body>
cdicom_status guarded(Body body) noexcept {
  try {
    return body().good() ? CDICOM_OK : CDICOM_WRONG_VR;
  } catch (...) {
    return CDICOM_NO_MEMORY;
  }
}

}  // namespace

extern "C" {

cdicom_writer *cdicom_writer_open(void) {
  try {
    return new cdicom_writer;
  } catch (...) {
    return nullptr;
  }
}

void cdicom_writer_close(cdicom_writer *writer) { delete writer; }

cdicom_status cdicom_put_text(cdicom_writer *writer, uint16_t group, uint16_t element, const char *value) {
  return guarded(
      [&] { return writer->file.getDataset()->putAndInsertString(DcmTag(group, element), value); });
}

cdicom_status cdicom_put_word(cdicom_writer *writer, uint16_t group, uint16_t element, uint16_t value) {
  return guarded([&]() -> OFCondition {
    DcmTag tag(group, element);
    if (tag.getEVR() == EVR_xs) tag.setVR(EVR_US);
    if (tag.getEVR() == EVR_SS) {
      return writer->file.getDataset()->putAndInsertSint16(tag, static_cast<Sint16>(value));
    }
    return writer->file.getDataset()->putAndInsertUint16(tag, value);
  });
}

cdicom_status cdicom_put_code(
    cdicom_writer *writer, uint16_t group, uint16_t element, const char *value, const char *scheme, const char *meaning) {
  return guarded([&]() -> OFCondition {
    DcmDataset *data = writer->file.getDataset();
    const DcmTag tag(group, element);
    if (value == nullptr) return data->insertEmptyElement(tag);
    DcmItem *item = nullptr;
    OFCondition condition = data->findOrCreateSequenceItem(tag, item, 0);
    if (condition.good()) condition = item->putAndInsertString(DCM_CodeValue, value);
    if (condition.good()) condition = item->putAndInsertString(DCM_CodingSchemeDesignator, scheme);
    if (condition.good()) condition = item->putAndInsertString(DCM_CodeMeaning, meaning);
    return condition;
  });
}

cdicom_status cdicom_put_pixels(cdicom_writer *writer, const uint16_t *words, size_t count) {
  if (count > 0x7ffffffe) return CDICOM_TOO_LARGE;
  return guarded([&] {
    return writer->file.getDataset()->putAndInsertUint16Array(
        DcmTag(DCM_PixelData, EVR_OW), words, static_cast<unsigned long>(count));
  });
}

cdicom_status cdicom_encode(cdicom_writer *writer, uint8_t **bytes, size_t *count) {
  *bytes = nullptr;
  return guarded([&]() -> OFCondition {
    const size_t room = writer->file.calcElementLength(EXS_LittleEndianExplicit, EET_ExplicitLength) + 4096;
    uint8_t *buffer = static_cast<uint8_t *>(std::malloc(room));
    if (buffer == nullptr) throw std::bad_alloc();
    DcmOutputBufferStream stream(buffer, static_cast<offile_off_t>(room));
    writer->file.transferInit();
    const OFCondition condition = writer->file.write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength, nullptr);
    writer->file.transferEnd();
    void *written = nullptr;
    offile_off_t length = 0;
    stream.flushBuffer(written, length);
    if (condition.bad()) {
      std::free(buffer);
      return condition;
    }
    *bytes = buffer;
    *count = static_cast<size_t>(length);
    return condition;
  });
}

void cdicom_free(uint8_t *bytes) { std::free(bytes); }

}  // extern "C"
