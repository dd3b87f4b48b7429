// Products of bytes, C[rows][columns] = A[rows][inner] * W^T, in tiles that stay in registers over the whole inner side; what
// follows a product is done on each tile.
#pragma once
#include "bytes.h"

// Some rows of one panel, and from where lines are fetched meanwhile.
struct byte_tile {
  const struct hk8_product *q;
  long row, column;
  const int8_t *b, *ahead;
};
enum { BYTE_STEPS = 8, BYTE_LINE = 64, LARGEST_HALF = 65504 };

// Four bytes of the inner side.
INLINED void step_of_bytes(const int R, const uint8_t *a, long stride, const int8_t *b, I acc[BYTE_ROWS][BYTE_VECTORS]) {
  I w[BYTE_VECTORS];
  FULL for (int p = 0; p < BYTE_VECTORS; p++) w[p] = fours(b + p * LANES * 4);
  FULL for (int r = 0; r < R; r++) {
    I x = bytes4(a + r * stride);
    FULL for (int p = 0; p < BYTE_VECTORS; p++) acc[r][p] = multiply(acc[r][p], x, w[p]);
  }
}

INLINED void multiply_tile(const int R, const struct byte_tile *t, I acc[BYTE_ROWS][BYTE_VECTORS]) {
  const struct hk8_weights *w = t->q->w;
  long stride = hk8_stride(w->inner);
  const uint8_t *a = t->q->a + t->row * stride;
  const int8_t *b = t->b, *ahead = t->ahead;
  FULL for (int r = 0; r < R; r++) FULL for (int p = 0; p < BYTE_VECTORS; p++) acc[r][p] = zero();
  for (long k = 0; k < w->inner; k += BYTE_STEPS, ahead += BYTE_LINE) {
    __builtin_prefetch(ahead, 0, 2);
    FULL for (int i = 0; i < BYTE_STEPS; i += 4, b += 4 * BYTE_PANEL) step_of_bytes(R, a + k + i, stride, b, acc);
  }
}

// What sums stand for.
INLINED V meant(const struct hk8_product *q, long row, V sums, V scale, V sum_of, V bias) {
  return sums * (scale * splat(q->step[row])) + (sum_of * splat(q->least[row]) + bias);
}

// A tile gone through GELU; R rows side by side hide each other's latency.
INLINED void activate_tile(const int R, const struct byte_tile *t, float sums[BYTE_ROWS][BYTE_PANEL]) {
  const struct hk8_product *q = t->q;
  long stride = hk8_stride(q->w->columns);
  for (int p = 0; p < BYTE_VECTORS; p++) {
    long c = t->column + p * LANES;
    V y[BYTE_ROWS], squares = whole(q->squares + c);
    V scale = whole(q->w->scale + c), sum_of = whole(q->w->sum + c), bias = whole(q->w->bias + c);
    FULL for (int r = 0; r < R; r++)
      y[r] = gelu(meant(q, t->row + r, whole(sums[r] + p * LANES), scale, sum_of, bias));
    FULL for (int r = 0; r < R; r++) {
      // In this order a NaN stays one.
      V least = greater(splat(-LARGEST_HALF), y[r]);
      put_half(q->half + (t->row + r) * stride + c, smaller(splat(LARGEST_HALF), least));
      squares += y[r] * y[r];
    }
    put(q->squares + c, squares);
  }
}

INLINED void add_tile(const int R, const struct byte_tile *t, float sums[BYTE_ROWS][BYTE_PANEL], const int is_whole) {
  const struct hk8_product *q = t->q;
  long columns = q->w->columns;
  FULL for (int p = 0; p < BYTE_VECTORS; p++) {
    long c = t->column + p * LANES;
    if (!is_whole && c >= columns) return;
    M m = first(is_whole ? LANES : columns - c);
    V scale = whole(q->w->scale + c), sum_of = whole(q->w->sum + c), bias = whole(q->w->bias + c);
    FULL for (int r = 0; r < R; r++) {
      long i = (t->row + r) * columns + c;
      V y = meant(q, t->row + r, whole(sums[r] + p * LANES), scale, sum_of, bias);
      if (q->base) y += is_whole ? whole(q->base + i) : load(q->base + i, m);
      if (is_whole)
        put(q->c + i, y);
      else
        store(q->c + i, y, m);
    }
  }
}

INLINED void run_bytes(const int R, const struct byte_tile *t) {
  I acc[BYTE_ROWS][BYTE_VECTORS];
  float sums[BYTE_ROWS][BYTE_PANEL] __attribute__((aligned(64)));
  multiply_tile(R, t, acc);
  FULL for (int r = 0; r < R; r++)
    FULL for (int p = 0; p < BYTE_VECTORS; p++) put(sums[r] + p * LANES, floats(acc[r][p]));
  if (t->q->half)
    activate_tile(R, t, sums);
  else if (t->column + BYTE_PANEL <= t->q->w->columns)
    add_tile(R, t, sums, 1);
  else
    add_tile(R, t, sums, 0);
}

typedef void (*byte_tile_function)(const struct byte_tile *);
#define BYTE_TILE(R) \
  static __attribute__((noinline)) void byte_tile_##R(const struct byte_tile *t) { run_bytes(R, t); }
BYTE_TILE(1)
BYTE_TILE(2)
#if BYTE_ROWS == 6
BYTE_TILE(3)
BYTE_TILE(4)
BYTE_TILE(5)
BYTE_TILE(6)
static const byte_tile_function byte_tiles[] = {byte_tile_1, byte_tile_2, byte_tile_3, byte_tile_4, byte_tile_5, byte_tile_6};
#elif BYTE_ROWS == 4
BYTE_TILE(3)
BYTE_TILE(4)
static const byte_tile_function byte_tiles[] = {byte_tile_1, byte_tile_2, byte_tile_3, byte_tile_4};
#else
static const byte_tile_function byte_tiles[] = {byte_tile_1, byte_tile_2};
#endif

// The rows that the next tile begins with and what it is added to, fetched under the present one.
INLINED void fetch_rows_of_bytes(const struct hk8_product *q, long row, long column) {
  long columns = q->w->columns, end = column + BYTE_PANEL < columns ? column + BYTE_PANEL : columns;
  for (long r = row; r < row + BYTE_ROWS && r < q->rows; r++) {
    __builtin_prefetch(q->a + r * hk8_stride(q->w->inner), 0, 3);
    if (q->base)
      for (long c = column; c < end; c += BYTE_LINE / 4) __builtin_prefetch(q->base + r * columns + c, 1, 3);
  }
}

static void product_of_bytes(const struct hk8_product *q) {
  long inner = (q->w->inner + 7) / 8 * 8, size = BYTE_PANEL * inner, fetched = inner / BYTE_STEPS * BYTE_LINE;
  for (long panel = q->panel0; panel < q->panel1; panel++) {
    const int8_t *b = q->w->panels + panel * size, *ahead = b + size, *end = ahead + size;
    for (long row = 0, n; row < q->rows; row += n) {
      struct byte_tile t = {q, row, panel * BYTE_PANEL, b, ahead};
      n = q->rows - row < BYTE_ROWS ? q->rows - row : BYTE_ROWS;
      fetch_rows_of_bytes(q, row + n, t.column);
      byte_tiles[n - 1](&t);
      ahead = ahead + fetched < end ? ahead + fetched : b;
    }
  }
}
