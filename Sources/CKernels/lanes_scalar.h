// One number at a time: what the kernels are on a CPU that has no wider set here.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LANES 1
#define PIXELS 4
#define BLOCK_ROWS 1
#define TILE_ROWS 6
#define TILE_VECTORS 2
typedef float V;
typedef int M;

static inline M first(long n) { (void)n; return 1; }
static inline V load(const float *p, M m) { (void)m; return *p; }
static inline V load_if(int wanted, const float *p, M m) { (void)m; return wanted ? *p : 0; }
static inline void store(float *p, V v, M m) { (void)m; *p = v; }
static inline V splat(float f) { return f; }
static inline V keep(V v, M m) { (void)m; return v; }
static inline float sum(V v) { return v; }
static inline V clamp(V v, float low, float high) { return fminf(fmaxf(v, low), high); }
static inline V nearest(V v) { return rintf(v); }
static inline V scaled(V v, V exponent) { return ldexpf(v, (int)exponent); }
static inline V whole(const float *p) { return *p; }
static inline void put(float *p, V v) { *p = v; }
static inline V over(V a, V b) { return a / b; }
static inline V of_bits(uint32_t bits) {
  V v;
  memcpy(&v, &bits, sizeof v);
  return v;
}
// The exponent's bias is 15 in a half and 127 in a float; subnormals come out right, since the product is exact.
static inline V half(const uint16_t *p) {
  uint32_t magnitude = (uint32_t)(*p & 0x7FFF) << 13, sign = (uint32_t)(*p & 0x8000) << 16;
  V v = of_bits(magnitude) * 0x1p112f;
  return sign ? -v : v;
}
static inline V bfloat(const uint16_t *p) { return of_bits((uint32_t)*p << 16); }
