#include "voice/hebrew/guess.h"
#include "voice/hebrew/hebrew_text.h"
#include "voice/hebrew/letters.h"
#include "voice/hebrew/niqqud.h"

namespace parley::hebrew {
namespace {

constexpr std::size_t kMostPrefixes = 3;
constexpr std::size_t kShortestStem = 2;

std::string_view prefix_of(char32_t letter) {
  switch (letter) {
    case kVav:
      return "ve";
    case kHe:
      return "ha";
    case kBet:
      return "be";
    case kLamed:
      return "le";
    case kMem:
      return "mi";
    case kShin:
      return "Se";
    case kKaf:
      return "ke";
    default:
      return {};
  }
}

/// "from" is "me" before what the throat says.
std::string_view joined_prefix(char32_t letter, std::string_view stem) {
  const bool throat = stem.empty() || std::string_view("haeiou?X'").find(stem.front()) != std::string_view::npos;
  return letter == kMem && throat ? "me" : prefix_of(letter);
}

}  // namespace

std::string phonemes_of_word(std::u32string_view word, const Lexicon& lexicon) {
  if (has_vowels(word)) return phonemes_of_pointed(word);
  const std::u32string letters = without_points(word);
  const std::u32string_view spelt = letters;
  if (const std::string* known = lexicon.find(spelt)) return *known;
  std::size_t prefixes = 0;
  while (prefixes < kMostPrefixes && spelt.size() > prefixes + kShortestStem &&
         !prefix_of(spelt[prefixes]).empty()) {
    ++prefixes;
    const std::string* stem = lexicon.find(spelt.substr(prefixes));
    if (stem == nullptr) continue;
    std::string phonemes = *stem;
    for (std::size_t i = prefixes; i-- > 0;) {
      phonemes = std::string(joined_prefix(spelt[i], phonemes)) + phonemes;
    }
    return phonemes;
  }
  return guess_unpointed(spelt);
}

}  // namespace parley::hebrew
