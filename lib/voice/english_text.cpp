#include "voice/english_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/base/utf8.h"

namespace parley {
namespace {

constexpr std::size_t kMostNumber = 16;  // digits of an amount

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::uint32_t character_at(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  if (length == 2) return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
  if (length == 3) return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  if (length == 4) return 0x10000;  // pictures and the like: none is spoken
  return byte(0);
}

/// Letters with accents, U+00C0 to U+00FF, without them.
std::string_view without_accent(std::uint32_t character) {
  constexpr std::string_view kBase = "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty";
  if (character == 0xDF) return "ss";
  if (character == 0xC6 || character == 0xE6) return "ae";
  return kBase.substr(character - 0xC0, 1);
}

/// The word of a currency sign, which is written before its number and spoken behind it. The dollar flite knows.
std::string_view currency(std::uint32_t character) {
  switch (character) {
    case 0xA3:
      return "pounds";
    case 0xA5:
      return "yen";
    case 0x20AA:
      return "shekels";
    case 0x20AC:
      return "euros";
    default:
      return {};
  }
}

std::string_view beyond_ascii(std::uint32_t character) {
  if (character >= 0xC0 && character <= 0xFF) return without_accent(character);
  switch (character) {
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x2010:
    case 0x2011:
      return "-";
    case 0x2013:
    case 0x2014:
      return ", ";
    case 0x2026:
      return "...";
    case 0xB0:
      return " degrees ";
    case 0xBD:
      return " and a half ";
    default:
      return " ";
  }
}

std::string_view ascii(const char& c) {
  switch (c) {
    case '&':
      return " and ";
    case '@':
      return " at ";
    case '%':
      return " percent ";
    case '+':
      return " plus ";
    case '=':
      return " equals ";
    case '#':
      return " number ";
    case '(':
    case ')':
      return ", ";
    case '.':
    case ',':
    case '?':
    case '!':
    case '\'':
    case '-':
    case ':':
    case ';':
    case '/':
    case '$':
      return {&c, 1};
    default:
      return is_digit(c) || is_letter(c) ? std::string_view{&c, 1} : " ";
  }
}

/// Where the number that begins at `at` ends: "1,250.50", without a full stop behind it.
std::size_t number_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const bool inside = (text[at] == '.' || text[at] == ',') && at + 1 < text.size() && is_digit(text[at + 1]);
    if (!is_digit(text[at]) && !inside) break;
    ++at;
  }
  return at;
}

void add(std::string& plain, std::string_view more) {
  for (const char c : more) {
    if (c != ' ' || (!plain.empty() && plain.back() != ' ')) plain += c;
  }
}

}  // namespace

std::string english_text(std::string_view text) {
  std::string plain;
  std::size_t at = 0;
  while (at < text.size() && plain.size() < kMostSpokenBytes) {
    const std::size_t length = utf8_sequence_length(text, at);
    if (length < 2) {
      add(plain, length == 1 ? ascii(text[at]) : " ");
      ++at;
      continue;
    }
    const std::uint32_t character = character_at(text, at, length);
    at += length;
    const std::string_view money = currency(character);
    if (money.empty()) {
      add(plain, beyond_ascii(character));
      continue;
    }
    const std::size_t end = number_end(text.substr(0, at + kMostNumber), at);
    add(plain, text.substr(at, end - at));
    add(plain, " ");
    add(plain, money);
    add(plain, " ");
    at = end;
  }
  const bool sounds = std::any_of(plain.begin(), plain.end(), [](char c) { return is_digit(c) || is_letter(c); });
  if (!sounds) return {};
  const std::size_t last = plain.find_last_not_of(' ');
  plain.resize(last + 1);
  return plain;
}

}  // namespace parley
