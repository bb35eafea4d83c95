// An utterance that ends before its whole silence: where the level fell, and what else it takes.
#include <gtest/gtest.h>

#include "tests/core/turn/floor_play.h"

namespace parley {
namespace {

const Story kEnded{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1"};

FloorPlay play_with(EarlyEnd drop, int voice, int silence) {
  TurnConfig config;
  config.endpoint.drop = drop;
  FloorPlay play(config);
  play.voice_level = voice;
  play.silence_level = silence;
  return play;
}

TEST(EarlyEnd, NeedsALevelThatFellToHalf) {
  FloorPlay fallen = play_with(EarlyEnd::kWithText, 400, 200);
  fallen.speak(millis(800));
  fallen.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  fallen.quiet(millis(200));
  EXPECT_EQ(fallen.taker().state(), TurnState::kProcessing);

  FloorPlay loud = play_with(EarlyEnd::kWithText, 400, 201);
  loud.speak(millis(800));
  loud.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  loud.quiet(millis(340));
  EXPECT_EQ(loud.told(), Story{});
  loud.quiet(millis(20));
  EXPECT_EQ(loud.told(), kEnded) << "the whole silence ends it all the same";
}

TEST(EarlyEnd, AFallAloneEndsNothingUnlessItIsToldTo) {
  FloorPlay with_text = play_with(EarlyEnd::kWithText, 1000, 10);
  with_text.speak(millis(800));
  with_text.quiet(millis(340));
  EXPECT_EQ(with_text.told(), Story{});

  FloorPlay always = play_with(EarlyEnd::kAlways, 1000, 10);
  always.speak(millis(800));
  always.quiet(millis(180));
  EXPECT_EQ(always.told(), Story{});
  always.quiet(millis(20));
  EXPECT_EQ(always.told(), kEnded);
}

TEST(EarlyEnd, TakesNoShortUtteranceBeforeItsTime) {
  FloorPlay play = play_with(EarlyEnd::kAlways, 1000, 10);
  play.speak(millis(200));
  play.quiet(millis(380));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(20));
  EXPECT_EQ(play.told(), kEnded);
}

}  // namespace
}  // namespace parley
