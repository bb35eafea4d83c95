#include "core/diagnosis/confusion.h"

#include "core/diagnosis/confusion_table.h"

namespace parley {
namespace {

constexpr std::int64_t kEnough = 10;  // no rate is told from fewer

}  // namespace

std::span<const ConfusionCell> confusion_cells() {
  return kConfusionCells;
}

std::span<const CauseCell> cause_cells() {
  return kCauseCells;
}

CauseCount count_of(std::string_view finding, std::string_view cause) {
  CauseCount count;
  for (const CauseCell& cell : cause_cells()) {
    if (cell.finding != finding || cell.cause != cause) continue;
    count.named += cell.calls;
    if (cell.fault == cause) count.right += cell.calls;
  }
  return count;
}

Certainty counted_certainty(std::string_view finding, std::string_view cause) {
  const CauseCount count = count_of(finding, cause);
  return count.named >= kEnough && count.right * 2 >= count.named ? Certainty::kLikely : Certainty::kPossible;
}

}  // namespace parley
