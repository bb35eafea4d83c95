#include "sim/voice_by_ear.h"

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr int kVoice = 200;                                          // RMS
constexpr std::int64_t kBridged = duration_to_samples(millis(300));  // a pause inside of what was said

}  // namespace

void VoiceByEar::hear(MediaTime begin, std::span<const std::int16_t> samples) {
  if (rms_level(samples) < kVoice) return;
  const MediaTime end = begin + static_cast<std::int64_t>(samples.size());
  if (!spoken_.empty() && begin - spoken_.back().voiced.back().end <= kBridged) {
    spoken_.back().voiced.back().end = end;
  } else if (spoken_.size() < kMost) {
    spoken_.push_back({{{begin, end}}, "something", spoken_.size()});
  }
}

}  // namespace parley
