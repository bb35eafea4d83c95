// One random call judged, and a call that fails made as small as it can be while it still fails in the same way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/invariants.h"
#include "sim/scenario.h"

namespace parley {

/// Whether beside the invariants nothing may be found wrong: no warning, no error.
enum class Asked : std::uint8_t { kInvariants, kHealth };

/// Plays the call. A scenario that cannot be played, or that does not come to rest, is a problem as well.
std::vector<CallFlaw> problems_of(const Scenario& scenario, const SoundBank& sounds, Asked asked);

/// Leaves out steps, conditions of the line and the providers, and settings, as long as a problem of that id is
/// left. At most `most_tries` calls are played.
Scenario shrunk(const Scenario& scenario, const SoundBank& sounds, Asked asked, std::string_view id,
                int most_tries = 400);

}  // namespace parley
