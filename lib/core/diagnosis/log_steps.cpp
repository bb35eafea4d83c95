#include "core/diagnosis/log_steps.h"

#include <algorithm>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr std::int64_t kEnoughSilences = 5;
constexpr std::int64_t kMostMs = 3'600'000;

bool is_processing(const LogEvent& event) {
  return event.kind == LogKind::kState && event.state == TurnState::kProcessing;
}

std::string line_text(const AgentLog& log, std::size_t index) {
  return "log line " + std::to_string(log.event(index).line);
}

bool known(const StepTime& step) {
  return step.took > Duration{};
}

}  // namespace

std::vector<StepTime> steps_of(const AgentLog& log, const CallerTurn& turn, Instant answered) {
  std::vector<StepTime> steps;
  std::optional<std::size_t> last;
  const bool timed = log.call.times && log.call.fine_times && log.usable();
  for (const std::size_t line :
       log.between(turn.end - millis(500), answered,
                   {LogKind::kState, LogKind::kText, LogKind::kReply, LogKind::kReplyStarted})) {
    const LogEvent& event = log.event(line);
    const bool commits = is_processing(event);
    if (event.kind == LogKind::kState && !commits && event.state != TurnState::kSpeaking) continue;
    StepTime step;
    step.line = line;
    if (commits) {
      steps.clear();  // an earlier one was of another turn
      step.step = LogStep::kWait;
      step.took = log.alignment.fine() ? log.alignment.lines[line].earliest - turn.end : Duration{};
      if (const auto silence = event.number("silence_ms");
          step.took == Duration{} && silence && *silence < kMostMs) {
        step.took = millis(*silence);
      }
    } else {
      step.step = event.kind == LogKind::kText    ? LogStep::kRecognizer
                  : event.kind == LogKind::kReply ? LogStep::kModel
                                                  : LogStep::kSynthesis;
      if (last && timed && event.at && log.event(*last).at) step.took = *event.at - *log.event(*last).at;
      const auto told = event.kind == LogKind::kText ? event.number("dur_ms") : std::nullopt;
      if (told && *told >= 0 && *told < kMostMs) step.took = millis(*told);
    }
    last = line;
    if (known(step)) steps.push_back(step);
  }
  return steps;
}

std::optional<StepTime> longest_step(const AgentLog& log, const CallerTurn& turn, Instant answered) {
  const std::vector<StepTime> steps = steps_of(log, turn, answered);
  const auto longest =
      std::max_element(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.took < b.took; });
  // What is not most of the wait explains little of it.
  if (longest == steps.end() || longest->took * 2 < answered - turn.end) return std::nullopt;
  return *longest;
}

std::string cause_text(const StepTime& step) {
  const std::string took = span_text(step.took);
  switch (step.step) {
    case LogStep::kWait:
      return "the end of the turn was noticed " + took + " after the caller had finished";
    case LogStep::kRecognizer:
      return "the recogniser took " + took;
    case LogStep::kModel:
      return "the model took " + took;
    case LogStep::kSynthesis:
      return "from the reply's text to its sound it took " + took;
  }
  return took;
}

std::optional<StepThatFailed> step_that_failed(const AgentLog& log, Instant from, Instant until) {
  const std::vector<std::size_t> lines =
      log.between(from, until,
                  {LogKind::kState, LogKind::kFinal, LogKind::kText, LogKind::kReply, LogKind::kReplyStarted,
                   LogKind::kUtteranceEnd, LogKind::kError, LogKind::kDuplicate});
  std::optional<std::size_t> last;
  for (const std::size_t line : lines) {
    const LogEvent& event = log.event(line);
    if (log.alignment.lines[line].earliest + log.alignment.uncertainty < from && event.kind != LogKind::kError)
      continue;
    if (event.kind == LogKind::kError)
      return StepThatFailed{text_of(event) + " (" + line_text(log, line) + ")", {line}};
    if (event.kind == LogKind::kDuplicate) {
      return StepThatFailed{"the turn was dropped as a duplicate (" + line_text(log, line) + ")", {line}};
    }
    if (event.kind == LogKind::kState && !is_processing(event)) continue;
    last = line;
  }
  if (!last) return std::nullopt;
  const std::string where = " (" + line_text(log, *last) + ", and nothing after it)";
  switch (log.event(*last).kind) {
    case LogKind::kText:
    case LogKind::kFinal:
      return StepThatFailed{"the words were known and the model never answered" + where, {*last}};
    case LogKind::kReply:
      return StepThatFailed{"the reply's text was there and synthesis never began" + where, {*last}};
    case LogKind::kReplyStarted:
      return StepThatFailed{"synthesis had begun and no audio was sent" + where, {*last}};
    default:
      return StepThatFailed{"the turn was taken and the recogniser never gave its words" + where, {*last}};
  }
}

std::optional<std::size_t> silence_always_zero(const AgentLog& log) {
  if (!log.usable()) return std::nullopt;
  std::int64_t zeros = 0;
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < log.call.events.size(); ++i) {
    const LogEvent& event = log.event(i);
    if (event.kind != LogKind::kSilence) continue;
    if (event.thousandths("silence_s").value_or(1) != 0) return std::nullopt;
    if (!first) first = i;
    ++zeros;
  }
  return zeros >= kEnoughSilences ? first : std::nullopt;
}

}  // namespace parley
