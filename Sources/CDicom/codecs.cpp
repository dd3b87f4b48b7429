// Compressed frames to samples: DCMTK's JPEG and JPEG-LS codecs. No exception leaves this file.
#include "CDicom.h"
#include "guard.h"

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <cstring>
#include <memory>

namespace {

/// The codecs leave colours as they are coded, pixel-interleaved: what they mean is decided by the caller.
void register_codecs() {
  static std::once_flag once;
  std::call_once(once, [] {
    DJDecoderRegistration::registerCodecs(EDC_never, EUC_never, EPC_colorByPixel);
    DJLSDecoderRegistration::registerCodecs(EJLSUC_never, EJLSPC_colorByPixel);
  });
}

/// The Image Pixel module that the codecs consult, of one frame.
OFCondition describe(DcmItem &item, const cdicom_coded &coded) {
  OFCondition condition = item.putAndInsertUint16(DCM_SamplesPerPixel, coded.samples);
  if (condition.good()) condition = item.putAndInsertString(DCM_PhotometricInterpretation, coded.photometric);
  if (condition.good() && coded.samples > 1) condition = item.putAndInsertUint16(DCM_PlanarConfiguration, 0);
  if (condition.good()) condition = item.putAndInsertString(DCM_NumberOfFrames, "1");
  if (condition.good()) condition = item.putAndInsertUint16(DCM_Rows, coded.rows);
  if (condition.good()) condition = item.putAndInsertUint16(DCM_Columns, coded.columns);
  if (condition.good()) condition = item.putAndInsertUint16(DCM_BitsAllocated, coded.bits_allocated);
  if (condition.good()) condition = item.putAndInsertUint16(DCM_BitsStored, coded.bits_stored);
  if (condition.good()) condition = item.putAndInsertUint16(DCM_HighBit, coded.bits_stored - 1);
  if (condition.good()) condition = item.putAndInsertUint16(DCM_PixelRepresentation, coded.is_signed ? 1 : 0);
  return condition;
}

/// A pixel sequence of an empty offset table and one fragment.
OFCondition encapsulate(DcmPixelSequence &sequence, const uint8_t *bytes, size_t count) {
  auto table = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag, EVR_OB));
  auto fragment = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag, EVR_OB));
  Uint8 *room = nullptr;
  const Uint32 length = static_cast<Uint32>(count + (count & 1));
  OFCondition condition = fragment->createUint8Array(length, room);
  if (condition.bad()) return condition;
  room[length - 1] = 0;
  std::memcpy(room, bytes, count);
  condition = sequence.insert(table.get());
  if (condition.bad()) return condition;
  table.release();
  condition = sequence.insert(fragment.get());
  if (condition.good()) fragment.release();
  return condition;
}

}  // namespace

extern "C" cdicom_status cdicom_decode(
    const cdicom_coded *coded, const uint8_t *bytes, size_t count, uint8_t *samples, size_t size, char message[128]) {
  message[0] = 0;
  return hilum::guarded([&] {
    if (count > 0x7ffffffe || size > 0x7ffffffe) return CDICOM_TOO_LARGE;
    hilum::silence();
    register_codecs();
    const DcmXfer xfer(coded->transfer_syntax);
    DcmDataset item;
    DcmPixelSequence sequence(DcmTag(DCM_PixelData, EVR_OB));
    OFCondition condition = describe(item, *coded);
    if (condition.good()) condition = encapsulate(sequence, bytes, count);
    Uint32 fragment = 1;
    OFString model;
    if (condition.good()) {
      condition = DcmCodecList::decodeFrame(
          xfer, nullptr, &sequence, &item, 0, fragment, samples, static_cast<Uint32>(size), model);
    }
    if (condition.good()) return CDICOM_OK;
    hilum::note(message, condition.text());
    return condition == EC_MemoryExhausted ? CDICOM_NO_MEMORY : CDICOM_DAMAGED;
  });
}
