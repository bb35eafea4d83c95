#include "core/vad/speech_segmenter.h"

namespace parley {

std::optional<std::variant<SpeechStarted, SpeechEnded>> SpeechSegmenter::add(Instant begin,
                                                                             SpeechProbability probability,
                                                                             int level) {
  const bool voiced = probability > kSpeechCut;
  if (voiced) {
    last_voiced_ = begin + kFrameDuration;
    unvoiced_ = Duration{};
    if (speaking_) {
      voiced_ += kFrameDuration;
      return std::nullopt;
    }
    if (run_ == Duration{}) {
      onset_ = begin;
      onset_level_ = level;
    }
    run_ += kFrameDuration;
    if (run_ < config_.onset) return std::nullopt;
    speaking_ = true;
    voiced_ = run_;
    run_ = Duration{};
    return SpeechStarted{onset_, onset_level_};
  }
  run_ = Duration{};
  if (!speaking_) return std::nullopt;
  unvoiced_ += kFrameDuration;
  if (unvoiced_ < config_.release) return std::nullopt;
  speaking_ = false;
  return SpeechEnded{last_voiced_, voiced_};
}

void SpeechSegmenter::withdraw() {
  speaking_ = false;
  run_ = Duration{};
  voiced_ = Duration{};
}

}  // namespace parley
