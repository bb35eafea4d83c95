// agentd --check-config: says what is wrong or unwise, and proves that the providers would work.
#pragma once

#include "agent/agent_config.h"

namespace parley {

/// The exit code: 0 all is good, 1 a provider would not work, 2 the configuration is wrong.
int check_config(const AgentConfig& config);

}  // namespace parley
