#include "core/vad/energy_vad.h"

#include <algorithm>

namespace parley {

SpeechProbability EnergyVad::process(const PcmFrame&, int level, int threshold) {
  if (threshold <= 0) return level > 0 ? 1000 : 0;
  // A level equal to the threshold is not voice (SPEC 1.1 says "greater"), so the cut itself is left out.
  const int scaled = std::min(1000, 500 * level / threshold);
  return level > threshold ? std::max(scaled, kSpeechCut + 1) : std::min(scaled, kSpeechCut);
}

}  // namespace parley
