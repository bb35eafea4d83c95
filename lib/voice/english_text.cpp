#include "voice/english_text.h"

#include <algorithm>
#include <cstddef>

#include "voice/characters.h"

namespace parley {
namespace {

constexpr std::size_t kMostNumber = 16;  // digits of an amount

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

/// Letters with accents, U+00C0 to U+00FF, without them.
std::string_view without_accent(char32_t character) {
  constexpr std::string_view kBase = "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty";
  if (character == 0xDF) return "ss";
  if (character == 0xC6 || character == 0xE6) return "ae";
  return kBase.substr(character - 0xC0, 1);
}

/// The word of a currency sign, which is written before its number and spoken behind it. The dollar flite knows.
std::string_view currency(char32_t character) {
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

std::string_view words_of(char32_t character) {
  if (character >= 0xC0 && character <= 0xFF) return without_accent(character);
  switch (character) {
    case U'&':
      return " and ";
    case U'@':
      return " at ";
    case U'%':
      return " percent ";
    case U'+':
      return " plus ";
    case U'=':
      return " equals ";
    case U'#':
      return " number ";
    case U'(':
    case U')':
    case 0x2013:
    case 0x2014:
      return ", ";
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x2010:
    case 0x2011:
      return "-";
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

bool stands_as_it_is(char32_t character) {
  constexpr std::u32string_view kMarks = U".,?!'-:;/$";
  return is_digit(character) || is_letter(character) || kMarks.find(character) != std::u32string_view::npos;
}

/// Where the number that begins at `at` ends: "1,250.50", without a full stop behind it.
std::size_t number_end(std::u32string_view text, std::size_t at) {
  const std::size_t last = std::min(text.size(), at + kMostNumber);
  while (at < last) {
    const bool inside = (text[at] == U'.' || text[at] == U',') && at + 1 < text.size() && is_digit(text[at + 1]);
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

std::string english_text(std::string_view bytes) {
  const std::u32string text = characters_of(bytes.substr(0, 4 * kMostSpokenBytes));
  std::string plain;
  std::size_t at = 0;
  while (at < text.size() && plain.size() < kMostSpokenBytes) {
    const char32_t character = text[at++];
    if (stands_as_it_is(character)) {
      plain += static_cast<char>(character);
      continue;
    }
    const std::string_view money = currency(character);
    if (money.empty()) {
      add(plain, words_of(character));
      continue;
    }
    const std::size_t end = number_end(text, at);
    for (; at < end; ++at) plain += static_cast<char>(text[at]);
    add(plain, " ");
    add(plain, money);
    add(plain, " ");
  }
  const bool sounds = std::any_of(plain.begin(), plain.end(), [](char c) {
    return is_digit(static_cast<unsigned char>(c)) || is_letter(static_cast<unsigned char>(c));
  });
  if (!sounds) return {};
  plain.resize(plain.find_last_not_of(' ') + 1);
  return plain;
}

}  // namespace parley
