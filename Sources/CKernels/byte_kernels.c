// The door to the eight-bit layers: which set runs here, and each kernel through the table of its set.
#include "byte_table.h"

#if defined(__x86_64__)
static const struct byte_table *const tables[HK8_SETS] = {&hk8_scalar, &hk8_avx2, &hk8_vnni};
#else
static const struct byte_table *const tables[HK8_SETS] = {&hk8_scalar, 0, 0};
#endif

int hk8_has(int set) {
  if (set == HK8_SCALAR) return 1;
#if defined(__x86_64__)
  if (set == HK8_AVX2) return hk_has(HK_AVX2);
  if (set == HK8_VNNI) return hk_has(HK_AVX512) && __builtin_cpu_supports("avx512vnni");
#endif
  return 0;
}

int hk8_default(void) {
  int floats = hk_default();
  if (floats == HK_AVX512 && hk8_has(HK8_VNNI)) return HK8_VNNI;
  return (floats == HK_AVX512 || floats == HK_AVX2) && hk8_has(HK8_AVX2) ? HK8_AVX2 : HK8_SCALAR;
}

long hk8_panel(int set) { return tables[set]->panel; }
long hk8_packed_size(int set, long n, long k) {
  long panel = hk8_panel(set);
  return (n + panel - 1) / panel * panel * ((k + 7) / 8 * 8);
}

void hk8_pack(int set, const float *w, const float *fold, const struct hk8_weights *packed, long panel0, long panel1) {
  tables[set]->pack(w, fold, packed, panel0, panel1);
}
void hk8_norm(int set, const float *x, long rows, long C, float eps, uint8_t *q, float *step, float *least) {
  tables[set]->norm(x, rows, C, eps, q, step, least);
}
void hk8_requantise(int set, const uint16_t *half, const float *factor, long rows, long C, uint8_t *q, float *step,
                    float *least) {
  tables[set]->requantise(half, factor, rows, C, q, step, least);
}
void hk8_product(int set, const struct hk8_product *product) { tables[set]->product(product); }
