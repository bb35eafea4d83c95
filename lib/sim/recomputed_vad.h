// The voice of a recorded call detected anew. An exact replay recomputes the detector's decisions too, and so holds
// only for the detector and the version that made the trace. This is for all others: the caller's audio goes
// through this build's detector, with its present settings, whatever detector was in force then; where the two
// disagree about the voice is told first, then what that would have made of the call (what_if.h). Not for traces
// without audio.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/trace/call_trace.h"
#include "sim/what_if.h"

namespace parley {

/// A stretch of the caller's voice from its onset to its last voiced frame.
struct VoiceStretch {
  Instant onset;
  Instant end;  // kNever: it ran when the call ended
};

/// Recorded and recomputed stretches, matched where they overlap.
struct VoiceComparison {
  std::size_t same = 0;               // onset and end to the frame
  std::size_t moved = 0;              // the same voice, begun or ended at another instant
  std::vector<VoiceStretch> unheard;  // recorded, and not detected anew
  std::vector<VoiceStretch> newly;    // detected anew, and not recorded
};

VoiceComparison compare_voice(const trace::CallTrace& recorded, const trace::CallTrace& recomputed);

struct RecomputedVad {
  std::string recorded_by;  // detectors by name
  std::string recomputed_by;
  VoiceComparison voice;
  WhatIf call;
};

/// `changes` as for what_if; "vad.detector" chooses the detector. Errors: those of what_if, and a trace without
/// audio.
Result<RecomputedVad> recompute_vad(const trace::CallTrace& trace, std::string_view name,
                                    const std::vector<std::pair<std::string, std::string>>& changes);

}  // namespace parley
