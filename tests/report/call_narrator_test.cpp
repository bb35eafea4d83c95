#include "report/call_narrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AgentStretch stretch(std::int64_t begin_ms, std::int64_t end_ms) {
  AgentStretch spoken;
  spoken.begin = at_millis(begin_ms);
  spoken.end = at_millis(end_ms);
  return spoken;
}

TEST(CallNarrator, TellsThatAVoiceBeganAndOnceItIsOverThatItEnded) {
  CallNarrator narrator;
  CallAccount account;
  account.stretches.push_back(stretch(1000, 1100));
  EXPECT_THAT(narrator.tell(account, at_millis(1100)), ElementsAre("   1.0 s  agent speaks"));
  account.stretches.back().end = at_millis(2000);
  EXPECT_THAT(narrator.tell(account, at_millis(2100)), IsEmpty());
  EXPECT_THAT(narrator.tell(account, at_millis(2500)), ElementsAre("   2.0 s  agent silent"));
  EXPECT_THAT(narrator.tell(account, at_millis(2600)), IsEmpty());
}

TEST(CallNarrator, TellsOfMarksAndClearsAndMasksWhatATerminalWouldObey) {
  CallNarrator narrator;
  CallAccount account;
  MarkEntry mark;
  mark.name = "a\x1b[2J";
  mark.sent = at_millis(500);
  account.marks.push_back(mark);
  EXPECT_THAT(narrator.tell(account, at_millis(600)), ElementsAre("   0.5 s  mark \"a?[2J\" sent"));
  account.marks[0].returned = at_millis(900);
  account.clears.push_back({at_millis(950), millis(1200), true, kNoEvent});
  EXPECT_THAT(narrator.tell(account, at_millis(1000)),
              ElementsAre("   0.9 s  mark \"a?[2J\" returned", "   0.9 s  clear: 1.2 s thrown away"));
}

TEST(CallNarrator, BelievesAFindingThatStays) {
  CallNarrator narrator;
  Finding finding;
  finding.id = "stuck-speaking";
  finding.turn = TurnId{2};
  finding.at = at_millis(6840);
  EXPECT_THAT(narrator.tell(std::vector<Finding>{finding}), IsEmpty());
  EXPECT_THAT(narrator.tell(std::vector<Finding>{}), IsEmpty());
  EXPECT_THAT(narrator.tell(std::vector<Finding>{finding}), IsEmpty());
  EXPECT_THAT(narrator.tell(std::vector<Finding>{finding}), ElementsAre("   6.8 s  ✗ stuck-speaking   turn 2"));
  EXPECT_THAT(narrator.tell(std::vector<Finding>{finding}), IsEmpty());
}

}  // namespace
}  // namespace parley
