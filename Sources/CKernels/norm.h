// Layer normalisation of each row, forward and backward. The variance is the mean square of the centred row: two passes
// over a row that is in the first cache, and no cancellation.

enum { NORM_ROWS = 4 };

// R rows side by side hide each other's sums across lanes, divisions and roots.
static inline __attribute__((always_inline)) void layernorm_rows(const int R, const float *x, const float *w,
                                                                 const float *b, float *y, float *mean, float *rstd,
                                                                 long C, float eps) {
  V s[NORM_ROWS], q[NORM_ROWS];
  float mu[NORM_ROWS], rho[NORM_ROWS];
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) s[r] = q[r] = splat(0);
  for (long c = 0; c < C; c += LANES)
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++) s[r] += load(x + r * C + c, first(C - c));
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) mu[r] = sum(s[r]) / (float)C;
  for (long c = 0; c < C; c += LANES)
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++) {
      V d = keep(load(x + r * C + c, first(C - c)) - splat(mu[r]), first(C - c));
      q[r] += d * d;
    }
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) rho[r] = 1 / sqrtf(sum(q[r]) / (float)C + eps);
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    V scale = w ? load(w + c, m) : splat(1), shift = w ? load(b + c, m) : splat(0);
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++) {
      V n = (load(x + r * C + c, m) - splat(mu[r])) * splat(rho[r]);
      store(y + r * C + c, w ? n * scale + shift : n, m);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) {
    if (mean) mean[r] = mu[r];
    if (rstd) rstd[r] = rho[r];
  }
}

static void layernorm(const float *x, const float *w, const float *b, float *y, float *mean, float *rstd, long rows,
                      long C, float eps) {
  long r = 0;
  for (; r + NORM_ROWS <= rows; r += NORM_ROWS)
    layernorm_rows(NORM_ROWS, x + r * C, w, b, y + r * C, mean ? mean + r : 0, rstd ? rstd + r : 0, C, eps);
  for (; r < rows; r++)
    layernorm_rows(1, x + r * C, w, b, y + r * C, mean ? mean + r : 0, rstd ? rstd + r : 0, C, eps);
}

// With g = dy * w and n = (x - mean) * rstd:  dx = rstd * (g - mean(g) - n * mean(g * n)).
static void layernorm_backward(const float *dy, const float *x, const float *mean, const float *rstd, const float *w,
                               float *dx, float *dw, float *db, long rows, long C) {
  for (long r = 0; r < rows; r++, x += C, dy += C, dx += C) {
    V mu = splat(mean[r]), rho = splat(rstd[r]), sg = splat(0), sgn = splat(0);
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      V d = load(dy + c, m), n = (load(x + c, m) - mu) * rho, g = d * load(w + c, m);
      sg += g;
      sgn += g * n;
      if (dw) store(dw + c, load(dw + c, m) + d * n, m);
      if (db) store(db + c, load(db + c, m) + d, m);
    }
    V mg = splat(sum(sg) / (float)C), mgn = splat(sum(sgn) / (float)C);
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      V n = (load(x + c, m) - mu) * rho;
      store(dx + c, rho * (load(dy + c, m) * load(w + c, m) - mg - n * mgn), m);
    }
  }
}
