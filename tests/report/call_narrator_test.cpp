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

TEST(CallNarrator, TakesStretchesThatFollowEachOtherAtOnceForOneSpeech) {
  // A server that sends a mark behind each chunk has a stretch a chunk.
  CallNarrator narrator;
  CallAccount account;
  account.stretches.push_back(stretch(1000, 1200));
  account.stretches.push_back(stretch(1220, 1400));
  EXPECT_THAT(narrator.tell(account, at_millis(1410)), ElementsAre("   1.0 s  agent speaks"));
  account.stretches.push_back(stretch(1400, 1600));
  EXPECT_THAT(narrator.tell(account, at_millis(1700)), IsEmpty());
  account.stretches.push_back(stretch(2100, 2300));
  EXPECT_THAT(narrator.tell(account, at_millis(2300)),
              ElementsAre("   1.6 s  agent silent", "   2.1 s  agent speaks"));
  account.over = true;
  account.ended = at_millis(2400);
  EXPECT_THAT(narrator.tell(account, at_millis(2400)),
              ElementsAre("   2.3 s  agent silent", "   2.4 s  the call is over"));
}

TEST(CallNarrator, CountsMarksThatComeInAShower) {
  CallNarrator narrator;
  CallAccount account;
  for (int i = 0; i < 40; ++i) {
    MarkEntry mark;
    mark.name = "part " + std::to_string(i);
    mark.sent = at_millis(500 + i * 10);
    account.marks.push_back(mark);
  }
  EXPECT_THAT(narrator.tell(account, at_millis(900)), ElementsAre("   0.5 s  mark \"part 0\" sent"));
  EXPECT_THAT(narrator.tell(account, at_millis(1400)),
              ElementsAre("   0.8 s  39 more marks sent, the last \"part 39\""));
  for (MarkEntry& mark : account.marks) mark.returned = at_millis(2000);
  EXPECT_THAT(narrator.tell(account, at_millis(2000)), ElementsAre("   2.0 s  mark \"part 0\" returned"));
  account.over = true;
  account.ended = at_millis(2100);
  EXPECT_THAT(narrator.tell(account, at_millis(2100)),
              ElementsAre("   2.0 s  39 more marks returned, the last \"part 39\"", "   2.1 s  the call is over"));
}

TEST(CallNarrator, NamesTheSecondOfTwoMarks) {
  CallNarrator narrator;
  CallAccount account;
  for (const int sent : {500, 600}) {
    MarkEntry mark;
    mark.name = "at " + std::to_string(sent);
    mark.sent = at_millis(sent);
    account.marks.push_back(mark);
  }
  EXPECT_THAT(narrator.tell(account, at_millis(1200)),
              ElementsAre("   0.5 s  mark \"at 500\" sent", "   0.6 s  mark \"at 600\" sent"));
}

TEST(CallNarrator, QuotesTheAgentsLog) {
  EXPECT_EQ(CallNarrator::tell(TroubleLine{at_millis(13'120), "Deepgram TTS error:\x1b[2J"}),
            "  13.1 s  agent's log: Deepgram TTS error: [2J");
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
