// Nobody speaks: once a question whether the caller is there, later a farewell. Both count from the end of playout
// of the last reply, never from when it was sent (FIELD.md F12).
#pragma once

#include <algorithm>

#include "core/base/time.h"

namespace parley {

struct IdleConfig {
  Duration prompt = millis(10000);  // idle.prompt_ms; 0: never
  Duration hangup = millis(30000);  // idle.hangup_ms; 0: never
};

class IdleWatch {
 public:
  explicit IdleWatch(const IdleConfig& config) : config_(config) {}

  /// The floor became free at `now`, after a reply or at the beginning.
  void floor_free(Instant now) {
    if (!prompted_) since_ = now;
  }
  /// The caller had a turn.
  void caller_spoke(Instant now) {
    since_ = now;
    prompted_ = false;
  }
  void prompted() { prompted_ = true; }

  bool prompt_due(Instant now) const { return prompt_at() <= now; }
  bool hangup_due(Instant now) const { return hangup_at() <= now; }
  Instant next_deadline() const { return std::min(prompt_at(), hangup_at()); }

 private:
  Instant prompt_at() const {
    return prompted_ || config_.prompt == Duration{} || since_ == kNever ? kNever : since_ + config_.prompt;
  }
  Instant hangup_at() const {
    return config_.hangup == Duration{} || since_ == kNever ? kNever : since_ + config_.hangup;
  }

  IdleConfig config_;
  Instant since_ = kNever;
  bool prompted_ = false;
};

}  // namespace parley
