// What the eight-bit layers need besides lanes_scalar.h, one number at a time. A "vector" of bytes is four of them.
#pragma once

#define BYTE_ROWS 2
#define BYTE_VECTORS 16
typedef int32_t I;

static inline I zero(void) { return 0; }
static inline I bytes4(const uint8_t *p) {
  I four;
  memcpy(&four, p, sizeof four);
  return four;
}
static inline I fours(const int8_t *p) { return bytes4((const uint8_t *)p); }
static inline I multiply(I acc, I a, I w) {
  uint8_t x[4];
  int8_t y[4];
  memcpy(x, &a, sizeof x);
  memcpy(y, &w, sizeof y);
  return acc + x[0] * y[0] + x[1] * y[1] + x[2] * y[2] + x[3] * y[3];
}
static inline V floats(I v) { return (V)v; }
// With a NaN the second, as the wide sets have it.
static inline V smaller(V a, V b) { return a < b ? a : b; }
static inline V greater(V a, V b) { return a > b ? a : b; }
static inline V either(M m, V a, V b) { return m ? a : b; }
static inline float least_lane(V v) { return v; }
// Rounded to nearest even; the exponent's bias is 127 in a float and 15 in a half.
static inline void put_half(uint16_t *p, V v) {
  uint32_t bits, magnitude;
  memcpy(&bits, &v, sizeof bits);
  magnitude = bits & 0x7FFFFFFF;
  uint32_t half;
  if (magnitude > 0x7F800000) {
    half = 0x7E00;
  } else if (magnitude >= 0x477FF000) {
    half = 0x7C00;
  } else if (magnitude < 0x38800000) {
    // Below 2^-14 a half counts in steps of 2^-24, which are the last bits of a float between 1/2 and 1.
    V shifted = of_bits(magnitude) + 0.5f;
    memcpy(&half, &shifted, sizeof half);
    half -= 0x3F000000;
  } else {
    half = (magnitude - 0x38000000 + 0xFFF + (magnitude >> 13 & 1)) >> 13;
  }
  *p = (uint16_t)(half | (bits >> 16 & 0x8000));
}
static inline void put_bytes(uint8_t *p, const V v[4]) {
  // In this order a NaN becomes 0.
  for (int i = 0; i < 4; i++) p[i] = (uint8_t)lrintf(smaller(greater(v[i], 0), HK8_LEVELS));
}
static inline void put_signed(int8_t *p, const V v[4]) {
  for (int i = 0; i < 4; i++) p[i] = (int8_t)lrintf(v[i]);
}
