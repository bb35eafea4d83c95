#include "core/call/media_clock.h"

#include <algorithm>

namespace parley {
namespace {

constexpr std::int64_t kSamplesPerMs = 8;
// A jump under one frame is rounding: a capture shows -2 ms in 1.4 s (TWILIO.md 1.1).
constexpr std::int64_t kJitterSamples = kFrameSamples - 1;
// A stamp that jumps by hours is a broken sender, not a pause; the audio is taken as continuous.
constexpr std::int64_t kMaxGapSamples = std::int64_t{600} * kSampleRate;

}  // namespace

MediaClock::Placed MediaClock::add(Instant now, std::int64_t timestamp_ms, std::int64_t samples) {
  if (!started_) {
    started_ = true;
    first_stamp_ms_ = timestamp_ms;
    smallest_delay_ = now - kCallStart;
    last_arrival_ = now;
  }
  const std::int64_t stamped = (timestamp_ms - first_stamp_ms_) * kSamplesPerMs;
  std::int64_t missing = stamped - position_.samples;
  if (missing <= kJitterSamples || missing > kMaxGapSamples) missing = 0;

  const Duration pause = now - last_arrival_;
  const Duration jump = samples_to_duration(missing);
  if (pause >= millis(200) && jump >= pause - millis(60) && jump <= pause + millis(40)) ++omitted_gaps_;

  position_ = position_ + missing;
  const MediaTime begin = position_;
  position_ = position_ + samples;
  // Audio can be known only when it is over: the delay is measured at the end of the payload.
  smallest_delay_ = std::min(smallest_delay_, now - (kCallStart + samples_to_duration(begin.samples)));
  last_arrival_ = now;
  return {to_instant(begin), missing};
}

Instant MediaClock::to_instant(MediaTime media) const {
  return kCallStart + samples_to_duration(media.samples) + smallest_delay_;
}

MediaTime MediaClock::to_media(Instant at) const {
  return MediaTime{std::max<std::int64_t>(0, duration_to_samples(at - kCallStart - smallest_delay_))};
}

}  // namespace parley
