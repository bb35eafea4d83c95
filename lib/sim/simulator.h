// One scenario in virtual time: caller, Twilio's side, line and agent, stepped to the earliest deadline until the call
// is over. The same scenario gives the same bytes on any machine.
//
// Within one instant messages in flight are delivered first, in the order in which they were sent; then timers fire,
// machine by machine: caller, peer, agent (its call, then its provider). A drain that does not end is an error, not a
// hang.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/peer/twilio_peer.h"
#include "core/trace/call_trace.h"
#include "sim/scenario.h"

namespace parley {

struct SimulatedCall {
  trace::CallTrace far_end;                // as Twilio saw it
  std::optional<trace::CallTrace> agent;   // as Parley's own agent saw it
  std::string agent_log;                   // the naive agent's own, as a server of the field writes it
  std::vector<std::string> unmet;          // steps of the script that never happened
  std::vector<PeerWarning> warnings;       // what Twilio's debugger would show
  PeerCounters counters;
  Duration length{};
  std::int64_t steps = 0;                  // instants at which anything happened
};

/// Plays the scenario. Errors: a recording that is missing, a setting that is wrong, a fault that does not exist.
Result<SimulatedCall> simulate(const Scenario& scenario, const SoundBank& sounds);

}  // namespace parley
