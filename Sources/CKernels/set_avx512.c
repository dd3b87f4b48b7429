// The kernels compiled for AVX-512.
#include "table.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,f16c"))), apply_to = function)
#include "lanes_avx512.h"

#include "gelu_table.h"

#include "columns.h"
#include "depthwise.h"
#include "gelu_passes.h"
#include "gemm.h"
#include "norm.h"

const struct table hk_avx512 = TABLE_ROW;
#pragma clang attribute pop
#endif
