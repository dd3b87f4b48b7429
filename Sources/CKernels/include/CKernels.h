// The hot loops of the networks, chosen at run time for the CPU. Each is checked against a naive loop in NeuralTests.
//
// Pictures are channels last, [H][W][C]; matrices are row-major [rows][C]. Pointers never overlap unless it is said.
// Every function takes the kernel set to use: HK_SCALAR runs everywhere, the others where `hk_has` says so.
#pragma once

#include <stdint.h>

enum { HK_SCALAR = 0, HK_AVX2 = 1, HK_AVX512 = 2, HK_NEON = 3, HK_SETS = 4 };

// Whether this CPU and this build can run a set.
int hk_has(int set);
// The set of that name (scalar, avx2, avx512, neon) where it runs here, else the widest that does. `name` may be null.
int hk_named(const char *name);
// The set that the environment variable HILUM_KERNELS names.
int hk_default(void);

// y = conv7x7(x) + bias for the rows [row0, row1), padding 3, one filter per channel; taps [49][C]; bias may be null.
// With accumulate the result is added to y.
void hk_dwconv7(int set, const float *x, const float *taps, const float *bias, float *y, long H, long W, long C,
                long row0, long row1, int accumulate);
// dtaps[49][C] += d loss / d taps, for the upstream gradient dy [H][W][C].
void hk_dwconv7_taps(int set, const float *x, const float *dy, float *dtaps, long H, long W, long C);

// y = (x - mean) * rstd * w + b for each row; mean and rstd [rows] are written unless null; y may be x. Without w and b,
// which may be null together, y = (x - mean) * rstd.
void hk_layernorm(int set, const float *x, const float *w, const float *b, float *y, float *mean, float *rstd, long rows,
                  long C, float eps);
// dx, which may be dy; dw += and db += unless null.
void hk_layernorm_backward(int set, const float *dy, const float *x, const float *mean, const float *rstd,
                           const float *w, float *dx, float *dw, float *db, long rows, long C);

// h += bias; u = gelu(h), the exact (erf) form; squares[C] += sum of u*u over rows unless null. With u == h only u is kept.
void hk_bias_gelu(int set, float *h, const float *bias, float *u, float *squares, long rows, long C);
// dh = (dg * scale + u * pull) * gelu'(h), column by column; sums[C] += sum of dh over rows; dh may be dg.
void hk_gelu_backward(int set, const float *dg, const float *u, const float *h, const float *scale, const float *pull,
                      float *dh, float *sums, long rows, long C);

// y = x * scale + shift, column by column; y may be x.
void hk_scale_shift(int set, const float *x, const float *scale, const float *shift, float *y, long rows, long C);
// y = x + factor * b, a row b added to every row; y may be x.
void hk_add_row(int set, const float *x, const float *b, float factor, float *y, long rows, long C);
// y += factor * x, n numbers.
void hk_axpy(int set, const float *x, float factor, float *y, long n);
// sums[C] += factor * sum over rows of x.
void hk_column_sums(int set, const float *x, float factor, float *sums, long rows, long C);
// dots[C] += sum over rows of a*b.
void hk_column_dots(int set, const float *a, const float *b, float *dots, long rows, long C);

// How many columns one panel of packed weights has, and how many floats w[n][k] takes when it is packed.
long hk_panel(int set);
long hk_packed_size(int set, long n, long k);
// Packs the panels [panel0, panel1) of w[n][k], each column k times scale[k] and each row n times gain[n], unless null.
void hk_pack(int set, const float *w, const float *scale, const float *gain, long n, long k, float *packed, long panel0,
             long panel1);
// The same for numbers of 16 bits, which stay what they are.
void hk_pack_halves(int set, const uint16_t *w, long n, long k, uint16_t *packed, long panel0, long panel1);

// What packed weights are made of: float32, IEEE 754 halves, or the upper halves of float32 (bfloat16).
enum { HK_FLOAT = 0, HK_HALF = 1, HK_BFLOAT = 2 };

// A product with packed weights, C[rows][columns] = bias + base + A[rows][inner] * (diag(gain) * W * diag(scale))^T, for the
// panels [panel0, panel1). Rows lie a stride apart. bias, base, scale, gain, activated and squares may be null; bias and gain
// have a number for every column of the panels; base and activated may be c. activated = gelu(C); squares[columns] += column
// sums of activated^2. With scale, scratch has room for 512 panel rows. `type` says what b is made of; halves and bfloats, and
// a gain, need a scale.
struct hk_product {
  long rows, inner, columns, panel0, panel1;
  const float *a;
  const void *b;
  float *c;
  const float *bias, *base, *scale, *gain;
  float *activated, *squares, *scratch;
  long a_stride, c_stride, base_stride, activated_stride;
  int type;
};
void hk_product(int set, const struct hk_product *product);

// Layers whose products are made of eight-bit numbers, for reading only.
//
// A row of activations x is held as bytes q in 0...127 with two numbers of its own: x = least + step * q. Weights are held as
// bytes v in -127...127 with one scale for each column of the product: w = scale * v. Then
//   sum_k x[k] w[k] = step * scale * sum_k q[k] v[k] + least * scale * sum_k v[k],
// whose first sum is exact in 32 bits (inner <= 65536) and whose second is known beforehand. Seven bits, so that AVX2, which
// adds two products in 16 bits, never saturates: every set makes the same sums.
enum { HK8_SCALAR = 0, HK8_AVX2 = 1, HK8_VNNI = 2, HK8_SETS = 3 };
enum { HK8_LEVELS = 127, HK8_TOP = 127 };

int hk8_has(int set);
// The widest that runs beside the set of `hk_default`.
int hk8_default(void);
// How many columns one panel has, and how many bytes w[n][k] takes when it is packed.
long hk8_panel(int set);
long hk8_packed_size(int set, long n, long k);
// The bytes or halves of one row of C numbers, a multiple of 64; what stands beyond C has no meaning.
static inline long hk8_stride(long C) { return (C + 63) / 64 * 64; }

struct hk8_weights {
  long columns, inner;
  // [columns / panel][inner / 4][panel][4], both filled up with zeros, the inner side to a multiple of 8.
  int8_t *panels;
  // For each column of the panels: its scale, its scale times the sum of its bytes, what is added to it.
  float *scale, *sum, *bias;
};
// Packs the panels [panel0, panel1) of w[n][k], each column k times fold[k] unless that is null; the biases stay as they are.
void hk8_pack(int set, const float *w, const float *fold, const struct hk8_weights *packed, long panel0, long panel1);

// Layer normalisation of each row of x [rows][C] without weight and bias, as bytes.
void hk8_norm(int set, const float *x, long rows, long C, float eps, uint8_t *q, float *step, float *least);
// Rows of halves, each column times factor[C], as bytes.
void hk8_requantise(int set, const uint16_t *half, const float *factor, long rows, long C, uint8_t *q, float *step,
                    float *least);

// The rows [0, rows) and the panels [panel0, panel1) of a product; rows of bytes and halves lie hk8_stride apart.
struct hk8_product {
  long rows, panel0, panel1;
  const struct hk8_weights *w;
  const uint8_t *a;
  const float *step, *least;
  // Either gelu(product + bias) as halves, no larger than they can be, and squares += its column sums of squares, both with
  // room for the whole panels,
  uint16_t *half;
  float *squares;
  // or c = product + bias + base [rows][columns]; base may be c or null.
  float *c;
  const float *base;
};
void hk8_product(int set, const struct hk8_product *product);

// Runs fused multiply-adds and nothing else, and says how many floating-point operations that were: chain i of twelve, in each
// lane, begins with i and becomes itself * factor + term in every round. Returns the sum of them all.
float hk_multiply_add(int set, long rounds, float factor, float term, long *flops);

// Calls body(context, task, worker) once for each task in [0, tasks), on up to `workers` threads, the caller's among them, and
// returns when all are done. worker is in [0, workers), and no two calls that run at once have the same. The threads are
// started once and kept. While another call is under way (or inside one) the caller does all the work.
void hk_parallel(long workers, long tasks, void (*body)(void *context, long task, long worker), void *context);
