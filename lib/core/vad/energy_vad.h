// Voice is what is louder than the threshold that the noise floor gives: 500 * level / threshold, at most 1000.
#pragma once

#include "core/vad/voice_activity_detector.h"

namespace parley {

class EnergyVad final : public VoiceActivityDetector {
 public:
  std::string_view name() const override { return "energy"; }
  SpeechProbability process(const PcmFrame& frame, int level, int threshold) override;
  void reset() override {}
};

}  // namespace parley
