// The 7x7 depthwise convolution and its gradient with respect to the taps. For the gradient with respect to the input run
// the convolution on the upstream gradient with the taps in reverse order.
//
// A block is PIXELS neighbours of one row in LANES channels: each input vector is loaded once and serves all the taps that
// reach it. `edge` is a constant at each call, so the inner blocks carry no bounds test.

static inline __attribute__((always_inline)) V pixel(const float *row, long x, long W, long C, M m, int edge) {
  return edge && (x < 0 || x >= W) ? splat(0) : load(row + x * C, m);
}

// x and y point at the first row of the picture and at the output row, both at the block's first channel.
static inline __attribute__((always_inline)) void dwconv7_block(const float *x, const float *taps, V bias, float *y,
                                                                long H, long W, long C, long row, long x0, M m,
                                                                int accumulate, int edge) {
  V acc[PIXELS];
#pragma clang loop unroll(full)
  for (int t = 0; t < PIXELS; t++) acc[t] = accumulate ? pixel(y, x0 + t, W, C, m, edge) : bias;
  long last = H + 3 - row < 7 ? H + 3 - row : 7;
  for (long ky = row < 3 ? 3 - row : 0; ky < last; ky++) {
    const float *source = x + (row + ky - 3) * W * C;
    V w[7];
#pragma clang loop unroll(full)
    for (int kx = 0; kx < 7; kx++) w[kx] = load(taps + (ky * 7 + kx) * C, m);
#pragma clang loop unroll(full)
    for (int j = 0; j < PIXELS + 6; j++) {
      V v = pixel(source, x0 + j - 3, W, C, m, edge);
#pragma clang loop unroll(full)
      for (int t = 0; t < PIXELS; t++)
        if (j - t >= 0 && j - t < 7) acc[t] += v * w[j - t];
    }
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < PIXELS; t++)
    if (!edge || x0 + t < W) store(y + (x0 + t) * C, acc[t], m);
}

static void dwconv7(const float *x, const float *taps, const float *bias, float *y, long H, long W, long C, long row0,
                    long row1, int accumulate) {
  for (long row = row0; row < row1; row++)
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      V b = bias ? load(bias + c, m) : splat(0);
      for (long x0 = 0; x0 < W; x0 += PIXELS) {
        float *out = y + row * W * C + c;
        if (x0 >= 3 && x0 + PIXELS + 3 <= W)
          dwconv7_block(x + c, taps + c, b, out, H, W, C, row, x0, m, accumulate, 0);
        else
          dwconv7_block(x + c, taps + c, b, out, H, W, C, row, x0, m, accumulate, 1);
      }
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
