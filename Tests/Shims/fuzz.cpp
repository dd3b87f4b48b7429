// The shims under AddressSanitizer: every way into them, over whole files, files cut short, and mutants of them.
//
// fuzz COUNT FILE... reads each file, then its prefixes (up to 4,096 of them, fewer of large files), then COUNT mutants. A fault ends the program
// with the sanitizer's report; otherwise it prints how many inputs each format was given.
#include "CDicom.h"
#include "CJPEG.h"
#include "CPNG.h"
extern "C" {
#include "CTIFF.h"
}

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

constexpr uint64_t kPixels = 4'000'000;
constexpr cdicom_limits kLimits = {64, 64 << 10, 64 << 20, 100};

struct Random {
  uint64_t state;
  uint64_t next() {
    uint64_t z = (state += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  size_t below(size_t count) { return count == 0 ? 0 : next() % count; }
};

/// Every byte is looked at, so that memory which was never written or is not there is noticed.
void touch(const void *bytes, size_t count) {
  static volatile uint8_t sink;
  const auto *p = static_cast<const uint8_t *>(bytes);
  uint8_t sum = 0;
  for (size_t i = 0; i < count; i++) sum ^= p[i];
  sink = sum;
}

void pseudonym(void *, const char *, char out[65]) { std::strcpy(out, "2.25.1"); }

void decode(cdicom_file *file, const char *syntax, const uint8_t *bytes, size_t count) {
  uint16_t rows = 0, columns = 0, samples = 0, allocated = 0, stored = 0, sign = 0;
  cdicom_word(file, 0x28, 0x10, &rows);
  cdicom_word(file, 0x28, 0x11, &columns);
  cdicom_word(file, 0x28, 0x02, &samples);
  cdicom_word(file, 0x28, 0x100, &allocated);
  cdicom_word(file, 0x28, 0x101, &stored);
  cdicom_word(file, 0x28, 0x103, &sign);
  if (rows == 0 || columns == 0 || uint64_t{rows} * columns > kPixels || (samples != 1 && samples != 3)) return;
  if ((allocated != 8 && allocated != 16) || stored == 0 || stored > allocated) return;
  const cdicom_coded coded = {syntax,    samples == 1 ? "MONOCHROME2" : "RGB", rows, columns, samples,
                              allocated, stored,                               sign};
  const size_t all = size_t{rows} * columns * samples;
  char message[128];
  if (std::strncmp(syntax, "1.2.840.10008.1.2.4.9", 21) == 0) {
    std::vector<int32_t> out(all);
    int precision = 0, is_signed = 0;
    cdicom_jpeg2000(&coded, bytes, count, 1, out.data(), &precision, &is_signed, message);
    touch(out.data(), out.size() * 4);
  } else {
    Bytes out((all * allocated / 8 + 1) / 2 * 2);
    cdicom_decode(&coded, bytes, count, out.data(), out.size(), message);
    touch(out.data(), out.size());
  }
}

void read_values(cdicom_file *file) {
  static const uint16_t tags[][2] = {{0x08, 0x16},   {0x10, 0x10},   {0x10, 0x20},   {0x18, 0x1620}, {0x20, 0x20},
                                     {0x28, 0x30},   {0x28, 0x1050}, {0x28, 0x1051}, {0x28, 0x1053}, {0x28, 0x1101},
                                     {0x28, 0x1201}, {0x28, 0x3000}, {0x28, 0x3010}, {0x54, 0x220},  {0x6000, 0x3000}};
  for (const auto &tag : tags) {
    char text[256];
    for (unsigned index = 0; index < 4; index++) cdicom_text(file, tag[0], tag[1], index, text, sizeof text);
    cdicom_unicode(file, tag[0], tag[1], text, sizeof text);
    cdicom_item_code(file, tag[0], tag[1], text, sizeof text);
    const uint16_t *words = nullptr;
    size_t count = 0;
    if (cdicom_words(file, tag[0], tag[1], &words, &count) == CDICOM_OK) touch(words, count * 2);
    uint16_t descriptor[3];
    if (cdicom_table(file, tag[0], tag[1], descriptor, &words, &count) == CDICOM_OK) touch(words, count * 2);
  }
}

void read_pixels(cdicom_file *file) {
  const uint8_t *bytes = nullptr;
  size_t count = 0;
  char uid[65], name[128];
  int known = 0, encapsulated = 0;
  cdicom_transfer_syntax(file, uid, name, &known, &encapsulated);
  if (cdicom_pixels(file, &bytes, &count) == CDICOM_OK) touch(bytes, count);
  const float *singles = nullptr;
  const double *doubles = nullptr;
  if (cdicom_reals(file, &singles, &doubles, &count) == CDICOM_OK) {
    if (singles != nullptr) touch(singles, count * sizeof(float));
    if (doubles != nullptr) touch(doubles, count * sizeof(double));
  }
  Bytes whole;
  for (size_t i = 1; i < cdicom_fragment_count(file) && i < 64; i++) {
    if (cdicom_fragment(file, i, &bytes, &count) != CDICOM_OK) break;
    whole.insert(whole.end(), bytes, bytes + count);
  }
  if (!whole.empty()) decode(file, uid, whole.data(), whole.size());
}

void dicom(const Bytes &input) {
  cdicom_file *file = nullptr;
  char message[128];
  if (cdicom_open(input.data(), input.size(), &kLimits, &file, message) != CDICOM_OK) return;
  read_values(file);
  read_pixels(file);
  static const cdicom_rule rules[] = {{0x00080018, 'U'}, {0x00100010, 'Z'}, {0x00100020, 'D'}, {0x00200010, 'X'}};
  const cdicom_profile profile = {rules, 4, pseudonym, nullptr, "A^B", "1", 0};
  uint8_t *bytes = nullptr;
  size_t count = 0;
  cdicom_tally tally;
  if (cdicom_deidentify(file, &profile, nullptr, &bytes, &count, &tally) == CDICOM_OK) {
    touch(bytes, count);
    cdicom_free(bytes);
  }
  cdicom_close(file);
}

void png(const Bytes &input) {
  cpng_reader *reader = nullptr;
  cpng_info info;
  if (cpng_open(input.data(), input.size(), kPixels, &reader, &info) != CPNG_OK) return;
  Bytes out(size_t{info.rows} * info.columns * info.channels * info.depth / 8);
  if (cpng_decode(reader, out.data(), &info) == CPNG_OK) touch(out.data(), out.size());
  cpng_close(reader);
}

void jpeg(const Bytes &input) {
  for (const int channels : {1, 3}) {
    cjpeg_reader *reader = nullptr;
    cjpeg_info info;
    if (cjpeg_open(input.data(), input.size(), kPixels, 64, &reader, &info) != CJPEG_OK) return;
    Bytes out(size_t{info.rows} * info.columns * static_cast<size_t>(channels));
    if (cjpeg_decode(reader, channels, out.data(), &info) == CJPEG_OK) touch(out.data(), out.size());
    cjpeg_close(reader);
  }
}

void tiff(const Bytes &input) {
  ctiff_reader *reader = nullptr;
  ctiff_info info;
  if (ctiff_open(input.data(), input.size(), kPixels, &reader, &info) != CTIFF_OK) return;
  Bytes out(size_t{info.rows} * info.columns * info.channels * info.depth / 8);
  if (ctiff_decode(reader, out.data(), &info) == CTIFF_OK) touch(out.data(), out.size());
  ctiff_close(reader);
}

bool starts(const Bytes &bytes, std::initializer_list<uint8_t> opening) {
  return bytes.size() >= opening.size() && std::equal(opening.begin(), opening.end(), bytes.begin());
}

/// The copy ends exactly where its memory ends, so that a byte read beyond it is a fault.
void give(const std::string &kind, Bytes input) {
  input.shrink_to_fit();
  if (kind == "PNG") png(input);
  if (kind == "JPEG") jpeg(input);
  if (kind == "TIFF") tiff(input);
  if (kind == "DICOM") dicom(input);
}

std::string kind_of(const Bytes &bytes) {
  if (starts(bytes, {0x89, 'P', 'N', 'G'})) return "PNG";
  if (starts(bytes, {0xFF, 0xD8, 0xFF})) return "JPEG";
  if (starts(bytes, {'I', 'I', 42, 0}) || starts(bytes, {'M', 'M', 0, 42})) return "TIFF";
  return "DICOM";
}

Bytes mutant(const Bytes &seed, Random &random) {
  static const uint64_t numbers[] = {0, 1, 16, 64, 255, 256, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  Bytes bytes = seed;
  for (size_t change = 0, changes = 1 + random.below(5); change < changes && !bytes.empty(); change++) {
    const size_t at = random.below(random.below(2) == 0 ? std::min<size_t>(bytes.size(), 2048) : bytes.size());
    switch (random.below(5)) {
      case 0: bytes[at] ^= static_cast<uint8_t>(1u << random.below(8)); break;
      case 1: bytes[at] = static_cast<uint8_t>(random.next()); break;
      case 2: {
        const uint64_t number = numbers[random.below(std::size(numbers))];
        const size_t width = size_t{1} << random.below(3);
        for (size_t i = 0; i < width && at + i < bytes.size(); i++) bytes[at + i] = static_cast<uint8_t>(number >> (8 * i));
        break;
      }
      case 3: bytes.resize(bytes.size() - random.below(std::min<size_t>(bytes.size(), 64))); break;
      default: bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(bytes.size(), random.below(32)))); break;
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char **argv) {
  const long mutants = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 0;
  std::map<std::string, size_t> counts;
  for (int i = 2; i < argc; i++) {
    std::ifstream file(argv[i], std::ios::binary);
    const Bytes seed((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (seed.empty() || seed.size() > (1 << 20)) continue;
    const std::string kind = kind_of(seed);
    give(kind, seed);
    const size_t most = std::min<size_t>(4096, (size_t{128} << 20) / seed.size());
    const size_t step = std::max<size_t>(1, seed.size() / most);
    size_t prefixes = 0;
    for (size_t length = 0; length < seed.size(); length += step, prefixes++) {
      give(kind, Bytes(seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(length)));
    }
    Random random{static_cast<uint64_t>(i)};
    for (long n = 0; n < mutants; n++) give(kind, mutant(seed, random));
    counts[kind] += 1 + prefixes + static_cast<size_t>(mutants);
  }
  for (const auto &[kind, count] : counts) std::printf("%s: %zu inputs, no fault\n", kind.c_str(), count);
  return counts.empty() ? 2 : 0;
}
