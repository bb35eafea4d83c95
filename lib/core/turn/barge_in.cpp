#include "core/turn/barge_in.h"

namespace parley {

std::optional<Instant> BargeInGate::add(Instant begin, bool over) {
  const Instant end = begin + kFrameDuration;
  if (!over) {
    if (running_ && end - last_over_ > dip_) running_ = false;
    return std::nullopt;
  }
  if (!running_) {
    running_ = true;
    fired_ = false;
    onset_ = begin;
  }
  last_over_ = end;
  if (fired_ || end - onset_ < min_) return std::nullopt;
  fired_ = true;
  return onset_;
}

}  // namespace parley
