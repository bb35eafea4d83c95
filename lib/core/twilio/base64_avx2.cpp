#include "core/twilio/base64_avx2.h"

#include "core/base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace parley::twilio {
namespace {

constexpr std::size_t kCharacters = 32;  // at a time
constexpr std::size_t kBytes = 24;       // that they stand for
constexpr std::size_t kBytesOfAHalf = 12;
constexpr std::size_t kBytesRead =
    kBytesOfAHalf + 16;  // a half is read as sixteen bytes, the last four for nothing

PARLEY_AVX2 inline __m128i load_half(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

/// The same sixteen bytes in both halves.
PARLEY_AVX2 inline __m256i twice(__m128i table) {
  return _mm256_broadcastsi128_si256(table);
}

/// 24 bytes, twelve at the bottom of each half, to 32 numbers of six bits.
PARLEY_AVX2 inline __m256i to_sextets(__m256i bytes) {
  // Of each three bytes a, b, c the word b a c b: in it all four numbers lie inside of 16 bits.
  const __m256i words =
      _mm256_shuffle_epi8(bytes, twice(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10)));
  // Shifts that differ from lane to lane are products with powers of two: down by the high half, up by the low.
  const __m256i even =
      _mm256_mulhi_epu16(_mm256_and_si256(words, _mm256_set1_epi32(0x0FC0FC00)), _mm256_set1_epi32(0x04000040));
  const __m256i odd =
      _mm256_mullo_epi16(_mm256_and_si256(words, _mm256_set1_epi32(0x003F03F0)), _mm256_set1_epi32(0x01000010));
  return _mm256_or_si256(even, odd);
}

/// The distance to its character is the same for all numbers of a range, so each is mapped to its range first: 13
/// for letters A to Z, 0 for a to z, 1 to 10 for digits, 11 and 12 for the last two.
PARLEY_AVX2 inline __m256i to_characters(__m256i sextets) {
  const __m256i past_letters = _mm256_subs_epu8(sextets, _mm256_set1_epi8(51));
  const __m256i capitals = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), sextets);
  const __m256i range = _mm256_or_si256(past_letters, _mm256_and_si256(capitals, _mm256_set1_epi8(13)));
  const __m128i distance = _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                         '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
  return _mm256_add_epi8(sextets, _mm256_shuffle_epi8(twice(distance), range));
}

struct Sextets {
  __m256i values;
  __m256i allowed;  // zero where a character is not base64
};

/// Each half of a character's byte has a set of classes it may belong to; a character is good if both share one.
/// The classes: 1 is + and /, 2 the digits, 4 the rows from A and a, 8 the rows from P and p.
PARLEY_AVX2 inline Sextets from_characters(__m256i characters) {
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  const __m256i low = _mm256_and_si256(characters, nibble);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(characters, 4), nibble);
  const __m128i of_low = _mm_setr_epi8(10, 14, 14, 14, 14, 14, 14, 14, 14, 14, 12, 5, 4, 4, 4, 5);
  const __m128i of_high = _mm_setr_epi8(0, 0, 1, 2, 4, 8, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i allowed =
      _mm256_and_si256(_mm256_shuffle_epi8(twice(of_low), low), _mm256_shuffle_epi8(twice(of_high), high));
  // The high half also tells the distance, but for the slash, which borrows the entry below its own.
  const __m256i slash = _mm256_cmpeq_epi8(characters, _mm256_set1_epi8('/'));
  const __m128i distance =
      _mm_setr_epi8(0, 63 - '/', 62 - '+', 52 - '0', -'A', -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i shift = _mm256_shuffle_epi8(twice(distance), _mm256_add_epi8(high, slash));
  return {_mm256_add_epi8(characters, shift), allowed};
}

/// 32 numbers of six bits to 24 bytes at the bottom of the register.
PARLEY_AVX2 inline __m256i to_bytes(__m256i sextets) {
  const __m256i twelve_bits =
      _mm256_maddubs_epi16(sextets, _mm256_set1_epi16(0x0140));  // 64 times one plus the next
  const __m256i groups =
      _mm256_madd_epi16(twelve_bits, _mm256_set1_epi32(0x00011000));  // 4096 times one plus the next
  const __m256i halves =
      _mm256_shuffle_epi8(groups, twice(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)));
  return _mm256_permutevar8x32_epi32(halves, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7));
}

}  // namespace

PARLEY_AVX2 std::size_t base64_encode_avx2(std::span<const std::uint8_t> bytes, char* out) {
  std::size_t done = 0;
  for (; done + kBytesRead <= bytes.size(); done += kBytes, out += kCharacters) {
    const __m128i low = load_half(bytes.data() + done);
    const __m128i high = load_half(bytes.data() + done + kBytesOfAHalf);
    const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(out)), to_characters(to_sextets(both)));
  }
  return done;
}

PARLEY_AVX2 std::size_t base64_decode_avx2(std::string_view text, std::uint8_t* out, bool& wrong) {
  __m256i bad = _mm256_setzero_si256();
  std::size_t done = 0;
  for (; done + kCharacters <= text.size(); done += kCharacters, out += kBytes) {
    const void* from = text.data() + done;
    const Sextets sextets = from_characters(_mm256_loadu_si256(static_cast<const __m256i*>(from)));
    bad = _mm256_or_si256(bad, _mm256_cmpeq_epi8(sextets.allowed, _mm256_setzero_si256()));
    const __m256i bytes = to_bytes(sextets.values);
    // Exactly 24 bytes, since the room may end with them.
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(out)), _mm256_castsi256_si128(bytes));
    _mm_storel_epi64(static_cast<__m128i*>(static_cast<void*>(out + 16)), _mm256_extracti128_si256(bytes, 1));
  }
  wrong = _mm256_testz_si256(bad, bad) == 0;
  return done;
}

}  // namespace parley::twilio

#else

namespace parley::twilio {

std::size_t base64_encode_avx2(std::span<const std::uint8_t>, char*) {
  return 0;
}
std::size_t base64_decode_avx2(std::string_view, std::uint8_t*, bool& wrong) {
  wrong = false;
  return 0;
}

}  // namespace parley::twilio

#endif
