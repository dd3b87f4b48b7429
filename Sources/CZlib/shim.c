#include "CZlib.h"

#include <string.h>

// Runs and Huffman codes, no search for matches: a filtered film has hardly any, and the search is what takes time.
size_t czlib_deflate(const unsigned char *bytes, size_t count, unsigned char *out, size_t capacity) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, 1, Z_DEFLATED, 15, 9, Z_RLE) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = out;
  stream.avail_out = (uInt)capacity;
  int result = deflate(&stream, Z_FINISH);
  size_t length = stream.total_out;
  deflateEnd(&stream);
  return result == Z_STREAM_END ? length : 0;
}

size_t czlib_bound(size_t count) { return compressBound((uLong)count) + 64; }
