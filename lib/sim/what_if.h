// What would have happened in a recorded call under other settings. The caller's audio, keys and hanging up come as
// they were recorded; the core wakes by itself; providers answer as they did (recorded_provider.h); marks return
// when the far end, played anew, reaches them. Not exact, which replay.h is.
//
//   recorded   ...........|EOU......reply####.............|onset
//   what if    .....|EOU......reply####...................|
//                   ^ parts                               ^ horizon: from here the caller would have acted
//                   otherwise
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley {

/// One turn of the caller as the core saw it.
struct ToldTurn {
  std::string text;
  Instant ended;                    // the end of utterance was decided
  std::optional<Instant> reply_at;  // the reply's first frame was written
  bool interrupted = false;
};

struct WhatIf {
  std::optional<Instant> parts;  // nothing: the settings change nothing in this call
  std::string recorded;          // the first lines that differ; either may be empty
  std::string recomputed;
  Instant horizon = kNever;      // the caller's next onset after they part
  std::vector<ToldTurn> before;  // up to the horizon
  std::vector<ToldTurn> after;
  std::int64_t assumed = 0;  // answers of providers up to the horizon that nobody recorded
  trace::CallTrace trace;    // of the other call, whole; beyond the horizon it means nothing
};

/// `changes` are keys and values of settings. Errors: those of `replay`, and a setting that does not exist.
Result<WhatIf> what_if(const trace::CallTrace& trace, std::string_view name,
                       const std::vector<std::pair<std::string, std::string>>& changes);

}  // namespace parley
