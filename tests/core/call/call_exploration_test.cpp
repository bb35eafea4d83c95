// Calls that nobody would write: voice, keys, words, results and failures in any order from a seed. Whatever came
// before, a call left alone comes to rest with the floor free.
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

class Explorer {
 public:
  explicit Explorer(std::uint64_t seed) : random_(seed) {}

  void act() {
    switch (random_.below(12)) {
      case 0:
      case 1:
        return call.silence(length(20, 1500));
      case 2:
      case 3:
        return call.voice(length(20, 1800));
      case 4:
        return call.receive(twilio::Dtmf{0, Sid("MZ1"), "0123456789*#"[random_.below(12)]});
      case 5:
        return words();
      case 6:
        return partial();
      case 7:
        return reply();
      case 8:
      case 9:
        return speech();
      case 10:
        return fail();
      default:
        call.marks_return = random_.chance(800);
        call.hold_writes = random_.chance(150);
        if (!call.hold_writes) call.write_all();
    }
  }
  /// Providers have died, the line is well, and nobody speaks.
  void rest() {
    call.write_all();
    call.silence(seconds(25));
  }

  CallDriver call;

 private:
  Duration length(int from_ms, int to_ms) { return millis(random_.between(from_ms, to_ms)); }
  static std::vector<std::uint8_t> sound(Duration length) {
    static const std::vector<std::uint8_t> all = voice_like(seconds(3), 5);
    return {all.begin(), all.begin() + duration_to_samples(length)};
  }
  void words() {
    const auto* segment = call.last_request<FinishSegment>();
    if (segment == nullptr) return;
    constexpr const char* kTexts[] = {"what are your hours", "mm-hm", "yes", "", ""};
    call.say(Final{segment->range, kTexts[random_.below(5)]});
  }
  void partial() {
    const std::int64_t end = to_millis(call.now) * 8;
    const MediaRange range{{std::max<std::int64_t>(0, end - 8 * random_.between(100, 3000))}, {end}};
    if (random_.chance(150)) {
      call.say(Final{range, random_.chance(500) ? "on Sunday" : ""});
    } else {
      call.say(Partial{range, random_.chance(500) ? "on Sunday" : "mm-hm"});
    }
  }
  void reply() {
    const auto* asked = call.last_request<AskReply>();
    if (asked == nullptr) return;
    const TurnId turn = asked->turn;
    call.say(ReplyText{turn, random_.chance(800) ? "Well then. And so on." : "", random_.chance(900)});
  }
  void speech() {
    const auto* asked = call.last_request<Synthesize>();
    if (asked == nullptr) return;
    const TurnId turn = asked->turn;
    const auto sentence = static_cast<std::int32_t>(random_.below(2));
    call.say(SpeechAudio{turn, sentence, sound(length(100, 3000)), random_.chance(700)});
  }
  void fail() {
    const TurnId turn{static_cast<std::int32_t>(random_.below(6))};
    switch (random_.below(3)) {
      case 0:
        return call.say(RecognizerFailed{"gone"});
      case 1:
        return call.say(ReplyFailed{turn, "gone"});
      default:
        return call.say(SpeechFailed{turn, 0, "gone"});
    }
  }

  Random random_;
};

TEST(CallExploration, ACallLeftAloneComesToRestWhateverCameBefore) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Explorer explorer(seed);
    for (int i = 0; i < 60 && !explorer.call.closed(); ++i) explorer.act();
    explorer.rest();
    ASSERT_FALSE(::testing::Test::HasFatalFailure());
    EXPECT_EQ(explorer.call.call.state(), TurnState::kListening) << explorer.call.path();
    EXPECT_EQ(explorer.call.call.phase(), TurnPhase::kIdle) << explorer.call.path();
  }
}

}  // namespace
}  // namespace parley
