// Which words belong to which turn, where recognisers cut audio otherwise than we do.
#include <gtest/gtest.h>

#include "core/turn/turn_text.h"
#include "tests/core/turn/conversation.h"

namespace parley {
namespace {

TimeRange range(std::int64_t from_ms, std::int64_t to_ms) {
  return {at_millis(from_ms), at_millis(to_ms)};
}

TEST(TurnTextRanges, AFinalThatSpansTwoTurnsBelongsToTheLonger) {
  TurnText text;
  text.close_segment(range(0, 1000));
  ASSERT_EQ(text.add_final(range(0, 1000), "yes"), TurnText::Verdict::kAccepted);
  text.finish_turn(kNever);
  text.close_segment(range(1000, 4000));
  EXPECT_EQ(text.add_final(range(200, 4000), "what about Sunday"), TurnText::Verdict::kAccepted);
  EXPECT_EQ(text.text(false), "what about Sunday");
  EXPECT_TRUE(text.complete());
}

TEST(TurnTextRanges, AFinalThatSpansTwoTurnsAndMostlyTheEarlierIsADuplicate) {
  TurnText text;
  text.close_segment(range(0, 3000));
  ASSERT_EQ(text.add_final(range(0, 3000), "what about Sunday"), TurnText::Verdict::kAccepted);
  text.finish_turn(kNever);
  text.close_segment(range(3000, 3900));
  EXPECT_EQ(text.add_final(range(0, 3300), "what about Sunday yes"), TurnText::Verdict::kDuplicate);
  EXPECT_FALSE(text.complete());
}

TEST(TurnTextRanges, APartialThatComesAfterItsFinalIsNotSaidTwice) {
  TurnText text;
  text.close_segment(range(0, 1000));
  text.add_final(range(0, 1000), "what are your hours");
  text.set_partial(at_millis(1100), range(0, 980), "what are your");
  EXPECT_EQ(text.text(true), "what are your hours");
}

TEST(TurnTextRanges, APartialOfLaterAudioIsKeptBesideAnEarlierFinal) {
  TurnText text;
  text.add_final(range(0, 1000), "what are");
  text.set_partial(at_millis(2100), range(1000, 2000), "your hours");
  EXPECT_EQ(text.text(true), "what are your hours");
}

TEST(TurnTextRanges, AFinalThatEndsWithTheWordAnswersAShortUtteranceAtOnce) {
  TurnTalk call;
  call.pause(400);
  call.speak(120);
  call.pause(500);
  ASSERT_EQ(call.taker.state(), TurnState::kProcessing);
  call.final_words(400, 520, "yes");  // the segment reached to 1,000 ms: its silence is counted
  EXPECT_EQ(call.words(), "yes");
}

TEST(TurnTextRanges, ResultsThatNobodyAskedForAreForgottenBeyondABound) {
  TurnText text;
  for (int i = 0; i < 1000; ++i) text.add_final(range(i * 1000, i * 1000 + 900), "a");
  EXPECT_LE(text.text(false).size(), 1000U);
}

}  // namespace
}  // namespace parley
