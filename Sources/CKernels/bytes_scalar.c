// The eight-bit layers compiled for one number at a time.
#include "byte_table.h"
#include "lanes_scalar.h"

#include "lanes_bytes_scalar.h"

#include "gelu.h"

#include "byte_tile.h"

const struct byte_table hk8_scalar = BYTE_TABLE_ROW;
