// A word with its vowel points, as phonemes. Deterministic: modern Israeli pronunciation, stress by rule (the last
// syllable but for segolates, duals and a few endings) or where the accent "ole" says.
#pragma once

#include <string>
#include <string_view>

namespace parley::hebrew {

/// True where at least one vowel is written.
bool has_vowels(std::u32string_view word);

/// "Sal'om". One word; what is no Hebrew in it is left out.
std::string phonemes_of_pointed(std::u32string_view word);

}  // namespace parley::hebrew
