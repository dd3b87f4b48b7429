// The kernels compiled for NEON.
#include "table.h"
#if defined(__aarch64__)
#include <math.h>
#include <string.h>
#include "lanes_neon.h"

#include "columns.h"
#include "depthwise.h"
#include "gelu_passes.h"
#include "gemm.h"
#include "norm.h"

const struct table hk_neon = TABLE_ROW;
#endif
