#include "core/playout/pacer.h"

#include <algorithm>

namespace parley {

bool Pacer::enqueue(const Frame& frame) {
  if (queue_.size() >= kMaxQueued) return false;
  queue_.push(frame);
  return true;
}

std::size_t Pacer::clear() {
  const std::size_t dropped = queue_.size();
  queue_.clear();
  filling_ = true;
  released_ = Duration{};
  return dropped;
}

Instant Pacer::next_release(Instant now, Duration far_end_holds) const {
  if (queue_.empty()) return kNever;
  // A lead below one frame still lets one frame out whenever the far end is dry, or nothing would ever be said.
  const Duration room = std::max(config_.lead, kFrameDuration) - kFrameDuration;
  const Instant due = far_end_holds <= room ? now : now + (far_end_holds - room);
  const bool spent = !filling_ && now < window_ + kFrameDuration && released_ >= config_.catch_up;
  return spent ? std::max(due, window_ + kFrameDuration) : due;
}

std::optional<Frame> Pacer::release(Instant now, Duration far_end_holds) {
  if (next_release(now, far_end_holds) > now) {
    if (!queue_.empty() && far_end_holds + kFrameDuration > config_.lead) filling_ = false;  // the lead is reached
    return std::nullopt;
  }
  if (now >= window_ + kFrameDuration) {
    window_ = now;
    released_ = Duration{};
  }
  released_ += kFrameDuration;
  std::optional<Frame> frame = queue_.pop();
  if (queue_.empty()) filling_ = true;  // what comes next is a new run
  return frame;
}

}  // namespace parley
