// Single-precision matrix multiplication from OpenBLAS, always on the calling thread. Neural is the only importer.
#pragma once

// C[m][n] = alpha * op(A) op(B) + beta * C, row-major; op transposes where the flag is set, ld* are row strides.
void hb_sgemm(int transpose_a, int transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
              const float *b, long ldb, float beta, float *c, long ldc);
