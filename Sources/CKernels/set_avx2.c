// The kernels compiled for AVX2, FMA and the conversion of halves, which came with it.
#include "table.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "lanes_avx2.h"

#include "columns.h"
#include "depthwise.h"
#include "gelu_passes.h"
#include "gemm.h"
#include "norm.h"

const struct table hk_avx2 = TABLE_ROW;
#pragma clang attribute pop
#endif
