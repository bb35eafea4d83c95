// A call's page in a folder: DIR/NAME.html.
#pragma once

#include <span>
#include <string>

#include "core/account/call_account.h"
#include "core/base/result.h"
#include "core/diagnosis/finding.h"
#include "core/trace/call_trace.h"

namespace parley {

/// Makes the folder if need be and returns the file's path. `agent` is the agent's own trace, from which the words
/// are taken; null where there is none. The name loses what a file name must not hold.
Result<std::string> write_html_report(const std::string& folder, const std::string& name,
                                      const trace::CallTrace& trace, const CallAccount& account,
                                      std::span<const Finding> findings, const trace::CallTrace* agent = nullptr);

}  // namespace parley
