// What pacecheck says to people: a table of what was measured of a call, its budget line by line with the verdicts,
// what its log proves or suggests, and what is missing.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/measure/budget.h"
#include "core/measure/call_measurements.h"

namespace parley {

struct PaceTextOptions {
  std::size_t width = 100;
  bool colour = false;
};

std::string pace_text(const CallMeasurements& call, std::span<const BudgetLine> lines,
                      const PaceTextOptions& options);

/// "drift +500.2 ppm (300.1 ms in 10 minutes), 95 % between +499.6 and +500.9"; why not, where it cannot be said.
std::string drift_text(const Drift& drift);
/// "1200 ms", "12.3 ms", "500.2 ppm", "3": a value in thousandths of its unit.
std::string budget_value_text(std::int64_t thousandths, BudgetUnit unit);

}  // namespace parley
