// What holds of every call of ours, whatever the caller, the line, the providers and the settings do. Looked for in
// a finished simulated call; the first breach of each kind is told. Not health: a call with a dead recogniser keeps
// all of this and is no pleasure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/account/call_account.h"
#include "sim/scenario.h"
#include "sim/simulator.h"

namespace parley {

struct CallFlaw {
  std::string id;    // of an invariant, or of a finding
  std::string text;  // what happened and when
};

/// `account` is the far end's.
std::vector<CallFlaw> broken_invariants(const Scenario& scenario, const SimulatedCall& call,
                                        const CallAccount& account);

}  // namespace parley
