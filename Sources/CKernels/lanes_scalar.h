// One number at a time: what the kernels are on a CPU that has no wider set here.
#pragma once
#include <math.h>

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
