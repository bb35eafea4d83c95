// Where a live call's time comes from: microseconds of the steady clock since the call began. This and the event
// loop are the places where live time enters; nothing below lib/live can ask.
#pragma once

#include <chrono>

#include "core/base/time.h"

namespace parley {

using SteadyTime = std::chrono::steady_clock::time_point;

class LiveClock {
 public:
  explicit LiveClock(SteadyTime began) : began_(began) {}

  Instant now() const { return at(std::chrono::steady_clock::now()); }
  Instant at(SteadyTime time) const { return kCallStart + std::chrono::duration_cast<Duration>(time - began_); }
  /// When an instant of the call comes; `kNever` is never.
  SteadyTime when(Instant instant) const {
    return instant == kNever ? SteadyTime::max() : began_ + (instant - kCallStart);
  }

 private:
  SteadyTime began_;
};

}  // namespace parley
