// What the agent's own log says of the way from the end of a turn to its answer: which step took the time, and
// which never ended. The wire shows only the sum.
//
//   end of speech --wait--> PROCESSING --recogniser--> words --model--> reply --synthesis--> first audio
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/agent_log.h"

namespace parley {

enum class LogStep : std::uint8_t { kWait, kRecognizer, kModel, kSynthesis };

struct StepTime {
  LogStep step = LogStep::kWait;
  Duration took{};
  std::size_t line = 0;  // index of the line that ends it
};

/// The steps of an answer that the log times, in their order; none where its times are too coarse.
std::vector<StepTime> steps_of(const AgentLog& log, const CallerTurn& turn, Instant answered);
/// The one that took most.
std::optional<StepTime> longest_step(const AgentLog& log, const CallerTurn& turn, Instant answered);
std::string cause_text(const StepTime& step);

/// How far the work on a turn came that was never answered.
struct StepThatFailed {
  std::string text;                // "the model never answered: words on line 31, and no reply after it"
  std::vector<std::size_t> lines;  // that show it
};
std::optional<StepThatFailed> step_that_failed(const AgentLog& log, Instant from, Instant until);

/// SILENCE_TIME stays at zero on every one of enough lines: the first of them.
std::optional<std::size_t> silence_always_zero(const AgentLog& log);

}  // namespace parley
