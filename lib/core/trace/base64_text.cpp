#include "core/trace/base64_text.h"

#include <array>

namespace parley::trace {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

template <class Bytes>
void encode(const Bytes& bytes, std::string& out) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0U;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    out += kAlphabet[group >> 18U];
    out += kAlphabet[group >> 12U & 63U];
    out += i + 1 < bytes.size() ? kAlphabet[group >> 6U & 63U] : '=';
    out += i + 2 < bytes.size() ? kAlphabet[group & 63U] : '=';
  }
}

template <class Bytes>
bool decode(std::string_view text, Bytes& out) {
  out.clear();
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::size_t digits = text.size() - padding;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint8_t digit = kDigits[static_cast<unsigned char>(text[i])];
    if (digit == kNoDigit) return false;
    // At most 18 of the kept bits are still wanted; older ones fall off at the top.
    bits = bits << 6U | digit;
    if (i % 4 == 0) continue;
    const auto shift = static_cast<std::uint32_t>(6 - 2 * (i % 4));
    out.push_back(static_cast<typename Bytes::value_type>(bits >> shift & 0xFFU));
  }
  // What the last digit holds beyond the last byte has to be zero, so that every text means different bytes.
  const std::uint32_t stray = padding == 0 ? 0U : padding == 1 ? 3U : 15U;
  return (bits & stray) == 0;
}

}  // namespace

void append_base64(std::span<const std::uint8_t> bytes, std::string& out) {
  encode(bytes, out);
}
void append_base64(std::string_view bytes, std::string& out) {
  encode(bytes, out);
}
bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out) {
  return decode(text, out);
}
bool decode_base64(std::string_view text, std::string& out) {
  return decode(text, out);
}

}  // namespace parley::trace
