// A scenario as the file that would be read as it: what differs from the defaults and nothing else, a step a line.
// Comments and the order of a file that was read are not kept.
#pragma once

#include <string>

#include "sim/scenario.h"

namespace parley {

/// `ScenarioSetting::value` that looks like a number or a switch is written as one. Expectations are written as far
/// as `no_findings`; the other ones are for people to write.
std::string write_scenario(const Scenario& scenario);

}  // namespace parley
