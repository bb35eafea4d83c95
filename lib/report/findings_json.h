// Findings for programs: a JSON array, one object a finding in the order of their rank.
#pragma once

#include <span>
#include <string>

#include "core/account/call_account.h"
#include "core/diagnosis/finding.h"

namespace parley {

/// `calls` are the accounts that were judged; a finding's `call` is that call's sid, or its scenario where it has
/// none, or its number. `until_us` and `turn` are null where they do not apply.
std::string findings_json(std::span<const Finding> findings, std::span<const CallAccount> calls);

}  // namespace parley
