// A call in which the agent spoke and then never again although the caller did. Three rules share this one look at
// it, since the wire shows the same silence for all of them and only one may name it:
//
//   stuck-speaking     it still believes that it is speaking
//   stuck-processing   it still believes that it is working on an answer
//   deaf               it is listening, and hears nothing
//
// States in the trace decide. Without them the wire gives hints: a `clear` sent on an empty buffer when the caller
// speaks comes from an agent that thinks it is speaking; marks that came back for reply after reply were matched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

enum class DeadEndKind : std::uint8_t { kSpeaking, kProcessing, kListening };

struct DeadEnd {
  DeadEndKind kind = DeadEndKind::kProcessing;
  bool certain = false;                    // its own states say so
  const Reply* last_reply = nullptr;       // the last that was heard
  const MarkEntry* mark = nullptr;         // the last mark that was sent with or after it
  const ClearSent* empty_clear = nullptr;  // sent when the caller spoke and nothing was playing
  const FailureEntry* failure = nullptr;   // the agent's own trace reports one near the end
  const StateEntry* state = nullptr;       // the last that is known
  std::vector<std::size_t> heard;          // lines of the agent's log that show that it heard the caller
  std::vector<const CallerTurn*> unanswered;
  std::size_t answered = 0;
  Instant from;  // when the agent was last known to be well: its audio heard, its mark back
};

/// `log`: the agent's own, if there is one that may be used.
std::optional<DeadEnd> find_dead_end(const CallAccount& account, const AgentLog* log = nullptr);

/// The finding without explanation, causes and advice, which are the rules' own.
Finding dead_end_finding(const CallAccount& account, const DeadEnd& end);
/// "1.2 s of caller speech at 9.61 s brought nothing until the call ended 6.3 s later"
std::string unanswered_text(const CallAccount& account, const DeadEnd& end);

}  // namespace parley
