// Passes over a matrix with one number per column: scales, shifts, sums.

static void scale_shift(const float *x, const float *scale, const float *shift, float *y, long rows, long C) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      store(y + r * C + c, load(x + r * C + c, m) * load(scale + c, m) + load(shift + c, m), m);
    }
}

static void add_row(const float *x, const float *b, float factor, float *y, long rows, long C) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      store(y + r * C + c, load(x + r * C + c, m) + splat(factor) * load(b + c, m), m);
    }
}

static void axpy(const float *x, float factor, float *y, long n) {
  for (long i = 0; i < n; i += LANES) {
    M m = first(n - i);
    store(y + i, load(y + i, m) + splat(factor) * load(x + i, m), m);
  }
}

static void column_sums(const float *x, float factor, float *sums, long rows, long C) {
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    V s = splat(0);
    for (long r = 0; r < rows; r++) s += load(x + r * C + c, m);
    store(sums + c, load(sums + c, m) + splat(factor) * s, m);
  }
}

static void column_dots(const float *a, const float *b, float *dots, long rows, long C) {
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    V s = splat(0);
    for (long r = 0; r < rows; r++) s += load(a + r * C + c, m) * load(b + r * C + c, m);
    store(dots + c, load(dots + c, m) + s, m);
  }
}

// Fused multiply-adds alone, twelve chains side by side: the peak that everything else is measured against. 24 * LANES
// floating-point operations a round. The factor and the term come from the caller, for a compiler that knows them works out
// the chains that they leave as they were and counts for the peak what was never done.
static float multiply_add(long rounds, float factor, float term) {
  V acc[12], a = splat(factor), b = splat(term);
  for (int i = 0; i < 12; i++) acc[i] = splat((float)i);
  for (long r = 0; r < rounds; r++)
    for (int i = 0; i < 12; i++) acc[i] = acc[i] * a + b;
  V total = splat(0);
  for (int i = 0; i < 12; i++) total += acc[i];
  return sum(total);
}
