#include "core/audio/correlation_avx2.h"

#include "core/base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace parley {
namespace {

constexpr std::size_t kLanes = 16;  // of 16 bits
constexpr std::size_t kPlaces = 4;  // that are worked on together, so that their sums are folded together

PARLEY_AVX2 inline __m256i load(const std::int16_t* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(static_cast<const void*>(from)));
}

PARLEY_AVX2 inline __m256i add_pairs(__m256i sums, __m256i pattern, const std::int16_t* stretch) {
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pattern, load(stretch)));
}

/// The products at four places one after the other.
PARLEY_AVX2 inline __m128i four_products(const std::int16_t* pattern, const std::int16_t* stretch,
                                         std::size_t size) {
  __m256i first = _mm256_setzero_si256();
  __m256i second = first;
  __m256i third = first;
  __m256i fourth = first;
  for (std::size_t i = 0; i < size; i += kLanes) {
    const __m256i part = load(pattern + i);
    first = add_pairs(first, part, stretch + i);
    second = add_pairs(second, part, stretch + i + 1);
    third = add_pairs(third, part, stretch + i + 2);
    fourth = add_pairs(fourth, part, stretch + i + 3);
  }
  // Each half of a register ends with one sum of each place, in order.
  const __m256i sums = _mm256_hadd_epi32(_mm256_hadd_epi32(first, second), _mm256_hadd_epi32(third, fourth));
  return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

PARLEY_AVX2 inline std::int32_t one_product(const std::int16_t* pattern, const std::int16_t* stretch,
                                            std::size_t size) {
  __m256i sums = _mm256_setzero_si256();
  for (std::size_t i = 0; i < size; i += kLanes) sums = add_pairs(sums, load(pattern + i), stretch + i);
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  four = _mm_hadd_epi32(four, four);
  return _mm_cvtsi128_si32(_mm_hadd_epi32(four, four));
}

}  // namespace

PARLEY_AVX2 std::size_t add_products_avx2(std::span<const std::int16_t> pattern,
                                          std::span<const std::int16_t> stretch, std::span<std::int32_t> products) {
  const std::size_t size = pattern.size() / kLanes * kLanes;
  std::size_t at = 0;
  for (; at + kPlaces <= products.size(); at += kPlaces) {
    auto* const place = static_cast<__m128i*>(static_cast<void*>(products.data() + at));
    const __m128i four = four_products(pattern.data(), stretch.data() + at, size);
    _mm_storeu_si128(place, _mm_add_epi32(_mm_loadu_si128(place), four));
  }
  for (; at < products.size(); ++at) products[at] += one_product(pattern.data(), stretch.data() + at, size);
  return size;
}

}  // namespace parley

#else

namespace parley {

std::size_t add_products_avx2(std::span<const std::int16_t>, std::span<const std::int16_t>,
                              std::span<std::int32_t>) {
  return 0;
}

}  // namespace parley

#endif
