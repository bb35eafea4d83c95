// Runs all rules, folds what one finding explains into it, and ranks the rest: the first is the diagnosis.
#pragma once

#include <span>
#include <vector>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/finding.h"

namespace parley {

/// Folded and ranked.
std::vector<Finding> diagnose(const Evidence& evidence);
/// Calls of one server in the order in which they came, each with the quality that its trace states. What is said
/// of several together names the first that shows it.
/// `logs`: the agent's own, one for each call, or none at all; see tell_states().
std::vector<Finding> diagnose(std::span<const CallAccount> calls, Profile profile = Profile::kUnknown,
                              std::span<const AgentLog> logs = {});
/// One call, with the quality that its trace states.
std::vector<Finding> diagnose(const CallAccount& account, Profile profile = Profile::kUnknown);

/// Errors first, then what explains most that is worth a warning, then what came first.
std::vector<Finding> by_rank(std::vector<Finding> findings);

/// 1 when any finding is an error, else 0 (the tools' exit codes).
int exit_code(std::span<const Finding> findings);

}  // namespace parley
