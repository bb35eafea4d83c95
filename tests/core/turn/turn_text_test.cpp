#include "core/turn/turn_text.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Verdict = TurnText::Verdict;

TimeRange range(int from_ms, int to_ms) {
  return {at_millis(from_ms), at_millis(to_ms)};
}

TEST(TimeRange, OverlapIsWhatTwoRangesShareAndNeverNegative) {
  EXPECT_EQ(range(0, 500).overlap(range(300, 900)), millis(200));
  EXPECT_EQ(range(300, 900).overlap(range(0, 500)), millis(200));
  EXPECT_EQ(range(0, 900).overlap(range(300, 500)), millis(200));
  EXPECT_EQ(range(0, 500).overlap(range(500, 900)), Duration{});  // half open
  EXPECT_EQ(range(0, 100).overlap(range(500, 900)), Duration{});
  EXPECT_EQ(range(900, 500).length(), Duration{});
}

TEST(TurnText, IsCompleteWhenEverySegmentHasItsFinal) {
  TurnText text;
  text.close_segment(range(0, 1000));
  text.close_segment(range(1000, 2000));
  EXPECT_FALSE(text.complete());
  text.add_final(range(0, 1000), "one");
  EXPECT_FALSE(text.complete());
  text.add_final(range(1000, 2000), "two");
  EXPECT_TRUE(text.complete());
}

TEST(TurnText, AFinalThatEndsALittleBeforeItsSegmentCompletesItAndAMuchShorterOneDoesNot) {
  TurnText near;
  near.close_segment(range(0, 1000));
  near.add_final(range(0, 700), "one");
  EXPECT_TRUE(near.complete());

  TurnText far;
  far.close_segment(range(0, 1000));
  far.add_final(range(0, 690), "one");
  EXPECT_FALSE(far.complete());
  EXPECT_EQ(far.text(false), "one");  // it belongs to the turn all the same
}

TEST(TurnText, AFinalThatCameBeforeTheSegmentWasClosedCounts) {
  TurnText text;
  text.add_final(range(0, 900), "one");
  text.close_segment(range(0, 1000));
  EXPECT_TRUE(text.complete());
}

TEST(TurnText, OneFinalOverTwoSegmentsCompletesBoth) {
  TurnText text;
  text.close_segment(range(0, 1000));
  text.close_segment(range(1000, 2000));
  text.add_final(range(0, 2000), "one two");
  EXPECT_TRUE(text.complete());
  EXPECT_EQ(text.text(false), "one two");
}

TEST(TurnText, FinalsAreInTheOrderOfTheirAudioWhateverTheOrderOfArrival) {
  TurnText text;
  text.add_final(range(1000, 2000), "  two\n");
  text.add_final(range(2000, 3000), "");
  text.add_final(range(0, 1000), "one");
  EXPECT_EQ(text.text(false), "one two");
}

TEST(TurnText, AFinalOfTheSameAudioIsADuplicateAndLikeWordsOfOtherAudioAreNot) {
  TurnText text;
  EXPECT_EQ(text.add_final(range(0, 1000), "yes"), Verdict::kAccepted);
  EXPECT_EQ(text.add_final(range(20, 980), "no"), Verdict::kDuplicate);
  EXPECT_EQ(text.add_final(range(1000, 2000), "yes"), Verdict::kAccepted);
  EXPECT_EQ(text.text(false), "yes yes");
}

TEST(TurnText, RangesAreTheSameFromMoreThanHalfOfTheShorterOn) {
  TurnText text;
  text.add_final(range(0, 1000), "one");
  EXPECT_EQ(text.add_final(range(500, 1500), "two"), Verdict::kAccepted);
  EXPECT_EQ(text.add_final(range(-600, 510), "three"), Verdict::kDuplicate);
}

TEST(TurnText, WordsOfAFinishedTurnAreDuplicates) {
  TurnText text;
  text.close_segment(range(0, 1000));
  text.finish_turn(kNever);
  EXPECT_EQ(text.add_final(range(0, 1000), "late"), Verdict::kDuplicate);
  text.set_partial(at_millis(3000), range(0, 1000), "late");
  EXPECT_FALSE(text.any_words());
  EXPECT_EQ(text.segments(), 0U);
}

TEST(TurnText, FinishingATurnKeepsTheWordsOfTheUtteranceThatIsRunning) {
  TurnText text;
  text.add_final(range(0, 1000), "old");
  text.add_final(range(2000, 3000), "new");
  text.set_partial(at_millis(3500), range(3000, 3500), "newer");
  text.finish_turn(at_millis(2000));
  EXPECT_EQ(text.text(true), "new newer");
  text.finish_turn(kNever);
  EXPECT_EQ(text.text(true), "");
}

TEST(TurnText, OnlyTheLastRangesOfFinishedTurnsAreRemembered) {
  TurnText text;
  for (int i = 0; i < 100; ++i) {
    text.close_segment(range(i * 1000, i * 1000 + 900));
    text.finish_turn(kNever);
  }
  EXPECT_EQ(text.add_final(range(99'000, 99'900), "last"), Verdict::kDuplicate);
  EXPECT_EQ(text.add_final(range(36'000, 36'900), "oldest that is kept"), Verdict::kDuplicate);
  EXPECT_EQ(text.add_final(range(35'000, 35'900), "forgotten"), Verdict::kAccepted);
}

TEST(TurnText, APartialStandsInForAFinalThatHasNotCome) {
  TurnText text;
  text.add_final(range(0, 1000), "one");
  text.set_partial(at_millis(1500), range(1000, 1500), " two ");
  EXPECT_EQ(text.text(false), "one");
  EXPECT_EQ(text.text(true), "one two");
  EXPECT_EQ(text.partial(), "two");
  text.add_final(range(1000, 2000), "too");
  EXPECT_EQ(text.text(true), "one too");
}

TEST(TurnText, APartialOfLaterAudioOutlivesAFinalOfEarlierAudio) {
  TurnText text;
  text.set_partial(at_millis(1500), range(1000, 1500), "two");
  text.add_final(range(0, 1000), "one");
  EXPECT_EQ(text.text(true), "one two");
}

TEST(TurnText, APartialIsAsOldAsItsWords) {
  TurnText text;
  text.set_partial(at_millis(500), range(0, 500), "one");
  text.set_partial(at_millis(700), range(0, 700), "one ");
  EXPECT_EQ(text.partial_since(), at_millis(500));
  text.set_partial(at_millis(900), range(0, 900), "one two");
  EXPECT_EQ(text.partial_since(), at_millis(900));
}

TEST(TurnText, ASettledPartialIsTheFinalAndTheRealOneADuplicate) {
  TurnText text;
  text.set_partial(at_millis(500), range(0, 500), "one.");
  text.settle_partial(range(0, 1000));
  text.close_segment(range(0, 1000));
  EXPECT_TRUE(text.complete());
  EXPECT_EQ(text.text(false), "one.");
  EXPECT_EQ(text.add_final(range(0, 1000), "One."), Verdict::kDuplicate);
}

TEST(TurnText, SettlingNothingDoesNotSayThatNothingWasSaid) {
  TurnText text;
  text.settle_partial(range(0, 1000));
  EXPECT_FALSE(text.said_empty());
  EXPECT_EQ(text.add_final(range(0, 1000), "one"), Verdict::kAccepted);
}

TEST(TurnText, OnlyAnEmptyFinalSaysThatThereWereNoWords) {
  TurnText text;
  text.close_segment(range(0, 1000));
  EXPECT_FALSE(text.said_empty());
  text.add_final(range(0, 1000), " \t");
  EXPECT_TRUE(text.said_empty());
  EXPECT_FALSE(text.any_words());
  text.set_partial(at_millis(1500), range(1000, 1500), "one");
  EXPECT_FALSE(text.said_empty());
  EXPECT_TRUE(text.any_words());
}

TEST(TurnText, KnowsWhetherWordsReachPastAnInstant) {
  TurnText text;
  text.add_final(range(0, 1000), "one");
  text.add_final(range(2000, 3000), "");
  EXPECT_TRUE(text.has_words_after(at_millis(999)));
  EXPECT_FALSE(text.has_words_after(at_millis(1000)));
  text.set_partial(at_millis(4000), range(3000, 4000), "two");
  EXPECT_TRUE(text.has_words_after(at_millis(1000)));
}

TEST(TurnText, ASentenceIsCompleteWithItsFinal) {
  TurnText text;
  text.add_final(range(0, 900), "two tickets");
  EXPECT_TRUE(text.sentence_complete(at_millis(900), at_millis(0), at_millis(1200)));
  EXPECT_FALSE(text.sentence_complete(at_millis(900), at_millis(0), at_millis(1201)));  // it does not reach so far
  EXPECT_FALSE(text.sentence_complete(at_millis(900), at_millis(900), at_millis(1200)));  // of earlier audio
}

TEST(TurnText, ASentenceIsCompleteWithAPartialThatEndsItAndHasStoodFor200Ms) {
  for (const char* sentence : {"are you open?", "I am here.", "no!"}) {
    TurnText text;
    text.set_partial(at_millis(1000), range(0, 900), sentence);
    EXPECT_FALSE(text.sentence_complete(at_millis(1199), at_millis(0), at_millis(900)));
    EXPECT_TRUE(text.sentence_complete(at_millis(1200), at_millis(0), at_millis(900)));
  }
  TurnText unfinished;
  unfinished.set_partial(at_millis(1000), range(0, 900), "are you");
  EXPECT_FALSE(unfinished.sentence_complete(at_millis(2000), at_millis(0), at_millis(900)));
}

}  // namespace
}  // namespace parley
