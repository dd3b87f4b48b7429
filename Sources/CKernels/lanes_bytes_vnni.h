// What the eight-bit layers need of AVX-512 and VNNI besides lanes_avx512.h.
#pragma once
#include <string.h>

#define BYTE_ROWS 6
#define BYTE_VECTORS 4
typedef __m512i I;

static inline I zero(void) { return _mm512_setzero_si512(); }
static inline I bytes4(const uint8_t *p) {
  int32_t four;
  memcpy(&four, p, sizeof four);
  return _mm512_set1_epi32(four);
}
static inline I fours(const int8_t *p) { return _mm512_loadu_si512(p); }
static inline I multiply(I acc, I a, I w) { return _mm512_dpbusd_epi32(acc, a, w); }
static inline V floats(I v) { return _mm512_cvtepi32_ps(v); }
static inline V smaller(V a, V b) { return _mm512_min_ps(a, b); }
static inline V greater(V a, V b) { return _mm512_max_ps(a, b); }
static inline V either(M m, V a, V b) { return _mm512_mask_blend_ps(m, b, a); }
static inline float least_lane(V v) { return _mm512_reduce_min_ps(v); }
static inline void put_half(uint16_t *p, V v) {
  _mm256_storeu_si256((__m256i *)p, _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
// Packing works on quarters of a vector: this puts the fours of bytes in order again.
static inline I in_order(I v) {
  I order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_permutexvar_epi32(order, v);
}
static inline void put_bytes(uint8_t *p, const V v[4]) {
  I low = _mm512_packs_epi32(_mm512_cvtps_epi32(v[0]), _mm512_cvtps_epi32(v[1]));
  I high = _mm512_packs_epi32(_mm512_cvtps_epi32(v[2]), _mm512_cvtps_epi32(v[3]));
  I bytes = _mm512_min_epu8(_mm512_packus_epi16(low, high), _mm512_set1_epi8(HK8_LEVELS));
  _mm512_storeu_si512(p, in_order(bytes));
}
static inline void put_signed(int8_t *p, const V v[4]) {
  I low = _mm512_packs_epi32(_mm512_cvtps_epi32(v[0]), _mm512_cvtps_epi32(v[1]));
  I high = _mm512_packs_epi32(_mm512_cvtps_epi32(v[2]), _mm512_cvtps_epi32(v[3]));
  _mm512_storeu_si512(p, in_order(_mm512_packs_epi16(low, high)));
}
