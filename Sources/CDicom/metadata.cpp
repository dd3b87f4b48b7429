// What a header says beside the pixels: codes inside sequences, and text in Unicode. No exception leaves this file.
#include "CDicom.h"
#include "file.h"
#include "guard.h"

#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>
#include <cstring>

namespace {

using hilum::guarded;

cdicom_status copy_out(const OFString &value, char *out, size_t size) {
  const size_t n = std::min(value.size(), size - 1);
  std::memcpy(out, value.data(), n);
  out[n] = 0;
  return value.empty() ? CDICOM_ABSENT : CDICOM_OK;
}

}  // namespace

extern "C" {

cdicom_status cdicom_item_code(cdicom_file *file, uint16_t group, uint16_t element, char *out, size_t size) {
  return guarded([&] {
    DcmItem *item = nullptr;
    if (file->data.findAndGetSequenceItem(DcmTagKey(group, element), item, 0).bad()) return CDICOM_ABSENT;
    OFString value;
    if (item->findAndGetOFString(DCM_CodeValue, value).bad()) return CDICOM_ABSENT;
    return copy_out(value, out, size);
  });
}

cdicom_status cdicom_unicode(cdicom_file *file, uint16_t group, uint16_t element, char *out, size_t size) {
  return guarded([&] {
    OFString raw, sets, converted;
    DcmElement *found = nullptr;
    if (file->data.findAndGetElement(DcmTagKey(group, element), found).bad()) return CDICOM_ABSENT;
    if (found->getLength() > file->limits.text_bytes) return CDICOM_TOO_LARGE;
    if (file->data.findAndGetOFStringArray(DcmTagKey(group, element), raw).bad()) return CDICOM_ABSENT;
    file->data.findAndGetOFStringArray(DCM_SpecificCharacterSet, sets);
    DcmSpecificCharacterSet charset;
    const char *delimiters = DcmTag(group, element).getEVR() == EVR_PN ? "^=" : "";
    if (charset.selectCharacterSet(sets).good() && charset.convertString(raw, converted, delimiters).good()) {
      return copy_out(converted, out, size);
    }
    // A character set that is not named or not known: what is plain ASCII is sure, the rest is marked.
    for (char &c : raw) {
      if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
    }
    return copy_out(raw, out, size);
  });
}

}  // extern "C"
