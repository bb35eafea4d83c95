#include "core/audio/mulaw_avx2.h"

#include "core/audio/mulaw_table.h"
#include "core/base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace parley {
namespace {

constexpr std::size_t kLanes = 16;  // of 16 bits

// The intrinsics want their own pointer types; this is the one place that converts.
PARLEY_AVX2 inline __m256i load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
PARLEY_AVX2 inline void store(void* to, __m256i value) {
  _mm256_storeu_si256(static_cast<__m256i*>(to), value);
}

/// Looks up the low byte of each lane, 0 to 15, in sixteen bytes. The high byte of the result is zero, because an
/// index with its top bit set gives zero.
PARLEY_AVX2 inline __m256i look_up(__m128i table, __m256i index) {
  const __m256i no_high = _mm256_set1_epi16(static_cast<short>(0x8000));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), _mm256_or_si256(index, no_high));
}

/// Sixteen codes to samples; the arithmetic is that of make_mulaw_table.
PARLEY_AVX2 inline __m256i decode(const std::uint8_t* codes) {
  const __m128i bytes = _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(codes)));
  const __m256i bits = _mm256_xor_si256(_mm256_cvtepu8_epi16(bytes), _mm256_set1_epi16(0xFF));
  const __m256i exponent = _mm256_and_si256(_mm256_srli_epi16(bits, 4), _mm256_set1_epi16(0x07));
  const __m256i mantissa = _mm256_and_si256(bits, _mm256_set1_epi16(0x0F));
  const __m256i bias = _mm256_set1_epi16(kMulawBias);
  const __m128i powers = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, static_cast<char>(0x80), 0, 0, 0, 0, 0, 0, 0, 0);
  // There is no shift by lane for 16 bits, so it is a product with a power of two.
  const __m256i shifted =
      _mm256_mullo_epi16(_mm256_add_epi16(_mm256_slli_epi16(mantissa, 3), bias), look_up(powers, exponent));
  const __m256i magnitude = _mm256_sub_epi16(shifted, bias);
  const __m256i negative = _mm256_srai_epi16(_mm256_slli_epi16(bits, 8), 15);
  return _mm256_sub_epi16(_mm256_xor_si256(magnitude, negative), negative);
}

/// Sixteen samples to codes, one in the low byte of each lane; the arithmetic is that of `compress` in mulaw.cpp.
PARLEY_AVX2 inline __m256i encode(__m256i samples) {
  const __m256i negative = _mm256_srai_epi16(samples, 15);
  // The magnitude of -32768 is right as an unsigned number, and clipped as one.
  const __m256i magnitude = _mm256_sub_epi16(_mm256_xor_si256(samples, negative), negative);
  const __m256i largest = _mm256_set1_epi16(32767 - kMulawBias);
  const __m256i biased = _mm256_add_epi16(_mm256_min_epu16(magnitude, largest), _mm256_set1_epi16(kMulawBias));
  // The place of the highest bit over bit 7, from the two halves of a byte; -128 loses against anything.
  const __m128i of_low = _mm_setr_epi8(-128, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
  const __m128i of_high = _mm_setr_epi8(-128, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7);
  const __m256i top = _mm256_srli_epi16(biased, 7);
  const __m256i exponent = _mm256_max_epi8(look_up(of_low, _mm256_and_si256(top, _mm256_set1_epi16(0x0F))),
                                           look_up(of_high, _mm256_srli_epi16(top, 4)));
  // Up by 7 less the exponent, then down by 7: a shift down by the exponent, and nothing overflows on the way.
  const __m128i powers = _mm_setr_epi8(static_cast<char>(0x80), 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i raised = _mm256_mullo_epi16(_mm256_srli_epi16(biased, 3), look_up(powers, exponent));
  const __m256i mantissa = _mm256_and_si256(_mm256_srli_epi16(raised, 7), _mm256_set1_epi16(0x0F));
  const __m256i sign = _mm256_and_si256(negative, _mm256_set1_epi16(0x80));
  const __m256i bits = _mm256_or_si256(_mm256_or_si256(sign, _mm256_slli_epi16(exponent, 4)), mantissa);
  return _mm256_xor_si256(bits, _mm256_set1_epi16(0xFF));
}

/// The squares of sixteen samples added to four sums. Two squares of -32768 fill all of 32 bits, so the pairs that
/// the product gives are widened as unsigned numbers.
PARLEY_AVX2 inline __m256i add_squares(__m256i sums, __m256i samples) {
  const __m256i pairs = _mm256_madd_epi16(samples, samples);
  const __m256i even = _mm256_and_si256(pairs, _mm256_set1_epi64x(0xFFFFFFFF));
  return _mm256_add_epi64(sums, _mm256_add_epi64(even, _mm256_srli_epi64(pairs, 32)));
}

PARLEY_AVX2 inline std::uint64_t total(__m256i sums) {
  const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(two)) + static_cast<std::uint64_t>(_mm_extract_epi64(two, 1));
}

}  // namespace

PARLEY_AVX2 std::size_t mulaw_decode_avx2(std::span<const std::uint8_t> codes, std::int16_t* samples) {
  std::size_t done = 0;
  for (; done + kLanes <= codes.size(); done += kLanes) store(samples + done, decode(codes.data() + done));
  return done;
}

PARLEY_AVX2 std::size_t mulaw_encode_avx2(std::span<const std::int16_t> samples, std::uint8_t* codes) {
  std::size_t done = 0;
  for (; done + 2 * kLanes <= samples.size(); done += 2 * kLanes) {
    const __m256i first = encode(load(samples.data() + done));
    const __m256i second = encode(load(samples.data() + done + kLanes));
    // Packing works on each half of the registers by itself; the permutation puts the quarters back in order.
    store(codes + done, _mm256_permute4x64_epi64(_mm256_packus_epi16(first, second), 0xD8));
  }
  return done;
}

PARLEY_AVX2 std::size_t add_squares_avx2(std::span<const std::int16_t> samples, std::uint64_t& sum) {
  __m256i sums = _mm256_setzero_si256();
  std::size_t done = 0;
  for (; done + kLanes <= samples.size(); done += kLanes) sums = add_squares(sums, load(samples.data() + done));
  sum += total(sums);
  return done;
}

PARLEY_AVX2 std::size_t add_squares_mulaw_avx2(std::span<const std::uint8_t> codes, std::uint64_t& sum) {
  __m256i sums = _mm256_setzero_si256();
  std::size_t done = 0;
  for (; done + kLanes <= codes.size(); done += kLanes) sums = add_squares(sums, decode(codes.data() + done));
  sum += total(sums);
  return done;
}

}  // namespace parley

#else

namespace parley {

std::size_t mulaw_decode_avx2(std::span<const std::uint8_t>, std::int16_t*) {
  return 0;
}
std::size_t mulaw_encode_avx2(std::span<const std::int16_t>, std::uint8_t*) {
  return 0;
}
std::size_t add_squares_avx2(std::span<const std::int16_t>, std::uint64_t&) {
  return 0;
}
std::size_t add_squares_mulaw_avx2(std::span<const std::uint8_t>, std::uint64_t&) {
  return 0;
}

}  // namespace parley

#endif
