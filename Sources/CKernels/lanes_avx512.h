// Sixteen numbers at a time: AVX-512, whose masks make a channel count that is no multiple of 16 as easy as one that is.
#pragma once
#include <stdint.h>
#include <immintrin.h>

#define LANES 16
#define PIXELS 8
#define BLOCK_ROWS 2
#define TILE_ROWS 6
#define TILE_VECTORS 4
typedef __m512 V;
typedef __mmask16 M;

static inline M first(long n) { return n >= 16 ? 0xFFFF : (M)((1u << n) - 1); }
static inline V load(const float *p, M m) { return _mm512_maskz_loadu_ps(m, p); }
static inline V load_if(int wanted, const float *p, M m) { return _mm512_maskz_loadu_ps(wanted ? m : 0, p); }
static inline void store(float *p, V v, M m) { _mm512_mask_storeu_ps(p, m, v); }
static inline V splat(float f) { return _mm512_set1_ps(f); }
static inline V keep(V v, M m) { return _mm512_maskz_mov_ps(m, v); }
static inline float sum(V v) { return _mm512_reduce_add_ps(v); }
static inline V clamp(V v, float low, float high) {
  return _mm512_min_ps(_mm512_max_ps(v, splat(low)), splat(high));
}
static inline V nearest(V v) { return _mm512_roundscale_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
static inline V scaled(V v, V exponent) { return _mm512_scalef_ps(v, exponent); }
static inline V whole(const float *p) { return _mm512_loadu_ps(p); }
static inline void put(float *p, V v) { _mm512_storeu_ps(p, v); }
// a / b to 2^-23: an estimate of 14 bits and one step of Newton's.
static inline V over(V a, V b) {
  V r = _mm512_rcp14_ps(b);
  return a * (r * (splat(2) - b * r));
}
// Four neighbouring numbers of each of the rows 0, 4, 8 and 12.
static inline V quads(const float *p, long stride) {
  V v = _mm512_castps128_ps512(_mm_loadu_ps(p));
  v = _mm512_insertf32x4(v, _mm_loadu_ps(p + 4 * stride), 1);
  v = _mm512_insertf32x4(v, _mm_loadu_ps(p + 8 * stride), 2);
  return _mm512_insertf32x4(v, _mm_loadu_ps(p + 12 * stride), 3);
}
static inline V low(V a, V b) { return _mm512_unpacklo_ps(a, b); }
static inline V high(V a, V b) { return _mm512_unpackhi_ps(a, b); }
static inline V low_pairs(V a, V b) { return (V)_mm512_unpacklo_pd((__m512d)a, (__m512d)b); }
static inline V high_pairs(V a, V b) { return (V)_mm512_unpackhi_pd((__m512d)a, (__m512d)b); }
static inline V half(const uint16_t *p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }
static inline V bfloat(const uint16_t *p) {
  return (V)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16);
}
