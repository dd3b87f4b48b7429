// The eight-bit layers compiled for AVX-512 with VNNI, whose one instruction adds four products of bytes to a sum.
#include "byte_table.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma,f16c"))), apply_to = function)
#include "lanes_avx512.h"

#include "lanes_bytes_vnni.h"

#include "gelu_table.h"

#include "gelu.h"

#include "byte_tile.h"

const struct byte_table hk8_vnni = BYTE_TABLE_ROW;
#pragma clang attribute pop
#endif
