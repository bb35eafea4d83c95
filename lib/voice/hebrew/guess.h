// Words that nobody knows: Hebrew without vowel points and not in the lexicon, and Latin words in a Hebrew
// sentence. A guess that can be followed, by rule; who wants it right points the word or adds it to the lexicon.
#pragma once

#include <string>
#include <string_view>

namespace parley::hebrew {

/// Vav and yod as vowels where they can be, "a" and "e" where the tongue needs one.
std::string guess_unpointed(std::u32string_view word);

/// "zoom" by English habits, "SMS" by the names of its letters.
std::string guess_latin(std::u32string_view word);

}  // namespace parley::hebrew
