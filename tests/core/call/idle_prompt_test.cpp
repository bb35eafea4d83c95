// Asking whether the caller is there, while a reply that noise interrupted waits to go on: two things that want the
// floor when it is free. One of them gets it, and the other leaves no deadline behind.
#include <gtest/gtest.h>

#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

CallConfig asks_after(Duration prompt) {
  CallConfig config = CallDriver::quiet_config();
  config.idle.prompt = prompt;
  return config;
}

/// A reply, and noise in it that stops it.
void interrupt_by_noise(CallDriver& call) {
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(3), true);
  call.silence(millis(700));
  call.noise(millis(500), 1500);
}

TEST(IdlePrompt, WaitsForAnInterruptedReplyThatGoesOn) {
  CallDriver call(asks_after(millis(700)));
  interrupt_by_noise(call);
  ASSERT_EQ(call.call.state(), TurnState::kListening);
  ASSERT_EQ(call.noted<trace::BargeIn>().size(), 1U);
  call.silence(millis(500));
  if (call.call.state() == TurnState::kProcessing) call.finish_segment("");
  call.silence(seconds(3));
  EXPECT_EQ(call.path(),
            "PROCESSING end_of_utterance, SPEAKING first_audio, LISTENING barge_in, PROCESSING end_of_utterance, "
            "SPEAKING first_audio")
      << "the reply goes on, and nobody asks before";
}

TEST(IdlePrompt, ComesOnceTheReplyHasGoneOnToItsEnd) {
  CallDriver call(asks_after(millis(700)));
  interrupt_by_noise(call);
  call.silence(seconds(9));
  EXPECT_NE(call.path().find("SPEAKING first_audio, LISTENING played, PROCESSING idle_prompt"), std::string::npos)
      << call.path();
  EXPECT_EQ(call.call.state(), TurnState::kListening);
}

TEST(IdlePrompt, AFarewellForADrainingServerComesBeforeTheRest) {
  CallDriver call(asks_after(seconds(10)));
  interrupt_by_noise(call);
  call.tell(ConnectionEvent{Draining{}});
  call.silence(seconds(310));  // far beyond the drain
  EXPECT_TRUE(call.closed());
}

}  // namespace
}  // namespace parley
