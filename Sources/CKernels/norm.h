// Layer normalisation of each row, forward and backward. The variance is the mean square of the centred row: two passes
// over a row that is in the first cache, and no cancellation.

static void layernorm(const float *x, const float *w, const float *b, float *y, float *mean, float *rstd, long rows,
                      long C, float eps) {
  for (long r = 0; r < rows; r++, x += C, y += C) {
    V s = splat(0), q = splat(0);
    for (long c = 0; c < C; c += LANES) s += load(x + c, first(C - c));
    float mu = sum(s) / (float)C;
    for (long c = 0; c < C; c += LANES) {
      V d = keep(load(x + c, first(C - c)) - splat(mu), first(C - c));
      q += d * d;
    }
    float rho = 1 / sqrtf(sum(q) / (float)C + eps);
    for (long c = 0; c < C; c += LANES) {
      M m = first(C - c);
      V n = (load(x + c, m) - splat(mu)) * splat(rho);
      store(y + c, w ? n * load(w + c, m) + load(b + c, m) : n, m);
    }
    if (mean) mean[r] = mu;
    if (rstd) rstd[r] = rho;
  }
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
