#include "voice/hebrew/lexicon.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "voice/characters.h"
#include "voice/hebrew/letters.h"
#include "voice/hebrew/niqqud.h"

namespace parley::hebrew {
namespace {

constexpr std::size_t kMostWordBytes = 100;

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end;
  }
  return fields;
}

bool has_letters(std::u32string_view word) {
  for (const char32_t c : word) {
    if (is_letter(c) || (c >= U'a' && c <= U'z')) return true;
  }
  return false;
}

}  // namespace

Result<Lexicon> Lexicon::read(std::string_view text, const std::string& file) {
  Lexicon lexicon;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    const auto wrong = [&](const char* why) { return make_error(why, file + ":" + std::to_string(number)); };
    const std::vector<std::string_view> fields = fields_of(line);
    if (fields.empty() || fields[0].front() == '#') continue;
    if (!is_utf8(line)) return wrong("is no UTF-8");
    const bool given = fields.size() > 2 && fields[1] == "=";
    if (fields.size() > 2 && !given) return wrong("must be a word, a spelling and a word, or a word = phonemes");
    if (fields[0].size() > kMostWordBytes || fields.back().size() > kMostWordBytes)
      return wrong("is too long a word");
    const std::u32string word = without_points(characters_of(fields[0]));
    const std::u32string pointed = characters_of(fields.back());
    if (!has_letters(word)) return wrong("has no word");
    if (!given && !has_vowels(pointed)) return wrong("has no vowel points");
    std::string phonemes = given ? std::string(fields[2]) : phonemes_of_pointed(pointed);
    for (std::size_t i = 3; given && i < fields.size(); ++i) phonemes.append(" ").append(fields[i]);
    lexicon.words_.insert_or_assign(word, std::move(phonemes));
  }
  return lexicon;
}

const Lexicon& Lexicon::built_in() {
  static const Lexicon lexicon = [] {
    auto made = read(lexicon_text(), "languages/he.lexicon");
    PARLEY_CHECK(made.has_value());  // a test reads it
    return std::move(*made);
  }();
  return lexicon;
}

const std::string* Lexicon::find(std::u32string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? nullptr : &found->second;
}

}  // namespace parley::hebrew
