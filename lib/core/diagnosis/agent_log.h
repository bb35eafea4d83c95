// The other server's own log of a call, laid on the call's time, as evidence: it tells what the wire cannot, which
// state the agent believed to be in and which step took the time. It is the server's word; that a line is missing
// proves little.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/measure/log_alignment.h"
#include "core/measure/server_log.h"

namespace parley {

struct AgentLog {
  LogCall call;
  LogAlignment alignment;

  /// It could be laid on the call; otherwise nobody may use it.
  bool usable() const { return alignment.kind != LogAlignmentKind::kNone; }
  /// Indices of the lines of these kinds that may have been written between the two instants.
  std::vector<std::size_t> between(Instant from, Instant until, std::initializer_list<LogKind> kinds) const;
  /// ... that were written after it for certain.
  std::vector<std::size_t> after(Instant from, std::initializer_list<LogKind> kinds) const;
  const LogEvent& event(std::size_t index) const { return call.events[index]; }
  Fact fact(std::size_t index) const;
};

/// The log of the evidence if there is one that may be used, else nullptr.
inline const AgentLog* usable_log(const Evidence& evidence) {
  return evidence.log != nullptr && evidence.log->usable() ? evidence.log : nullptr;
}

AgentLog agent_log_of(LogCall call, const CallAccount& account);
/// The log of this call among those of a file; one that is not usable, with the reason, where none is.
AgentLog agent_log_among(std::span<const LogCall> calls, const CallAccount& account);

/// A call whose trace holds no states gets those of the log.
void tell_states(const AgentLog& log, CallAccount& account);

/// The line as people write it: "ASR_ERR: timeout", "STATE -> PROCESSING, silence_ms=360".
std::string text_of(const LogEvent& event);

}  // namespace parley
