// A server that drains lets its calls finish; one that lasts too long is told goodbye.
#include <gtest/gtest.h>

#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

CallConfig drains_in(Duration time) {
  CallConfig config = CallDriver::quiet_config();
  config.drain = time;
  return config;
}

TEST(CallDrain, ASilentCallIsToldGoodbyeWhenTheTimeIsOver) {
  CallDriver call(drains_in(seconds(3)));
  call.silence(seconds(1));
  call.tell(Draining{});
  call.silence(millis(2900));
  EXPECT_EQ(call.path(), "") << "its time is not over";
  call.silence(millis(200));
  EXPECT_EQ(call.path(), "PROCESSING farewell, SPEAKING first_audio");
  call.silence(seconds(2));
  EXPECT_EQ(call.close_reason, "farewell");
  EXPECT_EQ(call.closes, 1);
}

TEST(CallDrain, AReplyThatIsRunningIsSaidToItsEnd) {
  CallDriver call(drains_in(seconds(1)));
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(3), true);
  call.tell(Draining{});
  call.silence(seconds(5));
  EXPECT_EQ(call.path(),
            "PROCESSING end_of_utterance, SPEAKING first_audio, LISTENING played, PROCESSING farewell, "
            "SPEAKING first_audio, LISTENING played");
  EXPECT_EQ(call.close_reason, "farewell");
}

TEST(CallDrain, ACallerWhoSpeaksWhenTheTimeIsOverIsAnsweredFirst) {
  CallDriver call(drains_in(seconds(1)));
  call.tell(Draining{});
  call.silence(millis(700));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  call.silence(seconds(4));
  EXPECT_EQ(call.path(),
            "PROCESSING end_of_utterance, SPEAKING first_audio, LISTENING played, PROCESSING farewell, "
            "SPEAKING first_audio, LISTENING played");
}

TEST(CallDrain, ACallThatEndsInTimeHearsNoFarewell) {
  CallDriver call(drains_in(seconds(3)));
  call.tell(Draining{});
  call.silence(seconds(1));
  call.receive(twilio::Stop{});
  EXPECT_EQ(call.call.next_deadline(), kNever);
  EXPECT_EQ(call.path(), "ENDED hang_up");
}

TEST(CallDrain, ASecondWordOfDrainingGivesNoMoreTime) {
  CallDriver call(drains_in(seconds(2)));
  call.tell(Draining{});
  call.silence(millis(1900));
  call.tell(Draining{});
  call.silence(millis(200));
  EXPECT_EQ(call.path(), "PROCESSING farewell, SPEAKING first_audio");
}

}  // namespace
}  // namespace parley
