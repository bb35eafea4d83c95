// Text as an English engine can take it: plain ASCII. Quotes, dashes and accents become what they mean, currency
// signs their words, what an engine would read out as noise (emphasis marks, brackets, control characters) a space.
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// At most this much of a sentence is spoken, a good two minutes; what is longer is no sentence.
inline constexpr std::size_t kMostSpokenBytes = 2000;

/// Empty where there is no letter and no digit: Hebrew, say, or a row of dots.
std::string english_text(std::string_view text);

}  // namespace parley
