// Whether a look at deadlines may believe the clock. A loop that was held up (a machine that stood still, far too
// much load) finds deadlines past whose answers lie unread behind this very look; the fault is then its own. It is
// told instants and reads no clock.
#pragma once

#include <chrono>

#include "live/live_clock.h"

namespace parley {

class LoopDelay {
 public:
  /// Some of the second that the shortest deadline is judged by, and more than a busy loop is ever late.
  static constexpr std::chrono::milliseconds kHeldUp{200};

  /// When the next look is due.
  void expect(SteadyTime due) { due_ = due; }
  /// At the look: it comes so late that what was said meanwhile is to be heard before anybody is judged. Never
  /// twice in a row, so that a loop that is always late has deadlines too.
  bool held_up(SteadyTime now) {
    excused_ = !excused_ && due_ != SteadyTime::max() && now >= due_ + kHeldUp;
    return excused_;
  }

 private:
  SteadyTime due_ = SteadyTime::max();
  bool excused_ = false;
};

}  // namespace parley
