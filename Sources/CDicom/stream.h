// An input stream over bytes in memory that stops a parser which has recursed too deeply.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcistrma.h>

#include <cstdint>
#include <cstring>

namespace hilum {

/// DCMTK reads nested sequences by recursion and sets no limit. Every read passes through here, so the depth of the machine's
/// stack is measured here: beyond `kStackLimit` the stream ends, and the parser unwinds with an error.
class MemoryProducer final : public DcmProducer {
 public:
  MemoryProducer(const uint8_t *bytes, size_t count) : bytes_(bytes), count_(count), base_(here()) {}

  OFBool good() const override { return !too_deep_; }
  OFCondition status() const override { return too_deep_ ? EC_InvalidStream : EC_Normal; }
  OFBool eos() override { return too_deep_ || position_ == count_; }
  offile_off_t avail() override { return too_deep_ ? 0 : static_cast<offile_off_t>(count_ - position_); }

  offile_off_t read(void *buffer, offile_off_t length) override {
    const size_t n = clip(length);
    std::memcpy(buffer, bytes_ + position_, n);
    position_ += n;
    return static_cast<offile_off_t>(n);
  }

  offile_off_t skip(offile_off_t length) override {
    const size_t n = clip(length);
    position_ += n;
    return static_cast<offile_off_t>(n);
  }

  void putback(offile_off_t length) override {
    if (length >= 0 && static_cast<size_t>(length) <= position_) position_ -= static_cast<size_t>(length);
  }

  bool too_deep() const { return too_deep_; }

 private:
  static constexpr uintptr_t kStackLimit = 160 * 1024;

  static uintptr_t here() { return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }

  size_t clip(offile_off_t length) {
    const uintptr_t now = here();
    if ((now < base_ ? base_ - now : now - base_) > kStackLimit) too_deep_ = true;
    if (too_deep_ || length <= 0) return 0;
    const size_t left = count_ - position_;
    return static_cast<uint64_t>(length) < left ? static_cast<size_t>(length) : left;
  }

  const uint8_t *bytes_;
  size_t count_;
  size_t position_ = 0;
  uintptr_t base_;
  bool too_deep_ = false;
};

class MemoryStream final : public DcmInputStream {
 public:
  MemoryStream(const uint8_t *bytes, size_t count) : DcmInputStream(&producer_), producer_(bytes, count) {}
  DcmInputStreamFactory *newFactory() const override { return nullptr; }
  bool too_deep() const { return producer_.too_deep(); }

 private:
  MemoryProducer producer_;
};

}  // namespace hilum
