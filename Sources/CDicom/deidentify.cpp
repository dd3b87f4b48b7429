// Takes the patient out of a file, attribute by attribute, by a table of actions. No exception leaves this file.
#include "CDicom.h"
#include "file.h"
#include "guard.h"
#include "segments.h"

#include <dcmtk/dcmdata/dcostrmb.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace {

inline uint32_t key_of(const DcmTagKey &tag) { return uint32_t{tag.getGroup()} << 16 | tag.getElement(); }

/// A value that means nothing, of the kind that each value representation allows (action D).
const char *dummy_of(DcmEVR vr) {
  switch (vr) {
    case EVR_DA: return "19000101";
    case EVR_TM: return "000000";
    case EVR_DT: return "19000101000000";
    case EVR_AS: return "000Y";
    case EVR_IS:
    case EVR_DS: return "0";
    case EVR_AE:
    case EVR_CS:
    case EVR_LO:
    case EVR_LT:
    case EVR_PN:
    case EVR_SH:
    case EVR_ST:
    case EVR_UC:
    case EVR_UT: return "REMOVED";
    default: return nullptr;
  }
}

bool is_free_text(DcmEVR vr) {
  switch (vr) {
    case EVR_LO:
    case EVR_LT:
    case EVR_PN:
    case EVR_SH:
    case EVR_ST:
    case EVR_UC:
    case EVR_UT: return true;
    default: return false;
  }
}

std::string lower(std::string text) {
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

class Cleaner {
 public:
  Cleaner(const cdicom_profile &profile, cdicom_tally &tally) : profile_(profile), tally_(tally) {}

  /// Words of the patient that may stand in any free text: parts of the name, numbers.
  void learn(DcmItem &item) {
    for (const DcmTagKey &tag : {DCM_PatientName, DCM_PatientID, DCM_AccessionNumber}) {
      OFString value;
      if (item.findAndGetOFStringArray(tag, value).bad()) continue;
      std::string word;
      for (const char c : value + OFString("^")) {
        const bool ends = c == '^' || c == '=' || c == '\\' || (tag == DCM_PatientName && (c == ' ' || c == ','));
        if (!ends) word += c;
        if (ends && word.size() >= 4) words_.push_back(lower(word));
        if (ends) word.clear();
      }
    }
  }

  OFCondition clean(DcmItem &item) {
    for (unsigned long i = item.card(); i > 0; i--) {
      DcmElement *element = item.getElement(i - 1);
      if (element == nullptr) continue;
      const OFCondition condition = clean(item, *element);
      if (condition.bad()) return condition;
    }
    return EC_Normal;
  }

 private:
  char action_for(const DcmTagKey &tag) const {
    const uint32_t key = key_of(tag);
    const cdicom_rule *end = profile_.rules + profile_.rule_count;
    const cdicom_rule *found =
        std::lower_bound(profile_.rules, end, key, [](const cdicom_rule &rule, uint32_t k) { return rule.tag < k; });
    return found != end && found->tag == key ? found->action : 0;
  }

  OFCondition clean(DcmItem &item, DcmElement &element) {
    const DcmTag tag = element.getTag();
    const uint16_t group = tag.getGroup();
    const DcmTag known(tag.getGroup(), tag.getElement());
    const DcmEVR vr = known.getEVR();
    if (group & 1) {
      tally_.private_attributes++;
      return remove(item, tag);
    }
    // Groups that belong to other parts of a file, curves (50xx) and overlays (60xx).
    if (group < 0x0004 || (group & 0xff00) == 0x5000 || (group & 0xff00) == 0x6000) return removed(item, tag);
    const char action = action_for(tag);
    if (action == 'X') return removed(item, tag);
    if (element.ident() == EVR_SQ) return sequence(item, static_cast<DcmSequenceOfItems &>(element), action);
    if (action == 'Z' || action == 'D') {
      if (known == DCM_PatientName) return named(item, known, profile_.patient_name);
      if (known == DCM_PatientID) return named(item, known, profile_.patient_id);
    }
    if (action == 'Z') return emptied(item, tag);
    if (action == 'D') return replaced(item, known);
    if (action == 'U') return uid(item, element, known);
    if (vr == EVR_UN || known.isUnknownVR()) return removed(item, tag);  // nobody knows what it holds
    if (element.ident() == EVR_UN && vr == EVR_SQ) return removed(item, tag);  // items that cannot be looked into
    if (vr == EVR_UI) return uid(item, element, known);
    if (is_free_text(element.ident()) && names_patient(element)) {
      tally_.leaks++;
      return replaced(item, known);
    }
    return EC_Normal;
  }

  OFCondition sequence(DcmItem &parent, DcmSequenceOfItems &sequence, char action) {
    if (action == 'Z') return emptied(parent, sequence.getTag());
    for (unsigned long i = 0; i < sequence.card(); i++) {
      const OFCondition condition = clean(*sequence.getItem(i));
      if (condition.bad()) return condition;
    }
    return EC_Normal;
  }

  OFCondition remove(DcmItem &item, const DcmTagKey &tag) { return item.findAndDeleteElement(tag); }

  OFCondition removed(DcmItem &item, const DcmTagKey &tag) {
    tally_.removed++;
    return remove(item, tag);
  }

  OFCondition emptied(DcmItem &item, const DcmTag &tag) {
    tally_.emptied++;
    return item.insertEmptyElement(DcmTag(tag.getGroup(), tag.getElement()), OFTrue);
  }

  /// Name and number become the patient's pseudonym.
  OFCondition named(DcmItem &item, const DcmTag &tag, const char *pseudonym) {
    tally_.replaced++;
    return item.putAndInsertString(tag, pseudonym);
  }

  OFCondition replaced(DcmItem &item, const DcmTag &known) {
    tally_.replaced++;
    const char *dummy = dummy_of(known.getEVR());
    return dummy == nullptr ? item.insertEmptyElement(known, OFTrue) : item.putAndInsertString(known, dummy);
  }

  /// Each UID by its pseudonym; those of the standard itself stay.
  OFCondition uid(DcmItem &item, DcmElement &element, const DcmTag &known) {
    OFString all;
    if (element.ident() == EVR_UN || element.getOFStringArray(all).bad()) return removed(item, known);
    std::string out;
    size_t start = 0;
    while (start <= all.size()) {
      const size_t end = std::min(all.find('\\', start), all.size());
      const std::string one(all.c_str() + start, end - start);
      if (!out.empty() || start > 0) out += '\\';
      if (one.empty() || one.compare(0, 13, "1.2.840.10008") == 0) {
        out += one;
      } else {
        char pseudonym[65] = {0};
        profile_.pseudonym(profile_.context, one.c_str(), pseudonym);
        out += pseudonym;
        tally_.uids++;
      }
      start = end + 1;
    }
    return item.putAndInsertString(known, out.c_str());
  }

  bool names_patient(DcmElement &element) const {
    OFString value;
    if (words_.empty() || element.getOFStringArray(value).bad()) return false;
    const std::string text = lower(value.c_str());
    return std::any_of(words_.begin(), words_.end(), [&](const std::string &w) { return text.find(w) != std::string::npos; });
  }

  const cdicom_profile &profile_;
  cdicom_tally &tally_;
  std::vector<std::string> words_;
};

OFCondition put_native(DcmDataset &data, const cdicom_native &native) {
  data.findAndDeleteElement(DCM_PixelData);
  data.findAndDeleteElement(DCM_ExtendedOffsetTable);
  data.findAndDeleteElement(DCM_ExtendedOffsetTableLengths);
  data.putAndInsertUint16(DCM_BitsAllocated, native.bits_allocated);
  data.putAndInsertUint16(DCM_BitsStored, native.bits_stored);
  data.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(native.bits_stored - 1));
  data.putAndInsertString(DCM_PhotometricInterpretation, native.photometric);
  if (native.samples > 1) data.putAndInsertUint16(DCM_PlanarConfiguration, 0);
  if (native.bits_allocated == 8) {
    return data.putAndInsertUint8Array(DcmTag(DCM_PixelData, EVR_OB), native.bytes, static_cast<unsigned long>(native.count));
  }
  std::vector<Uint16> words(native.count / 2);
  std::memcpy(words.data(), native.bytes, words.size() * 2);
  return data.putAndInsertUint16Array(
      DcmTag(DCM_PixelData, EVR_OW), words.data(), static_cast<unsigned long>(words.size()));
}

/// What PS3.15 E.1.1 asks to be written down: that it was done, and by which profile.
OFCondition declare(DcmDataset &data, bool pixels_cleaned) {
  data.putAndInsertString(DCM_PatientIdentityRemoved, "YES");
  data.putAndInsertString(DCM_DeidentificationMethod, "Hilum: PS3.15 Annex E Basic Profile, keyed UIDs");
  data.putAndInsertString(DCM_LongitudinalTemporalInformationModified, "REMOVED");
  data.findAndDeleteElement(DCM_DeidentificationMethodCodeSequence);
  const char *codes[2][2] = {
      {"113100", "Basic Application Confidentiality Profile"}, {"113101", "Clean Pixel Data Option"}};
  for (int i = 0; i < (pixels_cleaned ? 2 : 1); i++) {
    DcmItem *item = nullptr;
    OFCondition condition = data.findOrCreateSequenceItem(DCM_DeidentificationMethodCodeSequence, item, -2);
    if (condition.good()) condition = item->putAndInsertString(DCM_CodeValue, codes[i][0]);
    if (condition.good()) condition = item->putAndInsertString(DCM_CodingSchemeDesignator, "DCM");
    if (condition.good()) condition = item->putAndInsertString(DCM_CodeMeaning, codes[i][1]);
    if (condition.bad()) return condition;
  }
  return pixels_cleaned ? data.putAndInsertString(DCM_BurnedInAnnotation, "NO") : EC_Normal;
}

OFCondition encode(DcmFileFormat &file, E_TransferSyntax xfer, uint8_t **bytes, size_t *count) {
  if (!file.getDataset()->canWriteXfer(xfer)) return EC_CannotChangeRepresentation;
  const size_t room = file.calcElementLength(xfer, EET_ExplicitLength) + 65536;
  std::unique_ptr<uint8_t, decltype(&std::free)> buffer(static_cast<uint8_t *>(std::calloc(room, 1)), std::free);
  if (!buffer) throw std::bad_alloc();
  DcmOutputBufferStream stream(buffer.get(), static_cast<offile_off_t>(room));
  file.transferInit();
  const OFCondition condition = file.write(stream, xfer, EET_ExplicitLength, nullptr);
  file.transferEnd();
  if (condition.bad()) return condition;
  void *written = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(written, length);
  *bytes = buffer.release();
  *count = static_cast<size_t>(length);
  return condition;
}

}  // namespace

extern "C" {

cdicom_status cdicom_deidentify(
    cdicom_file *file, const cdicom_profile *profile, const cdicom_native *native, uint8_t **bytes, size_t *count,
    cdicom_tally *tally) {
  *bytes = nullptr;
  *tally = cdicom_tally{};
  return hilum::guarded([&]() -> cdicom_status {
    DcmFileFormat out(&file->data, OFTrue);
    DcmDataset &data = *out.getDataset();
    Cleaner cleaner(*profile, *tally);
    cleaner.learn(data);
    OFCondition condition = cleaner.clean(data);
    const bool is_encapsulated = DcmXfer(file->xfer).isEncapsulated() && native == nullptr;
    const E_TransferSyntax xfer = is_encapsulated ? file->xfer : EXS_LittleEndianExplicit;
    if (condition.good() && native != nullptr) condition = put_native(data, *native);
    if (condition.good() && is_encapsulated) condition = hilum::scrub_pixels(data, xfer, *tally);
    if (condition.good()) condition = declare(data, profile->pixels_cleaned != 0);
    if (condition.good()) condition = encode(out, xfer, bytes, count);
    return condition.good() ? CDICOM_OK : CDICOM_DAMAGED;
  });
}

}  // extern "C"
