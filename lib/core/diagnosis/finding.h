// What a rule says about a call, and what it may look at to say it. A rule is a pure function over accounts: it
// sees no audio, no trace text and no state of ours, so it judges live, simulated, replayed and imported calls
// alike. Ids are the vocabulary of docs/findings.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

enum class Severity : std::uint8_t { kInfo, kWarning, kError };
enum class Certainty : std::uint8_t { kLikely, kPossible };

std::string_view name_of(Severity severity);
std::string_view name_of(Certainty certainty);

using CallIndex = std::size_t;

struct Cause {
  Certainty certainty = Certainty::kPossible;
  std::string text;
  std::string_view fault;  // of the naive agent, which stands for it: how sure it is, is counted (confusion.h)
};

/// One fact that the finding rests on, as a person would check it: where it stands in the trace, and when it was.
struct Fact {
  std::string text;  // "last agent audio 6.83 s"
  Instant at;
  EventIndex event = kNoEvent;
  std::int64_t log_line = 0;  // where it stands in the agent's own log; 0: it is not from there
};

/// A finding that another one explains.
struct Folded {
  std::string_view id;
  TurnId turn;
  Severity severity = Severity::kError;
};

struct Finding {
  std::string_view id;
  Severity severity = Severity::kError;
  CallIndex call = 0;
  TurnId turn;  // kNoTurn when it concerns the whole call
  Instant at;
  Instant until = kNever;   // kNever: a moment, or not known
  bool to_the_end = false;  // it lasted until the call ended
  std::string explanation;  // what the caller lived through
  std::vector<Fact> evidence;
  std::vector<Cause> causes;  // ranked
  std::string look_at;
  std::string more_evidence;     // what would tell the causes apart where the wire does not; filled by diagnose()
  std::vector<Folded> explains;  // filled by diagnose()

  /// What this finding accounts for if it is true: findings with these ids, at or after `covers_from`.
  std::vector<std::string_view> covers;
  Instant covers_from = kCallStart;
  bool covers_all_calls = false;  // else only those of its own call
};

/// How far our own times can be trusted.
struct MeasurementQuality {
  Duration own_lateness_p99{};

  /// Beyond this no delay is judged: it may be ours.
  static constexpr Duration kMostOwnLateness = millis(5);
  bool reliable() const { return own_lateness_p99 <= kMostOwnLateness; }
};

/// What kind of server it is, as far as its owner says. It decides which rules may speak: see applies().
enum class Profile : std::uint8_t { kUnknown, kPipeline, kSpeechToSpeech };

struct AgentLog;  // agent_log.h

struct Evidence {
  std::span<const CallAccount> calls;  // more than one, for state leaks and turn limits
  const AgentLog* log = nullptr;       // of the only call; may be null
  MeasurementQuality quality;
  Profile profile = Profile::kUnknown;
};

struct Rule {
  std::string_view id;
  std::string_view tells;  // one line for lists
  std::vector<Finding> (*check)(const Evidence& evidence);
  bool compares_calls = false;  // it needs all calls at once; all others look at one at a time
};

}  // namespace parley
