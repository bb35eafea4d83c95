// Text as words that can be compared: small letters, contractions written out, English endings and Hebrew points
// and final letters taken off. Both what an author wrote and what a caller said go through here. It knows letters,
// not what words mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct SpokenWord {
  std::string text;  // as it is said: small letters, without punctuation
  std::string form;  // as it is compared
};

/// Longer utterances are cut: nobody says so much in a turn, and what is compared has to stay bounded.
inline constexpr std::size_t kMostSpokenWords = 80;

std::vector<SpokenWord> spoken_words(std::string_view text, std::size_t most = kMostSpokenWords);
/// The words as they are said, with single spaces.
std::string joined(const std::vector<SpokenWord>& words, std::size_t first = 0, std::size_t count = SIZE_MAX);

/// The forms that a Hebrew word has without one or two of the particles ה ב ל ו ש מ כ before it; at least two
/// letters are left. None for words of other scripts.
std::vector<std::string> without_particles(std::string_view form);

}  // namespace parley
