// Exact replay: feeds the inputs of a trace of ours, each at its own instant and in its own order, to a fresh call
// and compares all that this call decides with what the trace holds, line by line as text. The providers, the line
// and the caller are not asked again; what they did is in the inputs. For "what would have happened" see what_if.h.
//
// A trace that ends early replays up to there: what the core decides beyond its last line is counted, not judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley {

/// Where recorded and recomputed part for the first time. Texts are whole lines without their newline; `recomputed`
/// is empty where the core decided nothing more.
struct ReplayDifference {
  std::int64_t line = 0;  // of the trace file; the header is line 1
  std::string recorded;
  std::string recomputed;
};

struct Replay {
  std::int64_t inputs = 0;     // fed
  std::int64_t decisions = 0;  // recomputed and equal
  std::int64_t beyond = 0;     // decided after the last line: the trace ends inside what one input brought
  bool finished = false;       // the trace holds the end of the call
  std::optional<ReplayDifference> difference;

  bool identical() const { return !difference.has_value(); }
};

/// Errors: not the agent's side of a call of ours, inputs that cannot have happened (time or ordinals that go
/// back). `name` is what they call the trace.
Result<Replay> replay(const trace::CallTrace& trace, std::string_view name);

/// Why this trace cannot be fed to a core, or nothing.
std::optional<Error> check_replayable(const trace::CallTrace& trace, std::string_view name);

}  // namespace parley
