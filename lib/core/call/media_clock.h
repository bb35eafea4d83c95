// Places the caller's frames in time. A frame's time stamp says when it was spoken, on the sender's clock; its
// arrival says when we could have known. The smallest delay ever seen between the two maps one to the other, so
// that a line that stalls and then bursts changes nothing about when words were said.
//
//   stamps     155 175 195 215 235
//   arrivals   160 180 ...... 340 340      stall: nothing is missing, it came late
//   stamps     155 175 ......... 335       gap: the stamps themselves jump, audio is missing
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace parley {

class MediaClock {
 public:
  struct Placed {
    Instant begin;             // of this frame, in call time as heard
    std::int64_t missing = 0;  // samples that never came, directly before it
  };

  /// A payload of `samples` with its stamp, which arrived at `now`. Stamps off by a few milliseconds (Twilio
  /// rounds) and stamps that go back are taken as continuous.
  Placed add(Instant now, std::int64_t timestamp_ms, std::int64_t samples);

  bool started() const { return started_; }
  /// End of the newest audio, on the media clock (0 is the first sample of the call) and in call time.
  MediaTime position() const { return position_; }
  Instant heard_until() const { return to_instant(position_); }
  Instant last_arrival() const { return last_arrival_; }
  Instant to_instant(MediaTime media) const;
  MediaTime to_media(Instant at) const;
  /// The caller's side leaves silence out: at least two gaps of 200 ms were matched by a jump of the stamps.
  bool omits_silence() const { return omitted_gaps_ >= 2; }

 private:
  bool started_ = false;
  std::int64_t first_stamp_ms_ = 0;
  MediaTime position_;
  Instant last_arrival_ = kCallStart;
  Duration smallest_delay_{};  // arrival minus media position
  int omitted_gaps_ = 0;
};

}  // namespace parley
