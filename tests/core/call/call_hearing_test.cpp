// What a call hears of its caller, and what it says of the line.
#include <gtest/gtest.h>

#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

CallConfig fixed_threshold(int rms) {
  CallConfig config = CallDriver::quiet_config();
  config.vad.fixed_threshold = rms;
  return config;
}

TEST(CallHearing, AFixedThresholdTooNearTheFloorIsSaidOnceACall) {
  CallDriver call(fixed_threshold(130));
  call.noise(seconds(4), 100);
  const auto said = call.noted<trace::ThresholdLow>();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.front().threshold, 130);
  EXPECT_GT(said.front().floor * 3, 130 * 2);
}

TEST(CallHearing, AFixedThresholdUnderTheNoiseItselfIsSaidToo) {
  CallDriver call(fixed_threshold(60));
  call.noise(seconds(4), 100);
  EXPECT_EQ(call.noted<trace::ThresholdLow>().size(), 1U);
}

TEST(CallHearing, AFixedThresholdWellOverTheFloorNeedsNoWord) {
  CallDriver call(fixed_threshold(400));
  call.noise(seconds(4), 100);
  EXPECT_TRUE(call.noted<trace::ThresholdLow>().empty());
}

TEST(CallHearing, AThresholdThatFollowsTheFloorIsNeverTooLow) {
  CallDriver call;
  call.noise(seconds(4), 100);
  EXPECT_TRUE(call.noted<trace::ThresholdLow>().empty());
}

TEST(CallHearing, WordsSoFarThatComeInABurstAreActedOnByTheNewestAfterTheInterval) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(3), false);
  call.silence(millis(600));
  call.voice(millis(300));
  ASSERT_EQ(call.noted<trace::BargeIn>().size(), 1U);
  const MediaRange range{call.heard() + -2400, call.heard()};
  call.say(Partial{range, "okay"});
  call.say(Partial{range, "okay so"});
  call.say(Partial{range, "okay stop"});
  EXPECT_EQ(call.requested<CancelTurn>(), 0U) << "a backchannel takes no floor, and the rest waits";
  call.voice(millis(160));
  EXPECT_EQ(call.requested<CancelTurn>(), 0U);
  call.voice(millis(40));
  EXPECT_EQ(call.requested<CancelTurn>(), 1U);
}

}  // namespace
}  // namespace parley
