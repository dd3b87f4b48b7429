// The eight-bit layers compiled for AVX2.
#include "byte_table.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "lanes_avx2.h"

#include "lanes_bytes_avx2.h"

#include "gelu.h"

#include "byte_tile.h"

const struct byte_table hk8_avx2 = BYTE_TABLE_ROW;
#pragma clang attribute pop
#endif
