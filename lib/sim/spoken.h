// What the caller really said and where in his audio: the truth from which the scripted recogniser hears words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// One recording's words and its voiced extent; sample 0 is the first media frame of the call.
struct Spoken {
  MediaRange voiced;
  std::string text;
  std::size_t step = 0;  // index of the caller's step
};

/// One word with the share of the voiced extent that falls to it: all words of a text get the same.
struct SpokenWord {
  MediaRange range;
  std::string_view word;  // into Spoken::text
  std::int64_t centre() const { return (range.begin.samples + range.end.samples) / 2; }
};
std::vector<SpokenWord> words_of(const Spoken& spoken);

/// The words whose centre lies in `range`, in the order of their time, with single spaces between.
std::string words_in(std::span<const Spoken> spoken, const MediaRange& range);

/// From the first to the end of the last 20 ms that are loud enough to be voice, in samples; empty if none is.
MediaRange voiced_extent(std::span<const std::int16_t> samples);

}  // namespace parley
