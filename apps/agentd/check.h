// agentd --check-config: says what is wrong or unwise, and proves that the providers would work.
#pragma once

#include <optional>

#include "agent/agent_config.h"
#include "core/base/result.h"

namespace parley {

/// The exit code: 0 all is good, 1 a provider would not work, 2 the configuration is wrong.
int check_config(const AgentConfig& config);

/// What keeps agentd from writing where it is told to. Makes the folder and the file, where they are not there yet.
std::optional<Error> check_files(const AgentConfig& config);

}  // namespace parley
