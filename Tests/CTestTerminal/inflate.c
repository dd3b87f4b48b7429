#include <zlib.h>

#include "CTestTerminal.h"

long test_inflate(const unsigned char *bytes, unsigned long count, unsigned char *out, unsigned long capacity) {
  uLongf length = capacity;
  return uncompress(out, &length, bytes, count) == Z_OK ? (long)length : -1;
}
