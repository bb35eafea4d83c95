#include "voice/hebrew/guess.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "voice/hebrew/letters.h"

namespace parley::hebrew {
namespace {

struct Syllable {
  std::string onset;
  char vowel = 0;     // 0: not known
  bool mute = false;  // alef and ayin: heard only through their vowel
};
using Syllables = std::vector<Syllable>;

bool is_vowel_letter(char32_t c) {
  return c == kVav || c == kYod;
}

std::string onset_of(char32_t letter, bool first, bool foreign) {
  const bool stop = letter == kBet || letter == kKaf || letter == kPe;
  return std::string(consonant(letter, stop && first, foreign));
}

/// Consonants with the vowels that are written.
Syllables written(std::u32string_view word) {
  Syllables out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t c = word[i];
    if (!is_letter(c)) continue;
    const bool first = out.empty();
    const bool last = i + 1 == word.size();
    const bool doubled = !last && is_vowel_letter(c) && word[i + 1] == c;
    const bool foreign = !last && word[i + 1] == U'\'';
    if (doubled) {
      if (c == kYod && !first && out.back().vowel == 0) out.back().vowel = 'a';
      out.push_back({c == kVav ? "v" : "j"});
      ++i;
      continue;
    }
    if (is_vowel_letter(c) && !first && out.back().vowel == 0) {
      out.back().vowel = c == kYod ? 'i' : last ? 'u' : 'o';
      continue;
    }
    if (c == kHe && last) {
      if (!first && out.back().vowel == 0) out.back().vowel = 'a';
      continue;
    }
    const bool mute = c == kAlef || c == kAyin;
    if (mute && !first && last) {
      if (out.back().vowel == 0) out.back().vowel = 'a';
      continue;
    }
    out.push_back({mute ? (first ? "" : "?") : onset_of(c, first, foreign), 0, mute});
  }
  return out;
}

/// Vowels where a run of consonants cannot be spoken: after the first of the word, and before its last.
void fill_in(Syllables& sounds) {
  std::size_t begin = 0;
  while (begin < sounds.size()) {
    std::size_t end = begin;  // of the run: at a written vowel, or at the word's end
    while (end < sounds.size() && sounds[end].vowel == 0) ++end;
    const bool to_the_end = end == sounds.size();
    const std::size_t coda = to_the_end ? end - 1 : end;  // this one needs no vowel of ours
    if (to_the_end && end - begin >= 2) sounds[end - 2].vowel = end - begin >= 4 ? 'e' : 'a';
    bool open = begin == 0;  // the word begins with one, and no more than two stand together later
    for (std::size_t i = begin; i < coda && i < end; ++i) {
      if (sounds[i].vowel != 0) break;
      const bool next_has = i + 1 < sounds.size() && sounds[i + 1].vowel != 0;
      if (open || sounds[i].mute || (!next_has && i > begin)) {
        sounds[i].vowel = 'a';
        open = false;
      } else {
        open = true;
      }
      if (next_has && !to_the_end) break;
    }
    begin = end + 1;
  }
  if (sounds.size() == 1 && sounds[0].vowel == 0) sounds[0].vowel = 'a';
}

// ---- Latin -----------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 26> kLetterNames = {
    "'ej", "b'i", "s'i", "d'i",  "'i",    "'ef", "dZ'i", "'ejtS", "'aj", "dZ'ej",    "k'ej", "'el",  "'em",
    "'en", "'o",  "p'i", "kj'u", "'aQ\"", "'es", "t'i",  "j'u",   "v'i", "d'abelju", "'eks", "v'aj", "z'ed"};

struct Spelling {
  std::string_view letters;
  std::string_view phonemes;
};
// The longest that fits is taken.
constexpr std::array<Spelling, 46> kSpellings = {{
    {"tion", "Sen"}, {"sch", "S"}, {"igh", "aj"}, {"sh", "S"},  {"ch", "tS"}, {"th", "t"},  {"ph", "f"},
    {"ck", "k"},     {"qu", "kv"}, {"oo", "u"},   {"ee", "i"},  {"ea", "i"},  {"ai", "ej"}, {"ay", "ej"},
    {"ei", "ej"},    {"ou", "au"}, {"ow", "au"},  {"oy", "oj"}, {"ce", "se"}, {"ci", "si"}, {"cy", "si"},
    {"ll", "l"},     {"ss", "s"},  {"tt", "t"},   {"a", "a"},   {"b", "b"},   {"c", "k"},   {"d", "d"},
    {"e", "e"},      {"f", "f"},   {"g", "g"},    {"h", "h"},   {"i", "i"},   {"j", "dZ"},  {"k", "k"},
    {"l", "l"},      {"m", "m"},   {"n", "n"},    {"o", "o"},   {"p", "p"},   {"q", "k"},   {"r", "Q\""},
    {"s", "s"},      {"t", "t"},   {"u", "u"},    {"x", "ks"},
}};

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

std::string by_habit(std::string_view word) {
  std::string phonemes;
  std::size_t at = 0;
  const bool silent_e = word.size() > 3 && word.back() == 'e' && !is_vowel(word[word.size() - 2]);
  const std::size_t end = silent_e ? word.size() - 1 : word.size();
  while (at < end) {
    const char c = word[at];
    const auto fits = [&](const Spelling& spelling) {
      return word.substr(at, end - at).starts_with(spelling.letters);
    };
    const auto found = std::find_if(kSpellings.begin(), kSpellings.end(), fits);
    if (found != kSpellings.end()) {
      phonemes += found->phonemes;
      at += found->letters.size();
      continue;
    }
    if (c == 'v' || c == 'w') phonemes += "v";
    if (c == 'z') phonemes += "z";
    if (c == 'y') phonemes += at == 0 ? "j" : "i";
    ++at;
  }
  return phonemes;
}

}  // namespace

std::string guess_unpointed(std::u32string_view word) {
  Syllables sounds = written(word);
  fill_in(sounds);
  const auto stressed =
      std::find_if(sounds.rbegin(), sounds.rend(), [](const Syllable& sound) { return sound.vowel != 0; });
  std::string phonemes;
  for (auto sound = sounds.begin(); sound != sounds.end(); ++sound) {
    phonemes += sound->onset;
    if (sound->vowel == 0) continue;
    if (stressed != sounds.rend() && &*stressed == &*sound) phonemes += '\'';
    phonemes += sound->vowel;
  }
  return phonemes;
}

std::string guess_latin(std::u32string_view word) {
  const auto upper = [](char32_t c) { return c >= U'A' && c <= U'Z'; };
  std::string small;
  for (const char32_t c : word) small += static_cast<char>(upper(c) ? c - U'A' + U'a' : c);
  const bool has_vowel = std::any_of(small.begin(), small.end(), is_vowel);
  const bool acronym = std::all_of(word.begin(), word.end(), upper);
  std::string phonemes;
  if (acronym || !has_vowel || word.size() == 1) {
    for (const char c : small) {
      if (!phonemes.empty()) phonemes += ' ';
      phonemes += kLetterNames[static_cast<std::size_t>(c - 'a')];
    }
    return phonemes;
  }
  phonemes = by_habit(small);
  const auto vowel = std::find_if(phonemes.begin(), phonemes.end(), is_vowel);
  return vowel == phonemes.end() ? phonemes
                                 : std::string(phonemes.begin(), vowel) + '\'' + std::string(vowel, phonemes.end());
}

}  // namespace parley::hebrew
