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

/// One recording's words and where its voice is; sample 0 is the first media frame of the call.
struct Spoken {
  std::vector<MediaRange> voiced;  // stretches in order; never empty
  std::string text;
  std::size_t step = 0;  // index of the caller's step

  MediaRange extent() const { return {voiced.front().begin, voiced.back().end}; }
};

/// One word. The words of a text share its voiced time evenly, so that none falls into a pause.
struct TimedWord {
  MediaTime centre;
  std::string_view word;  // into Spoken::text
};
std::vector<TimedWord> words_of(const Spoken& spoken);

/// The words whose centre lies in `range`, in the order of their time, with single spaces between.
std::string words_in(std::span<const Spoken> spoken, const MediaRange& range);

/// The stretches that are loud enough to be voice, in samples from `origin` on; gaps up to 100 ms are bridged.
std::vector<MediaRange> voiced_stretches(std::span<const std::int16_t> samples, MediaTime origin);

}  // namespace parley
