// Where on a call's time the lines of its agent's own log lie. The log has a clock of its own, or none. What both
// sides tell ties the two together: start and stop, marks sent and returned, clears, the first audio of each reply.
//
//   to the agent     wire first, the log a little later      start, mark back, stop
//   from the agent   the log first, the wire a little later  mark sent, clear, first audio
//
// so the difference of the clocks lies between the two, and what is left open is said. A log without times is laid
// out by order: each line lies between the ties around it. Not here: what the lines mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/account/call_account.h"
#include "core/measure/server_log.h"

namespace parley {

enum class LogAlignmentKind : std::uint8_t { kNone, kByOrder, kByClock };

/// When a line was written, as far as that can be known.
struct LineTime {
  Instant earliest = kCallStart;
  Instant latest = kNever;
};

struct LogAlignment {
  LogAlignmentKind kind = LogAlignmentKind::kNone;
  Duration uncertainty{};           // by the clock: at most so much too early or too late
  std::int64_t ties = 0;            // moments that both tell, and that agree
  std::int64_t contradictions = 0;  // ... that do not
  std::vector<LineTime> lines;      // one for each event of the log; none where it could not be aligned
  std::string text;                 // how well it was done, in a sentence

  /// A delay may be measured between a line and the wire.
  bool fine() const { return kind == LogAlignmentKind::kByClock && uncertainty <= kFine; }

  static constexpr Duration kFine = millis(150);
};

LogAlignment align(const LogCall& log, const CallAccount& account);

/// Which of the calls of a log is this one: the one with its sid, else the only one that fits. Nothing if none
/// does, or several.
std::optional<std::size_t> log_call_of(std::span<const LogCall> calls, const CallAccount& account);

}  // namespace parley
