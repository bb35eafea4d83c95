// Words so far come in bursts, and each burst supersedes itself: the first is acted on at once, those that follow
// within the interval wait and only the newest of them counts. It holds one result at most. Complete words, which
// may end an utterance, never wait, nor does what takes them back. Final words do not come through here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/time.h"
#include "core/turn/turn_text.h"

namespace parley {

class PartialDebounce {
 public:
  explicit PartialDebounce(Duration interval) : interval_(interval) {}

  /// True if these words may be acted on now; otherwise they wait and replace what waited.
  bool add(Instant now, TimeRange range, std::string_view text, bool complete = false) {
    if (now >= free_at_ || complete || complete_) {
      free_at_ = now + interval_;
      complete_ = complete;
      waiting_.reset();
      return true;
    }
    waiting_ = WordsSoFar{range, std::string(text)};
    return false;
  }
  /// Words that have waited long enough.
  std::optional<WordsSoFar> take_due(Instant now) {
    if (next_deadline() > now) return std::nullopt;
    free_at_ = now + interval_;
    return std::exchange(waiting_, std::nullopt);
  }
  /// Final words reach until here: what waited for the same audio says nothing new.
  void final_until(Instant end) {
    if (waiting_ && waiting_->range.end <= end) waiting_.reset();
  }
  Instant next_deadline() const { return waiting_ ? free_at_ : kNever; }

 private:
  Duration interval_;
  Instant free_at_ = kCallStart;
  bool complete_ = false;  // what was acted on last
  std::optional<WordsSoFar> waiting_;
};

}  // namespace parley
