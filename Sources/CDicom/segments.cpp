// Blanks what encoders write beside the picture. Exceptions pass to the caller, which turns them into a status.
#include "segments.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <cstdint>
#include <cstring>

namespace {

/// Blanks comments and application segments ahead of the first scan: encoders write names and software there.
void scrub_segments(uint8_t *bytes, size_t count, cdicom_tally &tally) {
  if (count < 4 || bytes[0] != 0xff) return;
  const bool is_jpeg2000 = bytes[1] == 0x4f;
  if (!is_jpeg2000 && bytes[1] != 0xd8) return;
  size_t at = 2;
  while (at + 4 <= count && bytes[at] == 0xff) {
    const uint8_t marker = bytes[at + 1];
    if (marker == 0xff) {
      at++;
      continue;
    }
    if (marker == (is_jpeg2000 ? 0x90 : 0xda)) return;
    const size_t length = size_t{bytes[at + 2]} << 8 | bytes[at + 3];
    if (length < 2 || at + 2 + length > count) return;
    // JFIF, SPIFF and Adobe segments (APP0, APP8, APP14) tell how to decode.
    const bool is_application = marker >= 0xe1 && marker <= 0xef && marker != 0xe8 && marker != 0xee;
    const bool is_comment = is_jpeg2000 ? marker == 0x64 : marker == 0xfe || is_application;
    const size_t head = is_jpeg2000 ? 4 : 2;
    if (is_comment && length > head) {
      std::memset(bytes + at + 2 + head, 0x20, length - head);
      tally.comments++;
    }
    at += 2 + length;
  }
}

}  // namespace

namespace hilum {

OFCondition scrub_pixels(DcmDataset &data, E_TransferSyntax xfer, cdicom_tally &tally) {
  DcmElement *element = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad()) return EC_Normal;
  auto *pixels = dynamic_cast<DcmPixelData *>(element);
  DcmPixelSequence *sequence = nullptr;
  if (pixels == nullptr || pixels->getEncapsulatedRepresentation(xfer, nullptr, sequence).bad()) return EC_Normal;
  for (unsigned long i = 1; sequence != nullptr && i < sequence->card(); i++) {
    DcmPixelItem *item = nullptr;
    Uint8 *bytes = nullptr;
    if (sequence->getItem(item, i).bad() || item->getUint8Array(bytes).bad() || bytes == nullptr) continue;
    scrub_segments(bytes, item->getLength(), tally);
  }
  return EC_Normal;
}

}  // namespace hilum
