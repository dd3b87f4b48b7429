// Four numbers at a time: NEON, which every 64-bit ARM processor has.
#pragma once
#include <stdint.h>
#include <arm_neon.h>

#define LANES 4
#define PIXELS 6
#define BLOCK_ROWS 1
#define TILE_ROWS 6
#define TILE_VECTORS 4
typedef float32x4_t V;
typedef int M;  // how many lanes belong to the row

static inline M first(long n) { return n > 4 ? 4 : (int)n; }
static inline V splat(float f) { return vdupq_n_f32(f); }
static inline V load(const float *p, M m) {
  if (m == 4) return vld1q_f32(p);
  V v = splat(0);
  if (m > 0) v = vld1q_lane_f32(p, v, 0);
  if (m > 1) v = vld1q_lane_f32(p + 1, v, 1);
  if (m > 2) v = vld1q_lane_f32(p + 2, v, 2);
  return v;
}
static inline V load_if(int wanted, const float *p, M m) { return wanted ? load(p, m) : splat(0); }
static inline void store(float *p, V v, M m) {
  if (m == 4) return vst1q_f32(p, v);
  if (m > 0) vst1q_lane_f32(p, v, 0);
  if (m > 1) vst1q_lane_f32(p + 1, v, 1);
  if (m > 2) vst1q_lane_f32(p + 2, v, 2);
}
static inline V keep(V v, M m) {
  const int32x4_t order = {0, 1, 2, 3};
  return vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(v), vcltq_s32(order, vdupq_n_s32(m))));
}
static inline float sum(V v) { return vaddvq_f32(v); }
static inline V clamp(V v, float low, float high) { return vminq_f32(vmaxq_f32(v, splat(low)), splat(high)); }
static inline V nearest(V v) { return vrndnq_f32(v); }
static inline V scaled(V v, V exponent) {
  return v * vreinterpretq_f32_s32(vshlq_n_s32(vaddq_s32(vcvtq_s32_f32(exponent), vdupq_n_s32(127)), 23));
}
static inline V whole(const float *p) { return vld1q_f32(p); }
static inline void put(float *p, V v) { vst1q_f32(p, v); }
static inline V over(V a, V b) { return vdivq_f32(a, b); }
static inline V quads(const float *p, long stride) { (void)stride; return vld1q_f32(p); }
static inline V low(V a, V b) { return vzip1q_f32(a, b); }
static inline V high(V a, V b) { return vzip2q_f32(a, b); }
static inline V low_pairs(V a, V b) { return (V)vzip1q_f64((float64x2_t)a, (float64x2_t)b); }
static inline V high_pairs(V a, V b) { return (V)vzip2q_f64((float64x2_t)a, (float64x2_t)b); }
static inline V half(const uint16_t *p) { return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))); }
static inline V bfloat(const uint16_t *p) { return vreinterpretq_f32_u32(vshll_n_u16(vld1_u16(p), 16)); }
