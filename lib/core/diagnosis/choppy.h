// A voice that breaks up: the far end had nothing to play in the middle of the agent's speech. Four rules share
// this one look at the gaps, since each gap has one cause and only one rule may name it:
//
//   tx-drift    the send clock is slower than the sound: small gaps, all over the reply
//   tx-stall    the sending stopped for a quarter of a second or more, and nothing made up for it
//   tx-jitter   short hiccups of a sender of frames, many in a call but few among its frames
//   underrun    the rest: as a rule the sound is made more slowly than it is heard
//
// A silence whose audio then comes in one burst may be the line's, so it is no more than information.
#pragma once

#include <cstdint>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

enum class ChoppyKind : std::uint8_t { kDrift, kStall, kJitter, kUnderrun, kHeldUp };

struct Choppy {
  ChoppyKind kind = ChoppyKind::kUnderrun;
  std::vector<const DryGap*> gaps;  // in their order
  std::int64_t count = 0;
  Duration dry{};
  Duration longest{};
  Duration speech{};      // length of the runs with these gaps
  std::int64_t pace = 0;  // of a drift: audio sent per time, per mille
};

/// At most one of each kind.
std::vector<Choppy> find_choppy(const CallAccount& account);
/// Of the given kind, as a finding without explanation, causes and advice, which are the rules' own; or none.
std::vector<Finding> choppy_finding(const CallAccount& account, const Choppy& choppy, std::string_view id);

/// How fast a run was sent against how fast it plays, per mille; 0 when it is too short to tell. Robust: the median
/// over pairs of points, so that neither a first burst nor a stall decides.
std::int64_t pace_of(const SendingRun& run);

}  // namespace parley
