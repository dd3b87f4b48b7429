// GELU for sixteen lanes, from a table that lives in registers.
//
// gelu(x) = max(x, 0) - bump(|x|), where bump(a) = a * (1 - Phi(a)) is small and even. On each sixteenth of 0...5.6 it is a
// polynomial of degree 5 in the distance from the middle, our own fit at Chebyshev points in double precision; beyond, it is
// below 7e-8. A lane picks the coefficients of its interval by a permutation. In float32 the error is below 3e-7.
#pragma once
#define HAS_GELU

static const float bump0[LANES] = {
    0.0753444582f, 0.15739058f, 0.166938588f, 0.135102332f, 0.0907644555f, 0.0521957576f,
    0.0260554943f, 0.0113726752f, 0.00435820408f, 0.00146995799f, 0.000437048409f, 0.000114662951f,
    2.6563428e-05f, 5.43650549e-06f, 9.83281097e-07f, 1.57204383e-07f,
};
static const float bump1[LANES] = {
    0.126625031f, 0.0410586372f, -0.0165414084f, -0.0421707369f, -0.0434507281f, -0.0326545276f,
    -0.0198743492f, -0.0101739848f, -0.00445978669f, -0.00169058563f, -0.000557513442f, -0.000160568059f,
    -4.04958228e-05f, -8.96068013e-06f, -1.74208037e-06f, -2.97893962e-07f,
};
static const float bump2[LANES] = {
    -0.0473902673f, -0.036710877f, -0.0205691382f, -0.00576260919f, 0.0033972552f, 0.00653480459f,
    0.00583420135f, 0.00381165138f, 0.00200386904f, 0.000879509083f, 0.000328250491f, 0.000105284424f,
    2.92166533e-05f, 7.04656759e-06f, 1.48186859e-06f, 2.72373342e-07f,
};
static const float bump3[LANES] = {
    0.00195011683f, 0.00485639786f, 0.00550176715f, 0.00412168633f, 0.00197360455f, 0.000253342063f,
    -0.000573233468f, -0.000689938432f, -0.000492459279f, -0.000265829294f, -0.000116277857f, -4.24797872e-05f,
    -1.31741326e-05f, -3.50279856e-06f, -8.03716887e-07f, -1.59873849e-07f,
};
static const float bump4[LANES] = {
    0.00092401437f, 0.000464811455f, -0.000128387474f, -0.000496259541f, -0.000517558947f, -0.00032087916f,
    -0.000103321043f, 2.46232139e-05f, 6.02711152e-05f, 4.83295807e-05f, 2.68500153e-05f, 1.16846777e-05f,
    4.17010233e-06f, 1.24870326e-06f, 3.17936298e-07f, 6.94247788e-08f,
};
static const float bump5[LANES] = {
    -5.27101874e-05f, -0.000119242504f, -0.000105312662f, -3.79079429e-05f, 2.44725779e-05f, 4.72231441e-05f,
    3.61776692e-05f, 1.51643744e-05f, 7.4092145e-07f, -4.24069685e-06f, -3.87278578e-06f, -2.18662012e-06f,
    -9.33426975e-07f, -3.21046798e-07f, -9.163481e-08f, -2.20676135e-08f,
};

static inline __attribute__((always_inline)) V gelu(V x) {
  V a = _mm512_min_ps(_mm512_abs_ps(x), splat(5.5999944f));  // below 5.6, whose interval would be a seventeenth
  V place = a * splat(16 / 5.6f) - splat(0.5f);
  __m512i interval = (__m512i)(place + splat(0x1.8p23f));  // rounded into the low bits, of which the permutation reads four
  V f = _mm512_reduce_ps(place, 0);
#define PICK(c) _mm512_permutexvar_ps(interval, whole(c))
  V p = PICK(bump5) * f + PICK(bump4);
  p = p * f + PICK(bump3);
  p = p * f + PICK(bump2);
  p = p * f + PICK(bump1);
  p = p * f + PICK(bump0);
#undef PICK
  return _mm512_max_ps(splat(0), x) - p;  // in this order a NaN stays one
}
