// Passes of GELU over a matrix or a tile of one, and its backward pass.
#include "gelu.h"

static void bias_gelu(float *h, const float *bias, float *u, float *squares, long rows, long C) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      V x = load(h + r * C + c, m) + load(bias + c, m);
      V y = gelu(x);
      if (u != h) store(h + r * C + c, x, m);
      store(u + r * C + c, y, m);
      if (squares) store(squares + c, load(squares + c, m) + y * y, m);
    }
}

// u = gelu(h) on one vector of `rows` rows; returns the sum of u * u. Rows side by side hide each other's latency.
static inline __attribute__((always_inline)) V gelu_column(const float *h, float *u, long hs, long us, const int rows) {
  V y[TILE_ROWS], s = splat(0);
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) y[r] = gelu(whole(h + r * hs));
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    put(u + r * us, y[r]);
    s += y[r] * y[r];
  }
  return s;
}

// u = gelu(h) on a tile of rows that lie `hs` and `us` apart; squares += column sums of u * u unless null. Whole vectors
// go without masks, which cost the most here.
static void gelu_tile(const float *h, float *u, long hs, long us, long rows, long C, float *squares) {
  for (long c = 0; c < C; c += LANES) {
    if (rows == TILE_ROWS && c + LANES <= C) {
      V s = gelu_column(h + c, u + c, hs, us, TILE_ROWS);
      if (squares) put(squares + c, whole(squares + c) + s);
      continue;
    }
    M m = first(C - c);
    V s = splat(0);
    for (long r = 0; r < rows; r++) {
      V y = gelu(load(h + r * hs + c, m));
      store(u + r * us + c, y, m);
      s += y * y;
    }
    if (squares) store(squares + c, load(squares + c, m) + s, m);
  }
}

static void gelu_backward(const float *dg, const float *u, const float *h, const float *scale, const float *pull,
                          float *dh, float *sums, long rows, long C) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      long i = r * C + c;
      V x = load(h + i, m);
      V density = exponential(x * x * splat(-0.5f)) * splat(0.39894228f);
      V du = load(dg + i, m) * load(scale + c, m) + load(u + i, m) * load(pull + c, m);
      V d = du * (normal(x) + x * density);
      store(dh + i, d, m);
      store(sums + c, load(sums + c, m) + d, m);
    }
}
