// An extern "C" face over DCMTK and OpenJPEG: parse, read, decode and write. Imaging is the only importer.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CDICOM_OK = 0,
  CDICOM_ABSENT,    // no such attribute, or an empty one
  CDICOM_WRONG_VR,  // present, but not of the kind that was asked for
  CDICOM_DAMAGED,   // the bytes break the encoding
  CDICOM_TOO_DEEP,  // sequences inside sequences beyond the limit
  CDICOM_TOO_LARGE, // inflates to more than it may
  CDICOM_MISMATCH,  // the compressed picture is not of the size or kind that the data set announces
  CDICOM_NO_MEMORY
} cdicom_status;

/// A parsed data set. Strings that it hands out are copies; pointers live until cdicom_close or the next call.
typedef struct cdicom_file cdicom_file;

/// Beyond these a file is refused, and a text counts as absent.
typedef struct {
  size_t nesting;          // sequences inside sequences
  size_t text_bytes;       // of one text element
  size_t inflated_bytes;   // of a deflated data set, or inflation_ratio times its size where that is more
  size_t inflation_ratio;
} cdicom_limits;

/// Parses a whole file, with or without preamble and meta header. `bytes` must outlive the file.
/// On failure `*file` is null and `message` says why, without a word of the file's text.
cdicom_status cdicom_open(
    const uint8_t *bytes, size_t count, const cdicom_limits *limits, cdicom_file **file, char message[128]);
void cdicom_close(cdicom_file *file);

/// The transfer syntax UID that the file names, or that its first bytes imply; its name; whether pixels are encapsulated.
void cdicom_transfer_syntax(cdicom_file *file, char uid[65], char name[128], int *known, int *encapsulated);
/// Number of elements at the top level, meta header excluded.
size_t cdicom_count(cdicom_file *file);
/// Name of a SOP class UID, or "".
void cdicom_class_name(const char *uid, char name[128]);

/// Value `index` of an attribute as text (numbers as decimals), without padding. Longer values are cut at `size - 1`.
cdicom_status cdicom_text(
    cdicom_file *file, uint16_t group, uint16_t element, unsigned index, char *out, size_t size);
/// Code Value of item 0 of a sequence.
cdicom_status cdicom_item_code(cdicom_file *file, uint16_t group, uint16_t element, char *out, size_t size);
/// An attribute as UTF-8, out of the file's Specific Character Set (PS3.5 6.1); '?' for what cannot be known.
cdicom_status cdicom_unicode(cdicom_file *file, uint16_t group, uint16_t element, char *out, size_t size);
/// A 16-bit attribute (US, or SS by its bits). Any other representation is CDICOM_WRONG_VR.
cdicom_status cdicom_word(cdicom_file *file, uint16_t group, uint16_t element, uint16_t *out);
/// LUT Descriptor (3 words) and LUT Data of item 0 of a sequence.
cdicom_status cdicom_table(
    cdicom_file *file, uint16_t group, uint16_t element, uint16_t descriptor[3], const uint16_t **data, size_t *count);
/// The 16-bit words of an attribute of the top level; they live until cdicom_close.
cdicom_status cdicom_words(
    cdicom_file *file, uint16_t group, uint16_t element, const uint16_t **data, size_t *count);
/// Float Pixel Data or Double Float Pixel Data, whichever there is; they live until cdicom_close.
cdicom_status cdicom_reals(cdicom_file *file, const float **singles, const double **doubles, size_t *count);
/// Native pixel data in little endian byte order.
cdicom_status cdicom_pixels(cdicom_file *file, const uint8_t **bytes, size_t *count);

/// Items of encapsulated pixel data, the offset table first; 0 where the pixels are native or there are none.
size_t cdicom_fragment_count(cdicom_file *file);
/// The bytes of one item; they live until cdicom_close.
cdicom_status cdicom_fragment(cdicom_file *file, size_t index, const uint8_t **bytes, size_t *count);

/// What a compressed frame must decode to.
typedef struct {
  const char *transfer_syntax;  // UID
  const char *photometric;
  uint16_t rows, columns, samples;
  uint16_t bits_allocated, bits_stored;
  int is_signed;
} cdicom_coded;

/// Decodes one JPEG or JPEG-LS frame into `size` bytes: pixel-interleaved samples of `bits_allocated` bits in the
/// machine's byte order, colours as they are coded.
cdicom_status cdicom_decode(
    const cdicom_coded *coded, const uint8_t *bytes, size_t count, uint8_t *samples, size_t size, char message[128]);
/// Decodes one JPEG 2000 codestream, with or without JP2 boxes, into rows * columns * samples interleaved samples.
/// A colour transform that the codestream names is undone.
cdicom_status cdicom_jpeg2000(
    const cdicom_coded *coded, const uint8_t *bytes, size_t count, int threads, int32_t *samples, int *precision,
    int *is_signed, char message[128]);

/// What to do with one attribute (PS3.15 table E.1-1): X remove, Z empty, D dummy, U pseudonymous UID.
typedef struct {
  uint32_t tag;  // group * 65536 + element
  char action;
} cdicom_rule;

typedef struct {
  const cdicom_rule *rules;  // by rising tag
  size_t rule_count;
  /// Writes the pseudonym of a UID, at most 64 characters.
  void (*pseudonym)(void *context, const char *uid, char out[65]);
  void *context;
  const char *patient_name, *patient_id;
  int pixels_cleaned;
} cdicom_profile;

/// Pixels to write in place of the file's own: one frame, pixel-interleaved, in the machine's byte order.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  const char *photometric;
  uint16_t samples, bits_allocated, bits_stored;
} cdicom_native;

/// How many attributes, in all sequences together, met each fate.
typedef struct {
  uint32_t removed, emptied, replaced, uids, private_attributes;
  uint32_t leaks;     // free texts that held a word of the patient's
  uint32_t comments;  // comment segments of compressed pixels, blanked
} cdicom_tally;

/// A copy of the file without its patient, with an empty preamble. The caller frees `*bytes` with cdicom_free.
/// Compressed pixels keep their transfer syntax, all others become explicit little endian. `native` may be null.
cdicom_status cdicom_deidentify(
    cdicom_file *file, const cdicom_profile *profile, const cdicom_native *native, uint8_t **bytes, size_t *count,
    cdicom_tally *tally);

/// A data set under construction.
typedef struct cdicom_writer cdicom_writer;

cdicom_writer *cdicom_writer_open(void);
void cdicom_writer_close(cdicom_writer *writer);
cdicom_status cdicom_put_text(cdicom_writer *writer, uint16_t group, uint16_t element, const char *value);
/// A 16-bit attribute, US or SS as the dictionary says.
cdicom_status cdicom_put_word(cdicom_writer *writer, uint16_t group, uint16_t element, uint16_t value);
/// A sequence of one code item (PS3.3 8.8); with a null `value`, a sequence without items.
cdicom_status cdicom_put_code(
    cdicom_writer *writer, uint16_t group, uint16_t element, const char *value, const char *scheme, const char *meaning);
cdicom_status cdicom_put_pixels(cdicom_writer *writer, const uint16_t *words, size_t count);
/// The file in explicit little endian. The caller frees `*bytes` with cdicom_free.
cdicom_status cdicom_encode(cdicom_writer *writer, uint8_t **bytes, size_t *count);
void cdicom_free(uint8_t *bytes);

#ifdef __cplusplus
}
#endif
