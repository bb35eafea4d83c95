#include "core/twilio/base64.h"

#include <array>

#include "core/base/cpu.h"
#include "core/twilio/base64_avx2.h"

namespace parley::twilio {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Above the 24 bits of a group, so that one "or" over all groups tells whether any character was wrong.
constexpr std::uint32_t kNotBase64 = 1U << 31U;

using Sextets = std::array<std::uint32_t, 256>;

/// The value of each character already shifted to its place in a group of four.
constexpr Sextets make_sextets(unsigned shift) {
  Sextets table{};
  for (std::uint32_t& entry : table) entry = kNotBase64;
  for (std::uint32_t value = 0; value < kAlphabet.size(); ++value) {
    table[static_cast<unsigned char>(kAlphabet[value])] = value << shift;
  }
  return table;
}

constexpr Sextets kFirst = make_sextets(18);
constexpr Sextets kSecond = make_sextets(12);
constexpr Sextets kThird = make_sextets(6);
constexpr Sextets kFourth = make_sextets(0);

std::uint32_t index_of(char character) {
  return static_cast<unsigned char>(character);
}

std::uint8_t low_byte(std::uint32_t bits) {
  return static_cast<std::uint8_t>(bits & 0xFFU);
}

char digit(std::uint32_t bits) {
  return kAlphabet[bits & 0x3FU];
}

/// The last group, which may be padded. Bits that padding leaves unused have to be zero, otherwise two texts
/// would mean the same bytes.
bool decode_last(const char* in, std::uint8_t* out) {
  const std::uint32_t head = kFirst[index_of(in[0])] | kSecond[index_of(in[1])];
  if (in[3] != '=') {
    const std::uint32_t group = head | kThird[index_of(in[2])] | kFourth[index_of(in[3])];
    if ((group & kNotBase64) != 0) return false;
    out[0] = low_byte(group >> 16U);
    out[1] = low_byte(group >> 8U);
    out[2] = low_byte(group);
    return true;
  }
  if (in[2] != '=') {
    const std::uint32_t group = head | kThird[index_of(in[2])];
    if ((group & (kNotBase64 | 0xFFU)) != 0) return false;
    out[0] = low_byte(group >> 16U);
    out[1] = low_byte(group >> 8U);
    return true;
  }
  if ((head & (kNotBase64 | 0xFFFFU)) != 0) return false;
  out[0] = low_byte(head >> 16U);
  return true;
}

}  // namespace

std::optional<std::size_t> base64_decoded_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.empty()) return 0;
  std::size_t padding = 0;
  if (text.back() == '=') padding = text[text.size() - 2] == '=' ? 2 : 1;
  return text.size() / 4 * 3 - padding;
}

bool base64_decode(std::string_view text, std::uint8_t* out) {
  if (text.size() % 4 != 0) return false;
  if (text.empty()) return true;
  const char* in = text.data();
  const char* const last = in + (text.size() - 4);
  if (has_avx2()) {
    bool bad = false;
    const std::size_t done = base64_decode_avx2(text.substr(0, text.size() - 4), out, bad);
    if (bad) return false;
    in += done;
    out += done / 4 * 3;
  }
  std::uint32_t wrong = 0;
  for (; in != last; in += 4, out += 3) {
    const std::uint32_t group =
        kFirst[index_of(in[0])] | kSecond[index_of(in[1])] | kThird[index_of(in[2])] | kFourth[index_of(in[3])];
    wrong |= group;
    out[0] = low_byte(group >> 16U);
    out[1] = low_byte(group >> 8U);
    out[2] = low_byte(group);
  }
  return (wrong & kNotBase64) == 0 && decode_last(in, out);
}

void base64_encode(std::span<const std::uint8_t> bytes, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + (bytes.size() + 2) / 3 * 4);
  char* to = out.data() + start;
  const std::uint8_t* from = bytes.data();
  std::size_t left = bytes.size();
  if (has_avx2()) {
    const std::size_t done = base64_encode_avx2(bytes, to);
    from += done;
    left -= done;
    to += done / 3 * 4;
  }
  for (; left >= 3; left -= 3, from += 3, to += 4) {
    const std::uint32_t group =
        (std::uint32_t{from[0]} << 16U) | (std::uint32_t{from[1]} << 8U) | std::uint32_t{from[2]};
    to[0] = digit(group >> 18U);
    to[1] = digit(group >> 12U);
    to[2] = digit(group >> 6U);
    to[3] = digit(group);
  }
  if (left == 0) return;
  const std::uint32_t group = (std::uint32_t{from[0]} << 16U) | (left == 2 ? std::uint32_t{from[1]} << 8U : 0U);
  to[0] = digit(group >> 18U);
  to[1] = digit(group >> 12U);
  to[2] = left == 2 ? digit(group >> 6U) : '=';
  to[3] = '=';
}

}  // namespace parley::twilio
