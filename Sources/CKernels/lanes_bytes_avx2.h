// What the eight-bit layers need of AVX2 besides lanes_avx2.h.
#pragma once
#include <string.h>

#define BYTE_ROWS 4
#define BYTE_VECTORS 2
typedef __m256i I;

static inline I zero(void) { return _mm256_setzero_si256(); }
static inline I bytes4(const uint8_t *p) {
  int32_t four;
  memcpy(&four, p, sizeof four);
  return _mm256_set1_epi32(four);
}
static inline I fours(const int8_t *p) { return _mm256_loadu_si256((const I *)p); }
// Two products of 7 by 8 bits are below 2 * 127 * 127 = 32,258: 16 bits hold their sum.
static inline I multiply(I acc, I a, I w) {
  return _mm256_add_epi32(acc, _mm256_madd_epi16(_mm256_maddubs_epi16(a, w), _mm256_set1_epi16(1)));
}
static inline V floats(I v) { return _mm256_cvtepi32_ps(v); }
static inline V smaller(V a, V b) { return _mm256_min_ps(a, b); }
static inline V greater(V a, V b) { return _mm256_max_ps(a, b); }
static inline V either(M m, V a, V b) { return _mm256_blendv_ps(b, a, _mm256_castsi256_ps(m)); }
static inline float least_lane(V v) {
  __m128 a = _mm_min_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  a = _mm_min_ps(a, _mm_movehl_ps(a, a));
  return _mm_cvtss_f32(_mm_min_ss(a, _mm_movehdup_ps(a)));
}
static inline void put_half(uint16_t *p, V v) {
  _mm_storeu_si128((__m128i *)p, _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
// Packing works on halves of a vector: this puts the fours of bytes in order again.
static inline I in_order(I v) {
  return _mm256_permutevar8x32_epi32(v, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}
static inline void put_bytes(uint8_t *p, const V v[4]) {
  I low = _mm256_packs_epi32(_mm256_cvtps_epi32(v[0]), _mm256_cvtps_epi32(v[1]));
  I high = _mm256_packs_epi32(_mm256_cvtps_epi32(v[2]), _mm256_cvtps_epi32(v[3]));
  I bytes = _mm256_min_epu8(_mm256_packus_epi16(low, high), _mm256_set1_epi8(HK8_LEVELS));
  _mm256_storeu_si256((I *)p, in_order(bytes));
}
static inline void put_signed(int8_t *p, const V v[4]) {
  I low = _mm256_packs_epi32(_mm256_cvtps_epi32(v[0]), _mm256_cvtps_epi32(v[1]));
  I high = _mm256_packs_epi32(_mm256_cvtps_epi32(v[2]), _mm256_cvtps_epi32(v[3]));
  _mm256_storeu_si256((I *)p, in_order(_mm256_packs_epi16(low, high)));
}
