// Weights cut into the panels that a product reads (gemm.h): the rows of w become columns.
#pragma once
#include <string.h>

static long packed_size(long n, long k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

// LANES rows of w, k apart, LANES steps long, become so many steps of LANES columns, each step times its scale and each column
// times its gain, where there are such. Twenty times as fast as number by number: opening a network is mostly this.
#if LANES > 1
static void turn(const float *w, const float *scale, const float *gain, long k, float *out) {
#pragma clang loop unroll(full)
  for (int i = 0; i < LANES; i += 4) {
    V r0 = quads(w + i, k), r1 = quads(w + k + i, k), r2 = quads(w + 2 * k + i, k), r3 = quads(w + 3 * k + i, k);
    V a = low(r0, r1), b = high(r0, r1), c = low(r2, r3), d = high(r2, r3);
    V steps[4] = {low_pairs(a, c), high_pairs(a, c), low_pairs(b, d), high_pairs(b, d)};
#pragma clang loop unroll(full)
    for (int s = 0; s < 4; s++) {
      V scaled = scale ? steps[s] * splat(scale[i + s]) : steps[s];
      put(out + (i + s) * PANEL, gain ? scaled * whole(gain) : scaled);
    }
  }
}
#endif

// Some rows of w, at most LANES, become columns.
static void turn_rows(const float *w, const float *scale, const float *gain, long rows, long k, float *out) {
  long i = 0;
#if LANES > 1
  if (rows == LANES)
    for (; i + LANES <= k; i += LANES) turn(w + i, scale ? scale + i : 0, gain, k, out + i * PANEL);
#endif
  for (; i < k; i++)
    for (long r = 0; r < rows; r++) out[i * PANEL + r] = w[r * k + i] * (scale ? scale[i] : 1) * (gain ? gain[r] : 1);
}

// w[n][k], each column k times scale[k] and each row n times gain[n], unless they are null.
static void pack(const float *w, const float *scale, const float *gain, long n, long k, float *packed, long panel0,
                 long panel1) {
  for (long p = panel0; p < panel1; p++) {
    float *out = packed + p * PANEL * k;
    long columns = n - p * PANEL < PANEL ? n - p * PANEL : PANEL;
    if (columns < PANEL) memset(out, 0, sizeof(float) * (size_t)(PANEL * k));
    for (long c = 0; c < columns; c += LANES)
      turn_rows(w + (p * PANEL + c) * k, scale, gain ? gain + p * PANEL + c : 0, columns - c < LANES ? columns - c : LANES,
                k, out + c);
  }
}

// The same for halves or bfloats, as they are.
static void pack_halves(const uint16_t *w, long n, long k, uint16_t *packed, long panel0, long panel1) {
  for (long p = panel0; p < panel1; p++) {
    uint16_t *out = packed + p * PANEL * k;
    long columns = n - p * PANEL < PANEL ? n - p * PANEL : PANEL;
    if (columns < PANEL) memset(out, 0, sizeof(uint16_t) * (size_t)(PANEL * k));
    for (long k0 = 0; k0 < k; k0 += 32)
      for (long c = 0; c < columns; c++)
        for (long i = k0; i < k && i < k0 + 32; i++) out[i * PANEL + c] = w[(p * PANEL + c) * k + i];
  }
}
