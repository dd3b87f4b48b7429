// Deflate from zlib. Terminal is the only importer.
#pragma once
#include <stddef.h>
#include <zlib.h>

/// A zlib stream (RFC 1950) of `count` bytes into `out`, fast rather than small; its length, or 0 where it does not fit.
size_t czlib_deflate(const unsigned char *bytes, size_t count, unsigned char *out, size_t capacity);

/// The most bytes that `czlib_deflate` makes of `count`.
size_t czlib_bound(size_t count);
