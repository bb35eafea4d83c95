// The door every detector of voice has. Detectors are an open set: one pair of files each and one line in
// make_vad.cpp.
#pragma once

#include <string_view>

#include "core/audio/frame.h"

namespace parley {

/// Speech probability in thousandths. An integer, so that it is exact on every compiler, recorded and replayed.
using SpeechProbability = int;
inline constexpr SpeechProbability kSpeechCut = 500;

class VoiceActivityDetector {
 public:
  virtual ~VoiceActivityDetector() = default;
  virtual std::string_view name() const = 0;
  /// One 20 ms frame with its level (RMS) and the voice threshold in force (RMS).
  virtual SpeechProbability process(const PcmFrame& frame, int level, int threshold) = 0;
  /// Forgets everything heard so far.
  virtual void reset() = 0;
};

}  // namespace parley
