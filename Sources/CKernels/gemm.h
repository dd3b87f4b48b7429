// Matrix products with a right side that was packed beforehand: C[rows][n] = A[rows][k] * W[n][k]^T, and what follows a
// product done on each tile while it is in the first cache.
//
// Packed: the columns of C are cut into panels of PANEL; a panel holds, for each k, its PANEL weights side by side, zeros
// beyond the last column. A tile is TILE_ROWS rows of one panel, kept in registers through DEPTH steps of k; the rows of A
// are read where they lie, one number broadcast at a time. A chunk of a panel, DEPTH steps long, stays in the second cache
// while all rows pass over it. Meanwhile the next chunk is fetched into the second cache, a line at a time: from memory it
// would come too late.
#include <string.h>

#define PANEL (TILE_VECTORS * LANES)
enum { DEPTH = 512, AHEAD = 4, LINE = 16 };

static long packed_size(long n, long k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

// w[n][k], each column k times scale[k] unless it is null.
static void pack(const float *w, const float *scale, long n, long k, float *packed, long panel0, long panel1) {
  for (long p = panel0; p < panel1; p++) {
    float *out = packed + p * PANEL * k;
    long columns = n - p * PANEL < PANEL ? n - p * PANEL : PANEL;
    if (columns < PANEL) memset(out, 0, sizeof(float) * (size_t)(PANEL * k));
    for (long k0 = 0; k0 < k; k0 += 16)
      for (long c = 0; c < columns; c++)
        for (long i = k0; i < k && i < k0 + 16; i++)
          out[i * PANEL + c] = w[(p * PANEL + c) * k + i] * (scale ? scale[i] : 1);
  }
}

// One step of k.
static inline __attribute__((always_inline)) void step(const int R, const int P, const float *a, long as,
                                                       const float *b, V acc[TILE_ROWS][TILE_VECTORS]) {
  V w[TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int p = 0; p < P; p++) w[p] = whole(b + p * LANES);
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) {
    V x = splat(a[r * as]);
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) acc[r][p] += x * w[p];
  }
}

// One tile: R rows of P vectors, K steps, and a line fetched from `ahead` for every AHEAD of them. The accumulators begin at `c` itself, or at bias + base where these are given.
static inline __attribute__((always_inline)) void tile(const int R, const int P, long K, const float *a, long as,
                                                       const float *b, float *c, long cs, const float *bias,
                                                       const float *base, long bs, int resume,
                                                       const float *ahead) {
  V acc[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) {
      if (resume)
        acc[r][p] = whole(c + r * cs + p * LANES);
      else {
        acc[r][p] = bias ? whole(bias + p * LANES) : splat(0);
        if (base) acc[r][p] += whole(base + r * bs + p * LANES);
      }
    }
  long k = 0;
#pragma clang loop unroll(disable)
  for (; k + AHEAD <= K; k += AHEAD, ahead += LINE) {
    __builtin_prefetch(ahead, 0, 2);
#pragma clang loop unroll(full)
    for (int i = 0; i < AHEAD; i++) step(R, P, a + k + i, as, b + (k + i) * PANEL, acc);
  }
#pragma clang loop unroll(disable)
  for (; k < K; k++) step(R, P, a + k, as, b + k * PANEL, acc);
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) put(c + r * cs + p * LANES, acc[r][p]);
}

typedef void (*tile_function)(long, const float *, long, const float *, float *, long, const float *, const float *,
                              long, int, const float *);

#define TILE(R, P)                                                                                                \
  static __attribute__((noinline)) void tile_##R##_##P(long K, const float *a, long as, const float *b, float *c, \
                                                       long cs, const float *bias, const float *base, long bs,    \
                                                       int resume, const float *ahead) {                          \
    tile(R, P, K, a, as, b, c, cs, bias, base, bs, resume, ahead);                                                \
  }
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

// chunk = b with each step k times scale[k].
static void scale_chunk(const float *b, const float *scale, long K, float *chunk) {
  for (long k = 0; k < K; k++) {
    V s = splat(scale[k]);
#pragma clang loop unroll(full)
    for (int p = 0; p < TILE_VECTORS; p++) put(chunk + k * PANEL + p * LANES, whole(b + k * PANEL + p * LANES) * s);
  }
}

// The rows of one panel, while the chunk at `ahead` is fetched. The last vector of C may be cut off: then the tile is
// computed in `edge` and its part copied.
static void panel_rows(const struct hk_product *q, long panel, long k0, long K, const float *b, const float *ahead) {
  const float *ahead_end = ahead + K * PANEL;
  long first_column = panel * PANEL, columns = q->columns - first_column;
  if (columns > PANEL) columns = PANEL;
  int vectors = (int)((columns + LANES - 1) / LANES), last = k0 + K == q->inner;
  float edge[TILE_ROWS * PANEL] = {0}, edge_bias[PANEL] = {0}, edge_base[TILE_ROWS * PANEL] = {0};
  int cut = columns % LANES != 0;
  const float *bias = q->bias ? q->bias + first_column : 0;
  if (cut && bias) bias = memcpy(edge_bias, bias, sizeof(float) * (size_t)columns);
  for (long r = 0; r < q->rows; r += TILE_ROWS) {
    long n = q->rows - r < TILE_ROWS ? q->rows - r : TILE_ROWS;
    float *out = q->c + r * q->c_stride + first_column;
    const float *base = q->base ? q->base + r * q->base_stride + first_column : 0;
    tile_function f = tiles[vectors - 1][n - 1];
    const float *a = q->a + r * q->a_stride + k0;
    if (!cut)
      f(K, a, q->a_stride, b, out, q->c_stride, bias, base, q->base_stride, k0 > 0, ahead);
    else {
      for (long i = 0; i < n; i++) {
        memcpy(edge + i * PANEL, out + i * q->c_stride, sizeof(float) * (size_t)columns);
        if (base) memcpy(edge_base + i * PANEL, base + i * q->base_stride, sizeof(float) * (size_t)columns);
      }
      f(K, a, q->a_stride, b, edge, PANEL, bias, base ? edge_base : 0, PANEL, k0 > 0, ahead);
      for (long i = 0; i < n; i++) memcpy(out + i * q->c_stride, edge + i * PANEL, sizeof(float) * (size_t)columns);
    }
    ahead = ahead < ahead_end ? ahead + K / AHEAD * LINE : b;
    if (last && q->activated)
      gelu_tile(out, q->activated + r * q->activated_stride + first_column, q->c_stride, q->activated_stride, n,
                columns, q->squares ? q->squares + first_column : 0);
  }
}

static void product(const struct hk_product *q) {
  for (long k0 = 0; k0 < q->inner; k0 += DEPTH) {
    long K = q->inner - k0 < DEPTH ? q->inner - k0 : DEPTH;
    for (long panel = q->panel0; panel < q->panel1; panel++) {
      const float *b = q->b + panel * PANEL * q->inner + k0 * PANEL, *next = b + PANEL * q->inner;
      if (q->scale) {
        scale_chunk(b, q->scale + k0, K, q->scratch);
        b = q->scratch;
      }
      panel_rows(q, panel, k0, K, b, next);
    }
  }
}
