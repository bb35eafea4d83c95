// The checked-in table says what the command makes: each fault's part of it is counted anew.
#include "sim/confusion_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace parley {
namespace {

using testing::HasSubstr;

class TheConfusionTable : public testing::TestWithParam<NaiveFaultInfo> {};

TEST_P(TheConfusionTable, HoldsWhatIsCountedForThisFault) {
  const ConfusionCounts counts = confuse(GetParam().fault);
  ConfusionCounts checked_in;
  for (const ConfusionCell& cell : confusion_cells()) {
    if (cell.fault != GetParam().name) continue;
    checked_in.first[{std::string(cell.fault), std::string(cell.finding)}] = cell.calls;
  }
  for (const CauseCell& cell : cause_cells()) {
    if (cell.fault != GetParam().name) continue;
    checked_in.causes[{std::string(cell.fault), std::string(cell.finding), std::string(cell.cause)}] = cell.calls;
  }
  EXPECT_EQ(counts.first, checked_in.first) << "run twisim naive --confusion lib/core/diagnosis/confusion_table.h";
  EXPECT_EQ(counts.causes, checked_in.causes);
}

INSTANTIATE_TEST_SUITE_P(OfTheNaiveAgent, TheConfusionTable,
                         testing::ValuesIn(naive_faults().begin(), naive_faults().end()), [](const auto& instance) {
                           std::string name(instance.param.name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(TheConfusionCounts, SayMoreWhereAFaultHasAFindingOfItsOwn) {
  for (const std::string_view id : {"tx-drift", "caller-echo", "duplicate-reply", "stale-audio-after-clear"}) {
    std::int64_t named = 0;
    for (const CauseCell& cell : cause_cells()) named += cell.finding == id ? cell.calls : 0;
    EXPECT_GE(named, 10) << id;
  }
  EXPECT_EQ(counted_certainty("tx-drift", "relative-sleep"), Certainty::kLikely);
  EXPECT_EQ(counted_certainty("stuck-processing", "guard-left-set"), Certainty::kPossible)
      << "four faults look like this from the wire";
  EXPECT_EQ(counted_certainty("tx-drift", "no-such-fault"), Certainty::kPossible);
}

TEST(TheConfusionCounts, AreWrittenAsAHeaderAndForPeople) {
  ConfusionCounts counts;
  counts.calls = 12;
  counts.first[{"relative-sleep", "tx-drift"}] = 11;
  counts.first[{"relative-sleep", ""}] = 1;
  counts.causes[{"relative-sleep", "tx-drift", "relative-sleep"}] = 11;
  EXPECT_THAT(confusion_header(counts), HasSubstr("ConfusionCell{\"relative-sleep\", \"tx-drift\", 11},"));
  EXPECT_THAT(confusion_header(counts),
              HasSubstr("CauseCell{\"relative-sleep\", \"tx-drift\", \"relative-sleep\", 11},"));
  EXPECT_THAT(confusion_text(counts), HasSubstr("relative-sleep                 tx-drift 11 nothing 1"));
}

}  // namespace
}  // namespace parley
