// The kernels of one set as a row of function pointers.
#pragma once

#include "CKernels.h"

struct table {
  void (*dwconv7)(const float *, const float *, const float *, float *, long, long, long, long, long, int);
  void (*dwconv7_taps)(const float *, const float *, float *, long, long, long);
  void (*layernorm)(const float *, const float *, const float *, float *, float *, float *, long, long, float);
  void (*layernorm_backward)(const float *, const float *, const float *, const float *, const float *, float *,
                             float *, float *, long, long);
  void (*bias_gelu)(float *, const float *, float *, float *, long, long);
  void (*gelu_backward)(const float *, const float *, const float *, const float *, const float *, float *, float *,
                        long, long);
  void (*scale_shift)(const float *, const float *, const float *, float *, long, long);
  void (*add_row)(const float *, const float *, float, float *, long, long);
  void (*axpy)(const float *, float, float *, long);
  void (*column_sums)(const float *, float, float *, long, long);
  void (*column_dots)(const float *, const float *, float *, long, long);
  long (*packed_size)(long, long);
  void (*pack)(const float *, const float *, const float *, long, long, float *, long, long);
  void (*pack_halves)(const uint16_t *, long, long, uint16_t *, long, long);
  void (*product)(const struct hk_product *);
  long panel;
  float (*multiply_add)(long, float, float);
  long round_flops;
};

extern const struct table hk_scalar, hk_avx2, hk_avx512, hk_neon;

#define TABLE_ROW                                                                                              \
  {dwconv7, dwconv7_taps, layernorm, layernorm_backward, bias_gelu, gelu_backward, scale_shift, add_row, axpy, \
   column_sums, column_dots, packed_size, pack, pack_halves, product, PANEL, multiply_add, 24 * LANES}
