// Has the caller taken the floor while we speak? Voice over the barge-in threshold for `min` from its first voiced
// frame on, with dips up to `dip` allowed. A click or a cough is shorter.
#pragma once

#include <optional>

#include "core/base/time.h"

namespace parley {

class BargeInGate {
 public:
  BargeInGate(Duration min, Duration dip) : min_(min), dip_(dip) {}

  /// One frame that began at `begin`; `over` says that it is voice over the barge-in threshold and no echo of
  /// ours. Returns the onset once, when the voice has lasted long enough.
  std::optional<Instant> add(Instant begin, bool over);
  void reset() { running_ = false; }

 private:
  Duration min_;
  Duration dip_;
  bool running_ = false;
  bool fired_ = false;
  Instant onset_ = kCallStart;
  Instant last_over_ = kCallStart;
};

}  // namespace parley
