// OpenBLAS without its own threads: they lose a fifth against tiles that the caller spreads over its threads.
#include "COpenBLAS.h"

#include <cblas.h>

__attribute__((constructor)) static void calling_thread_only(void) { openblas_set_num_threads(1); }

void hb_sgemm(int transpose_a, int transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
              const float *b, long ldb, float beta, float *c, long ldc) {
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, (int)m,
              (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
}
