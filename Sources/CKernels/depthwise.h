// The 7x7 depthwise convolution and its gradient with respect to the taps. For the gradient with respect to the input run
// the convolution on the upstream gradient with the taps in reverse order.
//
// A block is PIXELS neighbours of one row in LANES channels: each input vector is loaded once and serves all the taps that
// reach it. `edge` is a constant at each call, so the inner blocks carry no bounds test.

static inline __attribute__((always_inline)) V pixel(const float *row, long x, long W, long C, M m, int edge) {
  return edge ? load_if((unsigned long)x < (unsigned long)W, row + x * C, m) : load(row + x * C, m);
}

// Adds one input row to the output rows that it reaches, `from` up to `to` of the block: row n by the seven taps that lie
// 7n before w. Taps lie ws apart.
static inline __attribute__((always_inline)) void dwconv7_line(const float *source, const float *w, long ws,
                                                               V acc[BLOCK_ROWS][PIXELS], long W, long C, long x0, M m,
                                                               int edge, const int from, const int to) {
  V tap[BLOCK_ROWS][7];
#pragma clang loop unroll(full)
  for (int n = from; n < to; n++)
#pragma clang loop unroll(full)
    for (int kx = 0; kx < 7; kx++) tap[n][kx] = load(w + (kx - n * 7) * ws, m);
#pragma clang loop unroll(full)
  for (int j = 0; j < PIXELS + 6; j++) {
    V v = pixel(source, x0 + j - 3, W, C, m, edge);
#pragma clang loop unroll(full)
    for (int n = from; n < to; n++)
#pragma clang loop unroll(full)
      for (int t = 0; t < PIXELS; t++)
        if (j - t >= 0 && j - t < 7) acc[n][t] += v * tap[n][j - t];
  }
}

// x points at the first row of the picture, y at the first output row, both at the block's first channel; w holds its 49
// taps side by side.
static inline __attribute__((always_inline)) void dwconv7_block(const float *x, const float *w, long ws, V bias, float *y,
                                                                long H, long W, long C, long row, const int rows,
                                                                long x0, M m, int accumulate, int edge) {
  V acc[BLOCK_ROWS][PIXELS];
#pragma clang loop unroll(full)
  for (int n = 0; n < rows; n++)
#pragma clang loop unroll(full)
    for (int t = 0; t < PIXELS; t++) acc[n][t] = accumulate ? pixel(y + n * W * C, x0 + t, W, C, m, edge) : bias;
  const float *source = x + (row - 3) * W * C;
  for (int k = 0; k < 6 + rows; k++, source += W * C) {
    if (row + k < 3 || row + k >= H + 3) continue;
    if (rows == 1 || k == 0)
      dwconv7_line(source, w + k * 7 * ws, ws, acc, W, C, x0, m, edge, 0, 1);
    else if (k == 7)
      dwconv7_line(source, w + k * 7 * ws, ws, acc, W, C, x0, m, edge, 1, BLOCK_ROWS);
    else
      dwconv7_line(source, w + k * 7 * ws, ws, acc, W, C, x0, m, edge, 0, BLOCK_ROWS);
  }
#pragma clang loop unroll(full)
  for (int n = 0; n < rows; n++)
#pragma clang loop unroll(full)
    for (int t = 0; t < PIXELS; t++)
      if (!edge || x0 + t < W) store(y + n * W * C + (x0 + t) * C, acc[n][t], m);
}

#define DWCONV7_ROWS(ROWS)                                                                                            \
  static void dwconv7_rows_##ROWS(const float *x, const float *w, long ws, V bias, float *y, long H, long W, long C, \
                                  long row, M m, int accumulate) {                                                              \
    for (long x0 = 0; x0 < W; x0 += PIXELS)                                                                           \
      if (x0 >= 3 && x0 + PIXELS + 3 <= W)                                                                            \
        dwconv7_block(x, w, ws, bias, y, H, W, C, row, ROWS, x0, m, accumulate, 0);                                       \
      else                                                                                                            \
        dwconv7_block(x, w, ws, bias, y, H, W, C, row, ROWS, x0, m, accumulate, 1);                                       \
  }
DWCONV7_ROWS(1)
#if BLOCK_ROWS == 2
DWCONV7_ROWS(2)
#endif

static void dwconv7(const float *x, const float *taps, const float *bias, float *y, long H, long W, long C, long row0,
                    long row1, int accumulate) {
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    V b = bias ? load(bias + c, m) : splat(0);
    // Taps of one channel block side by side, where that serves many rows: C apart they push each other out of the first cache.
    float side_by_side[49 * LANES];
    const float *w = taps + c;
    long ws = C;
    if (row1 - row0 > 2) {
      for (int k = 0; k < 49; k++) put(side_by_side + k * LANES, load(taps + k * C + c, m));
      w = side_by_side;
      ws = LANES;
    }
    long row = row0;
#if BLOCK_ROWS == 2
    for (; row + 2 <= row1; row += 2) dwconv7_rows_2(x + c, w, ws, b, y + row * W * C + c, H, W, C, row, m, accumulate);
#endif
    for (; row < row1; row++) dwconv7_rows_1(x + c, w, ws, b, y + row * W * C + c, H, W, C, row, m, accumulate);
  }
}

static inline __attribute__((always_inline)) void dwconv7_taps_block(const float *x, const float *dy, V *acc, long W,
                                                                     long C, long x0, M m, int edge) {
  V d[PIXELS];
#pragma clang loop unroll(full)
  for (int t = 0; t < PIXELS; t++) d[t] = pixel(dy, x0 + t, W, C, m, edge);
#pragma clang loop unroll(full)
  for (int j = 0; j < PIXELS + 6; j++) {
    V v = pixel(x, x0 + j - 3, W, C, m, edge);
#pragma clang loop unroll(full)
    for (int t = 0; t < PIXELS; t++)
      if (j - t >= 0 && j - t < 7) acc[j - t] += v * d[t];
  }
}

static void dwconv7_taps_row(const float *x, const float *dy, float *dtaps, long W, long C, M m) {
  V acc[7];
  for (int kx = 0; kx < 7; kx++) acc[kx] = load(dtaps + kx * C, m);
  for (long x0 = 0; x0 < W; x0 += PIXELS)
    if (x0 >= 3 && x0 + PIXELS + 3 <= W)
      dwconv7_taps_block(x, dy, acc, W, C, x0, m, 0);
    else
      dwconv7_taps_block(x, dy, acc, W, C, x0, m, 1);
  for (int kx = 0; kx < 7; kx++) store(dtaps + kx * C, acc[kx], m);
}

static void dwconv7_taps(const float *x, const float *dy, float *dtaps, long H, long W, long C) {
  for (long c = 0; c < C; c += LANES)
    for (long row = 0; row < H; row++)
      for (long ky = 0; ky < 7; ky++) {
        long from = row + ky - 3;
        if (from < 0 || from >= H) continue;
        dwconv7_taps_row(x + from * W * C + c, dy + row * W * C + c, dtaps + ky * 7 * C + c, W, C, first(C - c));
      }
}
