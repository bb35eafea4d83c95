// Runs all rules, folds what one finding explains into it, and ranks the rest: the first is the diagnosis.
#pragma once

#include <span>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

/// Errors first, then what explains most, then what came first.
std::vector<Finding> diagnose(const Evidence& evidence);
/// One call, with the quality that its trace states.
std::vector<Finding> diagnose(const CallAccount& account);

/// 1 when any finding is an error, else 0 (the tools' exit codes).
int exit_code(std::span<const Finding> findings);

}  // namespace parley
