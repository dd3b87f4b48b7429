// The inner loops of a product: a tile of C that stays in registers.

#define PANEL (TILE_VECTORS * LANES)
enum { DEPTH = 512, AHEAD = 4, LINE = 16 };

// One tile of C: K steps over some rows, `as` apart, of A, and over a chunk of one panel.
struct tile {
  long K;
  const float *a;
  // The chunk: floats, or what `form` says of it.
  const void *b;
  float *c;
  long as, cs;
  // What the accumulators begin with, each null or not, where they do not resume with what c holds.
  const float *bias, *base;
  long bs;
  int resume;
  // From where a line is fetched for every AHEAD steps.
  const char *ahead;
  // What of the tile's last vector belongs to C.
  M last;
  // What each step's weights are multiplied by first, and then each column's, and where the products are kept for the tiles
  // that follow; or null.
  const float *scale, *gain;
  float *scaled;
};

// How a tile takes its weights: as they are, or scaled, and kept so for the tiles that follow.
enum form { PLAIN, SCALED, SCALED_HALF, SCALED_BFLOAT };

static inline __attribute__((always_inline)) V weights(const enum form form, const void *b, long i) {
  switch (form) {
    case SCALED_HALF: return half((const uint16_t *)b + i);
    case SCALED_BFLOAT: return bfloat((const uint16_t *)b + i);
    default: return whole((const float *)b + i);
  }
}

// One step of k.
static inline __attribute__((always_inline)) void step(const int R, const int P, const enum form form,
                                                       const struct tile *t, long k,
                                                       V acc[TILE_ROWS][TILE_VECTORS]) {
  V w[TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int p = 0; p < P; p++) w[p] = weights(form, t->b, k * PANEL + p * LANES);
  if (form != PLAIN) {
    V s = splat(t->scale[k]);
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) {
      w[p] *= s;
      if (t->gain) w[p] *= whole(t->gain + p * LANES);
      put(t->scaled + k * PANEL + p * LANES, w[p]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) {
    V x = splat(t->a[r * t->as + k]);
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) acc[r][p] += x * w[p];
  }
}

// One vector of C or of what C begins with.
static inline __attribute__((always_inline)) V part(const float *p, int is_last, M m) {
  return is_last ? load(p, m) : whole(p);
}

// R rows of P vectors.
static inline __attribute__((always_inline)) void run(const int R, const int P, const enum form form, struct tile t) {
  V acc[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) {
      if (t.resume)
        acc[r][p] = part(t.c + r * t.cs + p * LANES, p == P - 1, t.last);
      else {
        acc[r][p] = t.bias ? whole(t.bias + p * LANES) : splat(0);
        if (t.base) acc[r][p] += part(t.base + r * t.bs + p * LANES, p == P - 1, t.last);
      }
    }
  long k = 0;
#pragma clang loop unroll(disable)
  for (; k + AHEAD <= t.K; k += AHEAD, t.ahead += 4 * LINE) {
    __builtin_prefetch(t.ahead, 0, 2);
#pragma clang loop unroll(full)
    for (int i = 0; i < AHEAD; i++) step(R, P, form, &t, k + i, acc);
  }
#pragma clang loop unroll(disable)
  for (; k < t.K; k++) step(R, P, form, &t, k, acc);
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++)
      if (p == P - 1)
        store(t.c + r * t.cs + p * LANES, acc[r][p], t.last);
      else
        put(t.c + r * t.cs + p * LANES, acc[r][p]);
}

typedef void (*tile_function)(const struct tile *);

#define TILE(R, P) \
  static __attribute__((noinline)) void tile_##R##_##P(const struct tile *t) { run(R, P, PLAIN, *t); }
#define SCALING_TILE(NAME, FORM) \
  static __attribute__((noinline)) void NAME(const struct tile *t) { run(TILE_ROWS, TILE_VECTORS, FORM, *t); }
SCALING_TILE(scaling_floats, SCALED)
SCALING_TILE(scaling_halves, SCALED_HALF)
SCALING_TILE(scaling_bfloats, SCALED_BFLOAT)
static const tile_function scaling_tiles[] = {0, scaling_floats, scaling_halves, scaling_bfloats};
#define TILES(P) TILE(1, P) TILE(2, P) TILE(3, P) TILE(4, P) TILE(5, P) TILE(6, P)
#define TILE_LINE(P) {tile_1_##P, tile_2_##P, tile_3_##P, tile_4_##P, tile_5_##P, tile_6_##P}
TILES(1)
TILES(2)
#if TILE_VECTORS == 4
TILES(3)
TILES(4)
static const tile_function tiles[TILE_VECTORS][TILE_ROWS] = {TILE_LINE(1), TILE_LINE(2), TILE_LINE(3), TILE_LINE(4)};
#else
static const tile_function tiles[TILE_VECTORS][TILE_ROWS] = {TILE_LINE(1), TILE_LINE(2)};
#endif
