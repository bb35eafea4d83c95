// agentd's life: it listens, takes calls until it is told to stop, lets those that are live come to their end, and
// goes.
#pragma once

#include "agent/agent_config.h"

namespace parley {

/// Blocks the signals that `serve` waits for in this thread and in all it will start. Called before any thread is.
void hold_signals();

/// Serves until told to stop; the exit code.
int serve(const AgentConfig& config);

}  // namespace parley
