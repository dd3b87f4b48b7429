// The reference decoder. Declared here so that only the tests need libsixel.
#include "CTestTerminal.h"

#include <stdlib.h>
#include <string.h>

int sixel_decode_raw(unsigned char *bytes, int length, unsigned char **pixels, int *width, int *height,
                     unsigned char **palette, int *colors, void *allocator);

int test_sixel_decode(const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity, int *width, int *height,
                      uint8_t *palette) {
  unsigned char *decoded = NULL, *colors = NULL;
  int count = 0;
  int status = sixel_decode_raw((unsigned char *)bytes, (int)length, &decoded, width, height, &colors, &count, NULL);
  if (status & 0x1000 || !decoded) return -1;
  size_t size = (size_t)*width * (size_t)*height;
  if (size <= capacity) memcpy(pixels, decoded, size);
  memcpy(palette, colors, (size_t)(count < 256 ? count : 256) * 3);
  free(decoded);
  free(colors);
  return size <= capacity ? 0 : -1;
}
