// Hebrew as it is written in messages and prompts, for an engine that cannot read it: words with or without points,
// numbers, times, dates, money, telephone numbers, Latin words. Pure and deterministic: points first, then the
// lexicon, then the lexicon behind a prefix, then a guess.
#pragma once

#include <string>
#include <string_view>

#include "voice/hebrew/lexicon.h"

namespace parley::hebrew {

/// Phonemes in the engine's brackets, with the sentence's punctuation between them: "[[Sal'om]], [[ma Slom'eX]]?".
/// Empty where there is nothing to say.
std::string speech_of(std::string_view text, const Lexicon& lexicon = Lexicon::built_in());

/// One word, pointed or not, with its prefixes.
std::string phonemes_of_word(std::u32string_view word, const Lexicon& lexicon);

}  // namespace parley::hebrew
