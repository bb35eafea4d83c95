#include "speech/sphinx/pronunciation.h"

#include <algorithm>
#include <array>

namespace parley {
namespace {

enum class Where { kAnywhere, kFirst, kLast };

struct Spelling {
  std::string_view letters;
  std::string_view phones;
  Where where = Where::kAnywhere;
};

// The longest that fits wins, and of equal ones the first. Names decide what is here, so vowels are the ones that
// names mostly have.
constexpr auto kSpellings = std::to_array<Spelling>({
    {"ough", "AO"},
    {"augh", "AO"},
    {"eigh", "EY"},
    {"tion", "SH AH N"},
    {"sion", "ZH AH N"},
    {"cious", "SH AH S"},
    {"tious", "SH AH S"},
    {"sch", "SH"},
    {"tch", "CH"},
    {"dge", "JH"},
    {"igh", "AY"},
    {"ght", "T"},
    {"kn", "N", Where::kFirst},
    {"wr", "R", Where::kFirst},
    {"ps", "S", Where::kFirst},
    {"mb", "M", Where::kLast},
    {"ing", "IH NG", Where::kLast},
    {"ture", "CH ER", Where::kLast},
    {"stein", "S T IY N", Where::kLast},
    {"mann", "M AH N", Where::kLast},
    {"man", "M AH N", Where::kLast},
    {"ton", "T AH N", Where::kLast},
    {"son", "S AH N", Where::kLast},
    {"berg", "B ER G", Where::kLast},
    {"ville", "V IH L", Where::kLast},
    {"ley", "L IY", Where::kLast},
    {"ie", "IY", Where::kLast},
    {"ey", "IY", Where::kLast},
    {"le", "AH L", Where::kLast},
    {"er", "ER"},
    {"ir", "ER"},
    {"ur", "ER"},
    {"ear", "IH R"},
    {"ar", "AA R"},
    {"or", "AO R"},
    {"oor", "AO R"},
    {"air", "EH R"},
    {"are", "EH R", Where::kLast},
    {"ee", "IY"},
    {"ea", "IY"},
    {"ei", "AY"},
    {"ie", "IY"},
    {"ai", "EY"},
    {"ay", "EY"},
    {"au", "AO"},
    {"aw", "AO"},
    {"oo", "UW"},
    {"ou", "AW"},
    {"ow", "OW"},
    {"oi", "OY"},
    {"oy", "OY"},
    {"oa", "OW"},
    {"oe", "OW"},
    {"ew", "UW"},
    {"eu", "UW"},
    {"ue", "UW"},
    {"ui", "UW"},
    {"ch", "CH"},
    {"sh", "SH"},
    {"th", "TH"},
    {"ph", "F"},
    {"wh", "W"},
    {"gh", "G"},
    {"ck", "K"},
    {"qu", "K W"},
    {"ng", "NG"},
    {"nk", "NG K"},
    {"ce", "S", Where::kLast},
    {"ge", "JH", Where::kLast},
    {"ci", "S IH"},
    {"ce", "S EH"},
    {"cy", "S IY"},
    {"ge", "JH EH"},
    {"gi", "JH IH"},
    {"bb", "B"},
    {"cc", "K"},
    {"dd", "D"},
    {"ff", "F"},
    {"gg", "G"},
    {"ll", "L"},
    {"mm", "M"},
    {"nn", "N"},
    {"pp", "P"},
    {"rr", "R"},
    {"ss", "S"},
    {"tt", "T"},
    {"zz", "Z"},
    {"tz", "T S"},
    {"es", "Z", Where::kLast},
    {"a", "AH", Where::kLast},
    {"e", "", Where::kLast},
    {"i", "IY", Where::kLast},
    {"o", "OW", Where::kLast},
    {"u", "UW", Where::kLast},
    {"y", "IY", Where::kLast},
    {"s", "Z", Where::kLast},
    {"y", "Y", Where::kFirst},
    {"x", "Z", Where::kFirst},
    {"a", "AE"},
    {"b", "B"},
    {"c", "K"},
    {"d", "D"},
    {"e", "EH"},
    {"f", "F"},
    {"g", "G"},
    {"h", "HH"},
    {"i", "IH"},
    {"j", "JH"},
    {"k", "K"},
    {"l", "L"},
    {"m", "M"},
    {"n", "N"},
    {"o", "AA"},
    {"p", "P"},
    {"q", "K"},
    {"r", "R"},
    {"s", "S"},
    {"t", "T"},
    {"u", "AH"},
    {"v", "V"},
    {"w", "W"},
    {"x", "K S"},
    {"y", "IH"},
    {"z", "Z"},
    {"0", "Z IH R OW"},
    {"1", "W AH N"},
    {"2", "T UW"},
    {"3", "TH R IY"},
    {"4", "F AO R"},
    {"5", "F AY V"},
    {"6", "S IH K S"},
    {"7", "S EH V AH N"},
    {"8", "EY T"},
    {"9", "N AY N"},
    {"'", ""},
    {"-", ""},
    {".", ""},
});

const Spelling* longest_at(std::string_view word, std::size_t at) {
  const Spelling* best = nullptr;
  for (const Spelling& spelling : kSpellings) {
    if (!word.substr(at).starts_with(spelling.letters)) continue;
    if (spelling.where == Where::kFirst && at != 0) continue;
    if (spelling.where == Where::kLast && (at == 0 || at + spelling.letters.size() != word.size())) continue;
    if (best == nullptr || spelling.letters.size() > best->letters.size()) best = &spelling;
  }
  return best;
}

bool has_vowel(std::string_view phones) {
  return phones.find_first_of("AEIOU") != std::string_view::npos;
}

}  // namespace

std::string guessed_pronunciation(std::string_view word) {
  std::string phones;
  for (std::size_t at = 0; at < word.size();) {
    const Spelling* spelling = longest_at(word, at);
    if (spelling == nullptr) return {};
    if (!phones.empty() && !spelling->phones.empty()) phones += ' ';
    phones += spelling->phones;
    at += spelling->letters.size();
  }
  // "me", or an abbreviation: what has no vowel cannot be spoken as it stands.
  if (!phones.empty() && !has_vowel(phones)) phones += " IY";
  return phones;
}

}  // namespace parley
