// How far a text may stand in a JSON string as it is: ASCII, no control character, no quote, no backslash. Eight
// bytes at a time, for almost everything on the wire is plain. It escapes nothing and judges nothing (see json.h).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace parley {

/// Eight bytes of the text. Past its end there are zeros, which are not plain.
inline std::uint64_t word_at(std::string_view text, std::size_t at) {
  std::uint64_t word = 0;
  if (text.size() - at >= sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);  // of known size, so one instruction
  } else {
    std::memcpy(&word, text.data() + at, text.size() - at);
  }
  return word;
}

/// How many of the eight bytes, from the first on, are plain. A borrow can only flag bytes behind one that is truly
/// special, so the first is exact.
inline std::size_t plain_bytes(std::uint64_t word) {
  static_assert(std::endian::native == std::endian::little, "the first byte has to be the lowest");
  constexpr std::uint64_t kEach = 0x0101010101010101ULL;
  const std::uint64_t quote = word ^ (kEach * '"');
  const std::uint64_t backslash = word ^ (kEach * '\\');
  const std::uint64_t special =
      word | ((word - kEach * 0x20) & ~word) | ((quote - kEach) & ~quote) | ((backslash - kEach) & ~backslash);
  return static_cast<std::size_t>(std::countr_zero(special & (kEach * 0x80))) / 8;
}

/// Length of the plain text from `at` on.
inline std::size_t plain_length(std::string_view text, std::size_t at = 0) {
  std::size_t end = at;
  while (end < text.size()) {
    const std::size_t plain = plain_bytes(word_at(text, end));
    end += plain;
    if (plain < sizeof(std::uint64_t)) break;
  }
  return end - at;
}

}  // namespace parley
