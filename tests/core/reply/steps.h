// Reply steps in words, so that a test can say in order what a reply machine wants. Not a matcher library: a step
// that no test looks at has no word here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/overloaded.h"
#include "core/reply/reply_step.h"

namespace parley {

inline std::string told(const ProviderRequest& request) {
  return std::visit(overloaded{
                        [](const AskReply& r) { return "ask " + std::to_string(r.turn.value) + " " + r.text; },
                        [](const Synthesize& r) {
                          return "synthesize " + std::to_string(r.turn.value) + "/" + std::to_string(r.sentence) +
                                 " " + r.text;
                        },
                        [](const CancelTurn& r) { return "cancel " + std::to_string(r.turn.value); },
                        [](const auto&) { return std::string("something else"); },
                    },
                    request);
}

inline std::string told(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::kAnswer:
      return "answer";
    case ReplyKind::kGreeting:
      return "greeting";
    case ReplyKind::kFiller:
      return "filler";
    case ReplyKind::kApology:
      return "apology";
    case ReplyKind::kNotCaught:
      return "not caught";
    case ReplyKind::kFarewell:
      return "farewell";
    case ReplyKind::kBeep:
      return "beep";
    case ReplyKind::kIdlePrompt:
      return "idle prompt";
    case ReplyKind::kOffer:
      return "offer";
    case ReplyKind::kFallback:
      return "fallback";
  }
  return "?";
}

inline std::string told(const ReplyEnding& ending) {
  if (ending.then == AfterReply::kTransfer) return ", transfer to " + ending.transfer_to;
  return ending ? ", goodbye" : "";
}

/// "play answer 160" tells the bytes, "overdue reply" the deadline.
inline std::string told(const ReplyStep& step) {
  return std::visit(
      overloaded{
          [](const AskProvider& s) { return told(s.request); },
          [](const Play& s) { return "play " + told(s.kind) + " " + std::to_string(s.mulaw.size()); },
          [](const PlayDone& s) { return "done " + told(s.kind) + told(s.ending); },
          [](const Composed& s) { return "composed " + s.text; },
          [](const StageFailure& s) { return "failed " + s.reason; },
          [](const LateEvent& s) { return "late " + std::to_string(s.turn.value) + " " + std::string(s.what); },
          [](const ReplyOverdue& s) { return "overdue " + std::string(s.what); },
          [](const AudioLost& s) { return "lost " + std::to_string(to_millis(s.length)) + " ms"; },
      },
      step);
}

inline std::vector<std::string> told(const ReplySteps& steps) {
  std::vector<std::string> words;
  for (const ReplyStep& step : steps) words.push_back(told(step));
  return words;
}

inline std::vector<std::uint8_t> audio(std::size_t bytes, std::uint8_t value = 0x20) {
  return std::vector<std::uint8_t>(bytes, value);
}

}  // namespace parley
