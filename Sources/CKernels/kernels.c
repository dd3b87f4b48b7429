// The door: which set runs here, and each kernel through the table of its set.
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

#include "table.h"

#if defined(__x86_64__)
static const struct table *const tables[HK_SETS] = {&hk_scalar, &hk_avx2, &hk_avx512, 0};
#elif defined(__aarch64__)
static const struct table *const tables[HK_SETS] = {&hk_scalar, 0, 0, &hk_neon};
#else
static const struct table *const tables[HK_SETS] = {&hk_scalar, 0, 0, 0};
#endif

int hk_has(int set) {
  if (set == HK_SCALAR) return 1;
#if defined(__x86_64__)
  if (set == HK_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (set == HK_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
  if (set == HK_NEON) return 1;
#endif
  return 0;
}

int hk_named(const char *name) {
  static const char *const names[HK_SETS] = {"scalar", "avx2", "avx512", "neon"};
  int widest = HK_SCALAR;
  for (int set = HK_SCALAR; set < HK_SETS; set++) {
    if (!hk_has(set)) continue;
    if (name && !strcmp(name, names[set])) return set;
    widest = set;
  }
  return widest;
}

int hk_default(void) { return hk_named(getenv("HILUM_KERNELS")); }

void hk_dwconv7(int set, const float *x, const float *taps, const float *bias, float *y, long H, long W, long C,
                long row0, long row1, int accumulate) {
  tables[set]->dwconv7(x, taps, bias, y, H, W, C, row0, row1, accumulate);
}
void hk_dwconv7_taps(int set, const float *x, const float *dy, float *dtaps, long H, long W, long C) {
  tables[set]->dwconv7_taps(x, dy, dtaps, H, W, C);
}
void hk_layernorm(int set, const float *x, const float *w, const float *b, float *y, float *mean, float *rstd, long rows,
                  long C, float eps) {
  tables[set]->layernorm(x, w, b, y, mean, rstd, rows, C, eps);
}
void hk_layernorm_backward(int set, const float *dy, const float *x, const float *mean, const float *rstd,
                           const float *w, float *dx, float *dw, float *db, long rows, long C) {
  tables[set]->layernorm_backward(dy, x, mean, rstd, w, dx, dw, db, rows, C);
}
void hk_bias_gelu(int set, float *h, const float *bias, float *u, float *squares, long rows, long C) {
  tables[set]->bias_gelu(h, bias, u, squares, rows, C);
}
void hk_gelu_backward(int set, const float *dg, const float *u, const float *h, const float *scale, const float *pull,
                      float *dh, float *sums, long rows, long C) {
  tables[set]->gelu_backward(dg, u, h, scale, pull, dh, sums, rows, C);
}
void hk_scale_shift(int set, const float *x, const float *scale, const float *shift, float *y, long rows, long C) {
  tables[set]->scale_shift(x, scale, shift, y, rows, C);
}
void hk_add_row(int set, const float *x, const float *b, float factor, float *y, long rows, long C) {
  tables[set]->add_row(x, b, factor, y, rows, C);
}
void hk_axpy(int set, const float *x, float factor, float *y, long n) { tables[set]->axpy(x, factor, y, n); }
void hk_column_sums(int set, const float *x, float factor, float *sums, long rows, long C) {
  tables[set]->column_sums(x, factor, sums, rows, C);
}
void hk_column_dots(int set, const float *a, const float *b, float *dots, long rows, long C) {
  tables[set]->column_dots(a, b, dots, rows, C);
}

long hk_panel(int set) { return tables[set]->panel; }
long hk_packed_size(int set, long n, long k) { return tables[set]->packed_size(n, k); }
void hk_pack_halves(int set, const uint16_t *w, long n, long k, uint16_t *packed, long panel0, long panel1) {
  tables[set]->pack_halves(w, n, k, packed, panel0, panel1);
}
void hk_pack(int set, const float *w, const float *scale, const float *gain, long n, long k, float *packed, long panel0,
             long panel1) {
  tables[set]->pack(w, scale, gain, n, k, packed, panel0, panel1);
}
void hk_product(int set, const struct hk_product *product) { tables[set]->product(product); }

float hk_multiply_add(int set, long rounds, float factor, float term, long *flops) {
  *flops = rounds * tables[set]->round_flops;
  return tables[set]->multiply_add(rounds, factor, term);
}
