// What pacecheck measured and judged, as JSON: one object a call and one for all together. Numbers carry their unit
// in the key; what cannot be said is null with a reason beside it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/measure/budget.h"
#include "core/measure/call_measurements.h"

namespace parley {

struct JudgedCall {
  std::string file;
  CallMeasurements measured;
  std::vector<BudgetLine> lines;
};

std::string pace_json(std::span<const JudgedCall> calls, const JudgedCall& overall);

}  // namespace parley
