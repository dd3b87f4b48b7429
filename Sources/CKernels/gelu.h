// GELU in its exact form, x * (1 + erf(x / sqrt 2)) / 2, and its derivative. A set may bring its own `gelu` (HAS_GELU).
//
// erf(z) = z * P(z^2) / Q(z^2) on |z| <= 3.9 and flat beyond, where 1 - erf < 4e-8. P and Q are our own minimax fit
// (iteratively reweighted least squares in double precision); in float32 the error of erf is below 4e-7.

static inline __attribute__((always_inline)) V error_function(V z) {
  z = clamp(z, -3.9f, 3.9f);
  V s = z * z;
  V p = splat(2.0548252450680593e-06f) * s + splat(0.0002865594578906894f);
  p = p * s + splat(0.003803520929068327f);
  p = p * s + splat(0.05286683887243271f);
  p = p * s + splat(0.1911807805299759f);
  p = p * s + splat(1.1283791065216064f);
  V q = splat(3.8228601624723524e-05f) * s + splat(0.0011732947314158082f);
  q = q * s + splat(0.015043835155665874f);
  q = q * s + splat(0.11444377154111862f);
  q = q * s + splat(0.5027618408203125f);
  q = q * s + splat(1.0f);
  return over(z * p, q);
}

// exp(x) for x <= 0: 2^n * 2^f with |f| <= 1/2 and a degree-6 fit of 2^f.
static inline __attribute__((always_inline)) V exponential(V x) {
  V t = clamp(x * splat(1.44269504f), -126.0f, 0.0f);
  V n = nearest(t), f = t - n;
  V p = splat(0.00015345809515565634f) * f + splat(0.0013399930903688073f);
  p = p * f + splat(0.009618489071726799f);
  p = p * f + splat(0.05550328642129898f);
  p = p * f + splat(0.24022646248340607f);
  p = p * f + splat(0.6931471824645996f);
  p = p * f + splat(1.0f);
  return scaled(p, n);
}

// The cumulative normal distribution.
static inline __attribute__((always_inline)) V normal(V x) {
  return error_function(x * splat(0.70710678f)) * splat(0.5f) + splat(0.5f);
}

#ifndef HAS_GELU
static inline __attribute__((always_inline)) V gelu(V x) { return x * normal(x); }
#endif
