// How often the diagnosis is right, counted: the naive agent's faults are planted one by one in calls of many
// kinds, and the table says which finding came first for which fault, and how often a cause that was named was the
// one that had been planted. `twisim naive --confusion` makes confusion_table.h anew; a test holds the two
// together.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/diagnosis/finding.h"

namespace parley {

/// In so many calls with this fault this finding came first; "" stands for none.
struct ConfusionCell {
  std::string_view fault;
  std::string_view finding;
  std::int64_t calls = 0;
};

/// In so many calls with this fault planted this finding came first and named that fault as a cause.
struct CauseCell {
  std::string_view fault;
  std::string_view finding;
  std::string_view cause;
  std::int64_t calls = 0;
};

/// A cause over all faults: how often it was named, and how often it was there.
struct CauseCount {
  std::int64_t named = 0;
  std::int64_t right = 0;
};

std::span<const ConfusionCell> confusion_cells();
std::span<const CauseCell> cause_cells();
CauseCount count_of(std::string_view finding, std::string_view cause);

/// Likely: right in half of the calls or more, of at least ten.
Certainty counted_certainty(std::string_view finding, std::string_view cause);

}  // namespace parley
