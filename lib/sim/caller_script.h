// When the caller's steps happen: anchors resolved against what the agent did. All instants are samples since the
// caller's first frame. A plain object without time of its own; what a step sounds like is scripted_caller.h.
//
//   step 0  say       |=======|
//   agent                        .....speaking........|<- 300 ms ->|
//   step 1  after agent_silent, plus 200                            ..|=====|
//
// Steps go in their order: one that waits for the agent is waited for from the beginning of the step above (from
// its end for agent_silent), and never begins before the step above has ended. Steps with `at_ms` keep their time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario.h"

namespace parley {

class CallerScript {
 public:
  explicit CallerScript(std::vector<CallerStep> steps);

  /// The agent did something; `anchor` is one of the four that are the agent's.
  void agent_did(Anchor anchor, std::int64_t at);

  struct Due {
    std::size_t step = 0;
    std::int64_t at = 0;  // never before `from`
  };
  /// The next step that begins before `until`; what was due before `from` begins at `from`, since earlier audio is
  /// gone. Answer each with `began` before asking again.
  std::optional<Due> next(std::int64_t from, std::int64_t until) const;
  void began(std::size_t step, std::int64_t at, std::int64_t length);

  const CallerStep& step(std::size_t index) const { return steps_[index]; }
  bool all_began() const { return begun_ == steps_.size(); }
  /// The latest end of a step that has begun; 0 before any has.
  std::int64_t last_end() const { return last_end_; }
  /// Some step's instant is already certain, so that the call is not idle.
  bool certain_to_go_on() const;
  /// One sentence for each step that did not happen in a call that ended at `end`.
  std::vector<std::string> unmet(std::int64_t end) const;

 private:
  struct Progress {
    bool begun = false;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::array<std::size_t, 4> seen{};  // of each of the agent's anchors when it began
  };

  /// When the step begins, as far as is known now.
  std::optional<std::int64_t> begins(std::size_t index) const;
  std::optional<std::int64_t> awaited(const CallerStep& step, const Progress& above) const;
  const std::vector<std::int64_t>& moments(Anchor anchor) const;

  std::vector<CallerStep> steps_;
  std::vector<Progress> progress_;
  std::array<std::vector<std::int64_t>, 4> moments_;
  std::size_t begun_ = 0;
  // Steps that have not begun and may: their time is given, or the step above has begun. In their order; all others
  // need no look, and there is one each 20 ms.
  std::vector<std::size_t> open_;
  std::int64_t last_end_ = 0;
};

}  // namespace parley
