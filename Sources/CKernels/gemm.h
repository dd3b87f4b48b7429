// Matrix products with a right side that was packed beforehand: C[rows][n] = A[rows][k] * W[n][k]^T, and what follows a
// product done on each tile while it is in the first cache.
//
// Packed: the columns of C are cut into panels of PANEL; a panel holds, for each k, its PANEL weights side by side, zeros
// beyond the last column. A tile is TILE_ROWS rows of one panel, kept in registers through DEPTH steps of k; the rows of A
// are read where they lie, one number broadcast at a time. A chunk of a panel, DEPTH steps long, stays in the second cache
// while all rows pass over it. Meanwhile the next chunk is fetched into the second cache, a line at a time: from memory it
// would come too late.
#include "tile.h"

#include "pack.h"

// chunk = b with each step k times scale[k], and each column times its gain if there is one.
static inline __attribute__((always_inline)) void scale_steps(const enum form form, const void *b, const float *scale,
                                                              const float *gain, long K, float *chunk) {
  for (long k = 0; k < K; k++, chunk += PANEL) {
    V s = splat(scale[k]);
#pragma clang loop unroll(full)
    for (long i = 0; i < PANEL; i += LANES) {
      V w = weights(form, b, k * PANEL + i) * s;
      put(chunk + i, gain ? w * whole(gain + i) : w);
    }
  }
}

static void scale_chunk(enum form form, const void *b, const float *scale, const float *gain, long K, float *chunk) {
  if (form == SCALED_HALF) scale_steps(SCALED_HALF, b, scale, gain, K, chunk);
  else if (form == SCALED_BFLOAT) scale_steps(SCALED_BFLOAT, b, scale, gain, K, chunk);
  else scale_steps(SCALED, b, scale, gain, K, chunk);
}

// Fetches what the next rows of a panel begin with, while the present ones are multiplied: they lie too far apart for the
// processor to foresee. What is only written is left alone.
static inline void fetch_rows(const struct hk_product *q, long row, long column, int vectors, long k0) {
  const float *start = q->base && !k0 ? q->base : q->c;
  long stride = q->base && !k0 ? q->base_stride : q->c_stride;
  for (long r = row; r < row + TILE_ROWS && r < q->rows; r++) {
    if (k0 || q->base || q->activated)
      for (int v = 0; v < vectors; v++) __builtin_prefetch(start + r * stride + column + v * LANES, 1, 3);
    __builtin_prefetch(q->a + r * q->a_stride + k0, 0, 3);
    __builtin_prefetch(q->a + r * q->a_stride + k0 + LINE, 0, 3);
  }
}

// How many bytes so many steps of a panel take.
static long chunk_size(const struct hk_product *q, long K) { return K * PANEL * (q->type == HK_FLOAT ? 4 : 2); }

// The rows of one panel, while the chunk at `ahead` is fetched. Scales are put on the weights, and halves are widened, by the
// first whole tile, in the shadow of its products.
static void panel_rows(const struct hk_product *q, long panel, long k0, long K, const void *b, const char *ahead) {
  const char *ahead_end = ahead + chunk_size(q, K);
  enum form form = q->type == HK_HALF ? SCALED_HALF : q->type == HK_BFLOAT ? SCALED_BFLOAT : q->scale ? SCALED : PLAIN;
  long column = panel * PANEL, columns = q->columns - column < PANEL ? q->columns - column : PANEL;
  int vectors = (int)((columns + LANES - 1) / LANES), is_last = k0 + K == q->inner;
  const float *gain = q->gain ? q->gain + column : 0;
  if (form != PLAIN && (q->rows < TILE_ROWS || vectors < TILE_VECTORS)) {
    scale_chunk(form, b, q->scale + k0, gain, K, q->scratch);
    b = q->scratch;
    form = PLAIN;
  }
  for (long r = 0; r < q->rows; r += TILE_ROWS) {
    long n = q->rows - r < TILE_ROWS ? q->rows - r : TILE_ROWS;
    struct tile t = {K, q->a + r * q->a_stride + k0, b, q->c + r * q->c_stride + column, q->a_stride, q->c_stride,
                     q->bias ? q->bias + column : 0, q->base ? q->base + r * q->base_stride + column : 0,
                     q->base_stride, k0 > 0, ahead, first(columns - (vectors - 1) * LANES),
                     q->scale ? q->scale + k0 : 0, gain, q->scratch};
    fetch_rows(q, r + TILE_ROWS, column, vectors, k0);
    (form == PLAIN ? tiles[vectors - 1][n - 1] : scaling_tiles[form])(&t);
    if (form != PLAIN) b = q->scratch;
    form = PLAIN;
    ahead = ahead < ahead_end ? ahead + K / AHEAD * 4 * LINE : (const char *)b;
    if (is_last && q->activated)
      gelu_tile(t.c, q->activated + r * q->activated_stride + column, q->c_stride, q->activated_stride, n, columns,
                q->squares ? q->squares + column : 0);
  }
}

// Where the chunk of a panel from step k0 on begins.
static const char *chunk(const struct hk_product *q, long panel, long k0) {
  return (const char *)q->b + chunk_size(q, panel * q->inner + k0);
}

// After a chunk comes that of the next panel, then the next steps of the first, and in the end the first again, for the rows
// that follow.
static void product(const struct hk_product *q) {
  for (long k0 = 0; k0 < q->inner; k0 += DEPTH) {
    long K = q->inner - k0 < DEPTH ? q->inner - k0 : DEPTH, after = k0 + K < q->inner ? k0 + K : 0;
    for (long panel = q->panel0; panel < q->panel1; panel++) {
      const char *next = panel + 1 < q->panel1 ? chunk(q, panel + 1, k0) : chunk(q, q->panel0, after);
      panel_rows(q, panel, k0, K, chunk(q, panel, k0), next);
    }
  }
}
