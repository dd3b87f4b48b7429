// Single-precision GEMM from OpenBLAS. Neural is the only importer.
#pragma once
#include <cblas.h>
