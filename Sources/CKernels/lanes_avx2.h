// Eight numbers at a time: AVX2 with fused multiply-add.
#pragma once
#include <stdint.h>
#include <immintrin.h>

#define LANES 8
#define PIXELS 6
#define BLOCK_ROWS 1
#define TILE_ROWS 6
#define TILE_VECTORS 2
typedef __m256 V;
typedef __m256i M;

static inline M first(long n) {
  __m256i order = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(n > 8 ? 8 : (int)n), order);
}
static inline V load(const float *p, M m) { return _mm256_maskload_ps(p, m); }
static inline V load_if(int wanted, const float *p, M m) {
  return _mm256_maskload_ps(p, wanted ? m : _mm256_setzero_si256());
}
static inline void store(float *p, V v, M m) { _mm256_maskstore_ps(p, m, v); }
static inline V splat(float f) { return _mm256_set1_ps(f); }
static inline V keep(V v, M m) { return _mm256_and_ps(v, _mm256_castsi256_ps(m)); }
static inline float sum(V v) {
  __m128 a = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  a = _mm_add_ps(a, _mm_movehl_ps(a, a));
  return _mm_cvtss_f32(_mm_add_ss(a, _mm_movehdup_ps(a)));
}
static inline V clamp(V v, float low, float high) {
  return _mm256_min_ps(_mm256_max_ps(v, splat(low)), splat(high));
}
static inline V nearest(V v) { return _mm256_round_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
static inline V scaled(V v, V exponent) {
  __m256i bits = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(exponent), _mm256_set1_epi32(127)), 23);
  return v * _mm256_castsi256_ps(bits);
}
static inline V whole(const float *p) { return _mm256_loadu_ps(p); }
static inline void put(float *p, V v) { _mm256_storeu_ps(p, v); }
static inline V over(V a, V b) { return a / b; }
// Four neighbouring numbers of each of the rows 0 and 4.
static inline V quads(const float *p, long stride) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p)), _mm_loadu_ps(p + 4 * stride), 1);
}
static inline V low(V a, V b) { return _mm256_unpacklo_ps(a, b); }
static inline V high(V a, V b) { return _mm256_unpackhi_ps(a, b); }
static inline V low_pairs(V a, V b) { return (V)_mm256_unpacklo_pd((__m256d)a, (__m256d)b); }
static inline V high_pairs(V a, V b) { return (V)_mm256_unpackhi_pd((__m256d)a, (__m256d)b); }
static inline V half(const uint16_t *p) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p)); }
static inline V bfloat(const uint16_t *p) {
  return (V)_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)p)), 16);
}
