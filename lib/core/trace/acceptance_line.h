// The operator's log lines whose wording is a contract (SPEC 2), as one pure function of a trace event.
#pragma once

#include <string>
#include <vector>

#include "core/trace/call_trace.h"

namespace parley::trace {

/// The lines, without time stamp and call sid, that this event puts into the acceptance log; usually none or one.
std::vector<std::string> acceptance_lines(const CallEvent& event, const TraceHeader& header);

}  // namespace parley::trace
