// The kernels compiled for one number at a time.
#include "lanes_scalar.h"
#include "table.h"

#include "columns.h"
#include "depthwise.h"
#include "gelu_passes.h"
#include "gemm.h"
#include "norm.h"

const struct table hk_scalar = TABLE_ROW;
