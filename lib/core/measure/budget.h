// Limits for what was measured, and the verdicts: kept, exceeded, or not to be said from so little. The defaults
// are those of the product; a file may change or drop any of them. It measures nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/measure/call_measurements.h"

namespace parley {

enum class BudgetUnit : std::uint8_t { kMilliseconds, kPpm, kCount };

/// What can be limited. Limits and values are thousandths of the unit.
struct BudgetItem {
  std::string_view key;    // in files
  std::string_view title;  // for people
  BudgetUnit unit = BudgetUnit::kMilliseconds;
  std::int64_t limit = 0;
};

inline constexpr std::size_t kBudgetItems = 10;

/// A limit that is missing is not judged.
struct Budget {
  Budget();
  std::array<std::optional<std::int64_t>, kBudgetItems> limits;
};

const std::array<BudgetItem, kBudgetItems>& budget_items();

/// {"response_p50_ms": 800, "underruns": null}. A key that is not known, or a limit that is no number from 0 on, is
/// an error with its place.
Result<Budget> read_budget(std::string_view text, std::string_view name);

enum class Verdict : std::uint8_t { kOk, kOver, kCannotBeSaid };
std::string_view name_of(Verdict verdict);

struct BudgetLine {
  const BudgetItem* item = nullptr;
  std::int64_t limit = 0;
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> low;  // of its 95 % interval
  std::optional<std::int64_t> high;
  std::int64_t samples = 0;
  Verdict verdict = Verdict::kCannotBeSaid;
  std::string why;  // it cannot be said
};

/// One line for each limit that applies, in the order of the items.
std::vector<BudgetLine> judge(const CallMeasurements& measured, const Budget& budget);

}  // namespace parley
