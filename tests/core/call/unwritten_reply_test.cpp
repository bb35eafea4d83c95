// A reply that the kernel has not taken yet when its turn is over: released and unheard, it must not be said later.
#include <gtest/gtest.h>

#include "core/audio/voice_like.h"
#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

CallConfig with_greeting() {
  CallConfig config = CallDriver::quiet_config();
  Phrases phrases = *config.phrases;
  phrases[PhraseId::kGreeting].text = "hello";
  phrases[PhraseId::kGreeting].mulaw = voice_like(millis(700), 5);
  config.phrases = std::make_shared<const Phrases>(std::move(phrases));
  return config;
}

MediaRange last_second(const CallDriver& call) {
  return {{std::max<std::int64_t>(0, call.heard().samples - kSampleRate)}, call.heard()};
}

TEST(UnwrittenReply, AGreetingOnItsWayIsTakenBackForACallerWhoSpokeFirst) {
  CallDriver call(with_greeting());
  call.hold_writes = true;
  call.silence(millis(400));
  ASSERT_EQ(call.call.state(), TurnState::kProcessing) << "its first frame is with the kernel";
  call.say(Final{last_second(call), "are you open"});
  EXPECT_EQ(call.noted<trace::StateChanged>().at(1).reason, TurnReason::kCallerFirst);
  call.write_all();
  const int sent = call.frames_sent;
  EXPECT_FALSE(call.far_end.playing()) << "what had been released was cleared";
  call.silence(millis(600));
  EXPECT_EQ(call.frames_sent, sent) << "the rest of the greeting stays unsaid";
}

TEST(UnwrittenReply, NothingIsSaidInListeningWhenTheWordsTurnOutToBeNone) {
  CallDriver call(with_greeting());
  call.hold_writes = true;
  call.silence(millis(400));
  call.say(Final{last_second(call), " "});
  call.write_all();
  const int sent = call.frames_sent;
  call.silence(millis(600));
  EXPECT_EQ(call.call.state(), TurnState::kListening);
  EXPECT_EQ(call.frames_sent, sent);
  EXPECT_FALSE(call.far_end.playing());
}

}  // namespace
}  // namespace parley
