// The kernels of eight-bit layers of one set as a row of function pointers.
#pragma once

#include "CKernels.h"

struct byte_table {
  void (*pack)(const float *, const float *, const struct hk8_weights *, long, long);
  void (*norm)(const float *, long, long, float, uint8_t *, float *, float *);
  void (*requantise)(const uint16_t *, const float *, long, long, uint8_t *, float *, float *);
  void (*product)(const struct hk8_product *);
  long panel;
};

extern const struct byte_table hk8_scalar, hk8_avx2, hk8_vnni;

#define BYTE_TABLE_ROW {pack_bytes, norm_bytes, requantise, product_of_bytes, BYTE_PANEL}
