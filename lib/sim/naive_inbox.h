// What has come and has not been looked at: the queue of a handler that sleeps after each message, so that it is
// read more slowly than it fills.
//
//   comes    |  |  |  |  |  |  |        every 20 ms
//   is read  |   |   |   |   |   |      every 22 ms: after a minute it is six seconds behind
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/fifo.h"
#include "core/base/time.h"

namespace parley {

class NaiveInbox {
 public:
  /// More is dropped, the newest first: half an hour of frames.
  static constexpr std::size_t kMost = 100'000;
  static constexpr Duration kEach = millis(22);  // a sleep of 20 ms and what it takes to be woken

  void push(Instant now, std::string_view text) {
    if (texts_.size() >= kMost) return;
    if (texts_.empty()) free_at_ = std::max(free_at_, now);
    texts_.push(std::string(text));
  }
  /// When the next is looked at.
  Instant next() const { return texts_.empty() ? kNever : free_at_; }
  std::optional<std::string> take(Instant now) {
    if (next() > now) return std::nullopt;
    free_at_ += kEach;
    return texts_.pop();
  }

 private:
  Fifo<std::string> texts_;
  Instant free_at_ = kCallStart;
};

}  // namespace parley
