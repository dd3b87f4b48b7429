// Eight-bit layers in the lanes of one set: weights and activations become bytes; byte_tile.h multiplies them.
#pragma once
#include <math.h>
#include <string.h>

#define BYTE_PANEL (BYTE_VECTORS * LANES)
enum { BYTE_QUAD = 4 * LANES, ROWS_ABREAST = 4 };
#define FULL _Pragma("clang loop unroll(full)")
#define INLINED static inline __attribute__((always_inline))

// The n numbers from p on that fit a vector, zeros after them.
INLINED V some(const float *p, long n) { return n >= LANES ? whole(p) : n > 0 ? load(p, first(n)) : splat(0); }
INLINED float most_lane(V v) { return -least_lane(-v); }

// MARK: weights

INLINED V folded(const float *w, const float *fold, long k, long i) {
  V v = some(w + i, k - i);
  return fold ? v * some(fold + i, k - i) : v;
}

// One row of w becomes a column of a panel; its scale, and its scale times the sum of its bytes.
static void pack_row(const float *w, const float *fold, long k, int8_t *out, float *scale, float *sum_of) {
  V low = splat(0), high = splat(0), total = splat(0);
  for (long i = 0; i < k; i += LANES) {
    V v = folded(w, fold, k, i);
    low = smaller(low, v);
    high = greater(high, v);
  }
  float most = fmaxf(-least_lane(low), most_lane(high));
  // A column of next to nothing is one of zeros: its scale would have no inverse.
  float per = most > 1e-30f ? HK8_TOP / most : 0;
  for (long i = 0; i < k; i += BYTE_QUAD) {
    V v[4];
    int8_t bytes[BYTE_QUAD];
    FULL for (int j = 0; j < 4; j++) {
      v[j] = folded(w, fold, k, i + j * LANES) * splat(per);
      total += nearest(v[j]);
    }
    put_signed(bytes, v);
    long groups = (k - i + 3) / 4 < LANES ? (k - i + 3) / 4 : LANES;
    for (long g = 0; g < groups; g++) memcpy(out + (i / 4 + g) * BYTE_PANEL * 4, bytes + 4 * g, 4);
  }
  *scale = most / HK8_TOP;
  *sum_of = *scale * sum(total);
}

static void pack_bytes(const float *w, const float *fold, const struct hk8_weights *packed, long panel0, long panel1) {
  long k = packed->inner, size = BYTE_PANEL * ((k + 7) / 8 * 8);
  for (long panel = panel0; panel < panel1; panel++) {
    int8_t *out = packed->panels + panel * size;
    if (k % 8 || (panel + 1) * BYTE_PANEL > packed->columns) memset(out, 0, (size_t)size);
    for (long i = 0; i < BYTE_PANEL; i++) {
      long column = panel * BYTE_PANEL + i;
      packed->scale[column] = packed->sum[column] = 0;
      if (column < packed->columns)
        pack_row(w + column * k, fold, k, out + i * 4, packed->scale + column, packed->sum + column);
    }
  }
}

// MARK: activations

// What turns numbers between low and high into bytes, and what one step of a byte then stands for.
INLINED float steps(float low, float high) { return high > low ? HK8_LEVELS / (high - low) : 0; }
INLINED float step_size(float low, float high) { return (high - low) * (1.0f / HK8_LEVELS); }

// R rows side by side hide each other's reductions, divisions and roots. The bytes are taken from x itself: what the norm does
// to a row is part of the row's two numbers, and so is a NaN or an infinity, which no byte can hold.
INLINED void norm_rows(const int R, const float *x, long C, float eps, uint8_t *q, float *step, float *least) {
  long stride = hk8_stride(C);
  V s[ROWS_ABREAST], lo[ROWS_ABREAST], hi[ROWS_ABREAST];
  float mean[ROWS_ABREAST], from[ROWS_ABREAST], by[ROWS_ABREAST];
  FULL for (int r = 0; r < R; r++) {
    s[r] = splat(0);
    lo[r] = splat(INFINITY);
    hi[r] = splat(-INFINITY);
  }
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    FULL for (int r = 0; r < R; r++) {
      V v = load(x + r * C + c, m);
      s[r] += v;
      lo[r] = either(m, smaller(lo[r], v), lo[r]);
      hi[r] = either(m, greater(hi[r], v), hi[r]);
    }
  }
  FULL for (int r = 0; r < R; r++) {
    mean[r] = sum(s[r]) / (float)C;
    s[r] = splat(0);
  }
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    FULL for (int r = 0; r < R; r++) {
      V d = keep(load(x + r * C + c, m) - splat(mean[r]), m);
      s[r] += d * d;
    }
  }
  FULL for (int r = 0; r < R; r++) {
    float per_deviation = 1 / sqrtf(sum(s[r]) / (float)C + eps), to = most_lane(hi[r]);
    from[r] = least_lane(lo[r]);
    by[r] = steps(from[r], to);
    step[r] = step_size(from[r], to) * per_deviation;
    least[r] = (from[r] - mean[r]) * per_deviation;
  }
  for (long c = 0; c < C; c += BYTE_QUAD)
    FULL for (int r = 0; r < R; r++) {
      V v[4];
      FULL for (int i = 0; i < 4; i++)
        v[i] = (some(x + r * C + c + i * LANES, C - c - i * LANES) - splat(from[r])) * splat(by[r]);
      put_bytes(q + r * stride + c, v);
    }
}

static void norm_bytes(const float *x, long rows, long C, float eps, uint8_t *q, float *step, float *least) {
  long r = 0, stride = hk8_stride(C);
  for (; r + ROWS_ABREAST <= rows; r += ROWS_ABREAST)
    norm_rows(ROWS_ABREAST, x + r * C, C, eps, q + r * stride, step + r, least + r);
  for (; r < rows; r++) norm_rows(1, x + r * C, C, eps, q + r * stride, step + r, least + r);
}

// A NaN or an infinity comes in the factors: they are made of the sums of squares of all that the halves hold.
INLINED void requantise_rows(const int R, const uint16_t *halves, const float *factor, long C, uint8_t *q, float *step,
                             float *least) {
  long stride = hk8_stride(C);
  V lo[ROWS_ABREAST], hi[ROWS_ABREAST];
  float by[ROWS_ABREAST];
  FULL for (int r = 0; r < R; r++) {
    lo[r] = splat(INFINITY);
    hi[r] = splat(-INFINITY);
  }
  for (long c = 0; c < C; c += LANES) {
    M m = first(C - c);
    V f = load(factor + c, m);
    FULL for (int r = 0; r < R; r++) {
      V v = half(halves + r * stride + c) * f;
      lo[r] = either(m, smaller(lo[r], v), lo[r]);
      hi[r] = either(m, greater(hi[r], v), hi[r]);
    }
  }
  FULL for (int r = 0; r < R; r++) {
    float to = most_lane(hi[r]);
    least[r] = least_lane(lo[r]);
    by[r] = steps(least[r], to);
    step[r] = step_size(least[r], to);
  }
  for (long c = 0; c < C; c += BYTE_QUAD) {
    V f[4];
    FULL for (int i = 0; i < 4; i++) f[i] = some(factor + c + i * LANES, C - c - i * LANES);
    FULL for (int r = 0; r < R; r++) {
      V v[4];
      FULL for (int i = 0; i < 4; i++)
        v[i] = (half(halves + r * stride + c + i * LANES) * f[i] - splat(least[r])) * splat(by[r]);
      put_bytes(q + r * stride + c, v);
    }
  }
}

static void requantise(const uint16_t *halves, const float *factor, long rows, long C, uint8_t *q, float *step,
                       float *least) {
  long r = 0, stride = hk8_stride(C);
  for (; r + ROWS_ABREAST <= rows; r += ROWS_ABREAST)
    requantise_rows(ROWS_ABREAST, halves + r * stride, factor, C, q + r * stride, step + r, least + r);
  for (; r < rows; r++)
    requantise_rows(1, halves + r * stride, factor, C, q + r * stride, step + r, least + r);
}
