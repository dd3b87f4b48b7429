// The kernels compiled for AVX2 and FMA.
#include "table.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "lanes_avx2.h"

#include "columns.h"
#include "depthwise.h"
#include "gelu.h"
#include "gemm.h"
#include "norm.h"

const struct table hk_avx2 = TABLE_ROW;
#pragma clang attribute pop
#endif
