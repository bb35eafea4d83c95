// The readers of a scenario's larger parts, apart from the one that joins them (scenario_reader.cpp). Not for use
// elsewhere: `read_scenario` is the way in.
#pragma once

#include <vector>

#include "core/base/json_fields.h"
#include "sim/scenario.h"

namespace parley {

void read_caller_steps(const json::Value& list, FileProblem& problem, std::vector<CallerStep>& out);
void read_line_script(const json::Value& value, FileProblem& problem, LineScript& out);
void read_agent_script(const json::Value& value, FileProblem& problem, AgentScript& out);
void read_expectations(const json::Value& value, FileProblem& problem, Expectations& out);

}  // namespace parley
