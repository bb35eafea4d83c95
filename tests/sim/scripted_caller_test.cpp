#include "sim/scripted_caller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "sim/caller_sounds.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Loud for `voiced`, with `quiet` of silence before and after.
std::vector<std::int16_t> recording(Duration quiet, Duration voiced, std::int16_t level = 4000) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(duration_to_samples(quiet)), 0);
  samples.insert(samples.end(), static_cast<std::size_t>(duration_to_samples(voiced)), level);
  samples.insert(samples.end(), static_cast<std::size_t>(duration_to_samples(quiet)), 0);
  return samples;
}

/// One caller and an ear: runs frame by frame and keeps what came out.
class Conversation {
 public:
  explicit Conversation(std::string_view caller_json, std::string_view rest = "")
      : scenario_(
            *read_scenario("{\"caller\": [" + std::string(caller_json) + "]" + std::string(rest) + "}", "t.json")),
        caller_(scenario_, sounds_) {
    caller_.begin(kStart);
    drain();
  }

  void run_to(std::int64_t ms) {
    while (caller_.next_deadline() <= kStart + millis(ms)) {
      const Instant now = caller_.next_deadline();
      if (agent_from_ <= now && now < agent_to_) caller_.hear(now, speech_, true);
      caller_.handle_timeout(now);
      drain();
    }
  }
  void run_to_end() { run_to(10'000'000); }
  void agent_speaks(std::int64_t from_ms, std::int64_t to_ms) {
    agent_from_ = kStart + millis(from_ms);
    agent_to_ = kStart + millis(to_ms);
  }
  ScriptedCaller& caller() { return caller_; }
  static Instant at(std::int64_t ms) { return kStart + millis(ms); }

  /// RMS of the 20 ms that begin at `ms`.
  int level_at(std::int64_t ms) const { return rms_level_mulaw(frames_.at(static_cast<std::size_t>(ms / 20))); }
  /// Instants of the first and the end of the last loud frame, in ms.
  std::pair<std::int64_t, std::int64_t> loud(int over = 500) const {
    std::pair<std::int64_t, std::int64_t> found{-1, -1};
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      if (rms_level_mulaw(frames_[i]) <= over) continue;
      if (found.first < 0) found.first = static_cast<std::int64_t>(i) * 20;
      found.second = static_cast<std::int64_t>(i + 1) * 20;
    }
    return found;
  }
  std::vector<Frame> frames_;
  std::string digits_;
  std::vector<std::size_t> digit_frames_;
  int hang_ups_ = 0;

 private:
  static constexpr Instant kStart = at_millis(130);

  void drain() {
    while (auto output = caller_.poll()) {
      if (const auto* frame = std::get_if<CallerFrame>(&*output)) frames_.push_back(frame->mulaw);
      if (const auto* digit = std::get_if<CallerDigit>(&*output)) {
        digits_ += digit->digit;
        digit_frames_.push_back(frames_.size());
      }
      if (std::holds_alternative<CallerHangUp>(*output)) ++hang_ups_;
    }
  }

  SoundBank sounds_{{"hello.wav", recording(millis(40), millis(400))},
                    {"two-words.wav", recording(millis(0), millis(200))}};
  Frame speech_ = [] {
    Frame frame;
    frame.fill(mulaw_encode(std::int16_t{8000}));
    return frame;
  }();
  Instant agent_from_ = kNever;
  Instant agent_to_ = kNever;
  Scenario scenario_;
  ScriptedCaller caller_;
};

TEST(ScriptedCaller, SendsAFrameEachTwentyMillisecondsFromTheBeginning) {
  Conversation talk(R"({"at_ms": 100000, "click": true})");
  EXPECT_EQ(talk.frames_.size(), 1U);
  talk.run_to(1000);
  EXPECT_EQ(talk.frames_.size(), 51U);
  EXPECT_EQ(talk.caller().next_deadline(), Conversation::at(1020));
}

TEST(ScriptedCaller, SilenceIsAllOnes) {
  Conversation talk(R"({"at_ms": 100000, "click": true})");
  talk.run_to(1000);
  for (const Frame& frame : talk.frames_) EXPECT_THAT(frame, ::testing::Each(kMulawSilence));
}

TEST(ScriptedCaller, ASayAtATimeIsHeardThenToTheSample) {
  Conversation talk(R"({"at_ms": 503, "say": "two-words.wav"})");
  talk.run_to(1000);
  EXPECT_EQ(talk.frames_[25][23], kMulawSilence);  // 503 ms is sample 24 of the frame at 500 ms
  EXPECT_NE(talk.frames_[25][24], kMulawSilence);
  EXPECT_NE(talk.frames_[35][23], kMulawSilence);  // 200 ms later the last one
  EXPECT_EQ(talk.frames_[35][24], kMulawSilence);
}

TEST(ScriptedCaller, KeepsTheTruthOfWhatWasSaid) {
  Conversation talk(R"({"at_ms": 500, "say": "hello.wav"}, {"say": "two-words.wav"})");
  talk.run_to(2000);
  const auto spoken = talk.caller().spoken();
  ASSERT_EQ(spoken.size(), 2U);
  EXPECT_EQ(spoken[0].text, "hello");
  EXPECT_EQ(spoken[0].extent(), (MediaRange{{540 * 8}, {940 * 8}}));
  EXPECT_EQ(spoken[1].text, "two words");
  EXPECT_EQ(spoken[1].extent(), (MediaRange{{980 * 8}, {1180 * 8}}));
}

TEST(ScriptedCaller, ACutSaysOnlyThatPartAndAGainChangesItsLevel) {
  Conversation talk(R"({"at_ms": 0, "say": "hello.wav", "from_ms": 40, "to_ms": 160, "level_db": -20})");
  talk.run_to(1000);
  EXPECT_EQ(talk.loud(100), std::pair(std::int64_t{0}, std::int64_t{120}));
  EXPECT_NEAR(talk.level_at(20), 400, 10);
}

TEST(ScriptedCaller, StepsFollowEachOtherAndAPauseTakesTime) {
  Conversation talk(
      R"({"pause": true, "for_ms": 300}, {"say": "two-words.wav"}, {"plus_ms": 100, "say": "two-words.wav"})");
  talk.run_to(2000);
  EXPECT_EQ(talk.caller().spoken()[0].extent().begin.samples, 300 * 8);
  EXPECT_EQ(talk.caller().spoken()[1].extent().begin.samples, 600 * 8);
}

TEST(ScriptedCaller, TalksOverTheAgentAfterHearingHim) {
  Conversation talk(R"({"after": "agent_speaking", "plus_ms": 600, "say": "two-words.wav"})");
  talk.agent_speaks(1000, 4000);
  talk.run_to(3000);
  EXPECT_EQ(talk.loud(), std::pair(std::int64_t{1600}, std::int64_t{1800}));
}

TEST(ScriptedCaller, WaitsUntilTheAgentHasBeenSilentForThreeHundredMilliseconds) {
  Conversation talk(R"({"after": "agent_silent", "plus_ms": 100, "say": "two-words.wav"})");
  talk.agent_speaks(1000, 2000);
  talk.run_to(4000);
  EXPECT_EQ(talk.loud(), std::pair(std::int64_t{2400}, std::int64_t{2600}));
}

TEST(ScriptedCaller, SilenceOfTheAgentDuringTheStepAboveIsNotTheOneAwaited) {
  Conversation talk(
      R"({"at_ms": 0, "pause": true, "for_ms": 5000}, {"after": "agent_silent", "say": "two-words.wav"})");
  talk.agent_speaks(1000, 2000);
  talk.run_to(6000);
  EXPECT_EQ(talk.loud().first, -1);
  talk.agent_speaks(6100, 7000);
  talk.run_to(8000);
  EXPECT_EQ(talk.loud().first, 7300);
}

TEST(ScriptedCaller, TheSecondTimeTheAgentSpeaksCanBeAskedFor) {
  Conversation talk(R"({"after": "agent_speaking", "turn": 2, "say": "two-words.wav"})");
  talk.agent_speaks(1000, 1500);
  talk.run_to(2500);
  EXPECT_EQ(talk.loud().first, -1);
  talk.agent_speaks(3000, 3500);
  talk.run_to(4000);
  EXPECT_EQ(talk.loud().first, 3000);
}

TEST(ScriptedCaller, ActsOnMarksAndClears) {
  Conversation talk(
      R"({"after": "mark", "say": "two-words.wav"}, {"after": "clear", "plus_ms": 40, "say": "two-words.wav"})");
  talk.run_to(500);
  talk.caller().agent_mark(Conversation::at(510), "done");
  talk.run_to(1000);
  EXPECT_EQ(talk.caller().spoken()[0].extent().begin.samples, 520 * 8);  // the audio up to there had left
  talk.caller().agent_cleared(Conversation::at(1000));
  talk.run_to(2000);
  EXPECT_EQ(talk.caller().spoken()[1].extent().begin.samples, 1040 * 8);
}

TEST(ScriptedCaller, GoesOnOutOfImpatience) {
  Conversation talk(
      R"({"at_ms": 0, "say": "two-words.wav"}, {"after": "agent_silent", "or_after_ms": 3000, "say": "hello.wav"})");
  talk.run_to_end();
  EXPECT_EQ(talk.caller().spoken()[1].extent().begin.samples, 3240 * 8);
  EXPECT_THAT(talk.caller().unmet(), IsEmpty());
}

TEST(ScriptedCaller, DialsItsDigitsAQuarterOfASecondApart) {
  Conversation talk(R"({"at_ms": 100, "dtmf": "12#"})");
  talk.run_to(2000);
  EXPECT_EQ(talk.digits_, "12#");
  EXPECT_THAT(talk.digit_frames_, ElementsAre(5U, 17U, 30U));
}

TEST(ScriptedCaller, HangsUpOnceAndSendsNothingAfterwards) {
  Conversation talk(R"({"at_ms": 1000, "hang_up": true}, {"at_ms": 2000, "say": "hello.wav"})");
  talk.run_to_end();
  EXPECT_EQ(talk.frames_.size(), 50U);
  EXPECT_EQ(talk.hang_ups_, 1);
  EXPECT_EQ(talk.caller().next_deadline(), kNever);
  EXPECT_THAT(talk.caller().unmet(),
              ElementsAre("caller[1] did not happen: the call ended at 1000 ms, before its time at 2000 ms"));
}

TEST(ScriptedCaller, HangsUpWhenAllIsSaidAndNobodyHasSpokenForItsPatience) {
  Conversation talk(R"({"at_ms": 0, "say": "two-words.wav"})", R"(, "patience_ms": 2000)");
  talk.agent_speaks(1000, 3000);
  talk.run_to_end();
  EXPECT_EQ(talk.frames_.size(), 250U);
  EXPECT_EQ(talk.hang_ups_, 1);
}

TEST(ScriptedCaller, GivesUpOnWhatNeverComesAndSaysWhatItWaitedFor) {
  Conversation talk(
      R"({"at_ms": 0, "say": "two-words.wav"}, {"after": "agent_speaking", "say": "hello.wav"}, {"say": "hello.wav"})");
  talk.run_to_end();
  EXPECT_EQ(talk.frames_.size(), 1510U);  // half a minute after its last word
  EXPECT_EQ(talk.hang_ups_, 1);
  EXPECT_THAT(talk.caller().unmet(), ElementsAre("caller[1] waited for agent_speaking, which never came",
                                                 "caller[2] did not happen: it follows caller[1]"));
}

TEST(ScriptedCaller, ACallEndsAtItsLimitThoughTheAgentTalksForEver) {
  Conversation talk(R"({"after": "agent_silent", "say": "hello.wav"})", R"(, "ends_by_ms": 20000)");
  talk.agent_speaks(0, 1'000'000);
  talk.run_to_end();
  EXPECT_EQ(talk.frames_.size(), 1000U);
  EXPECT_THAT(talk.caller().unmet(), ElementsAre("caller[0] waited for agent_silent, which never came"));
}

TEST(ScriptedCaller, StopsWhenTheOtherSideHasEndedTheCall) {
  Conversation talk(R"({"at_ms": 5000, "say": "hello.wav"})");
  talk.run_to(1000);
  talk.caller().closed(Conversation::at(1000));
  talk.run_to_end();
  EXPECT_EQ(talk.hang_ups_, 0);
  EXPECT_EQ(talk.frames_.size(), 51U);
  EXPECT_EQ(talk.caller().unmet().size(), 1U);
}

TEST(ScriptedCaller, LiesOnABedOfNoiseOfTheLevelAskedFor) {
  Conversation talk(R"({"at_ms": 500, "say": "two-words.wav"})", R"(, "noise_bed": 200)");
  talk.run_to(1000);
  EXPECT_NEAR(talk.level_at(100), 200, 25);
  EXPECT_NEAR(talk.level_at(900), 200, 25);
  EXPECT_GT(talk.level_at(600), 3500);
}

TEST(ScriptedCaller, EchoesTheAgentATenthOfASecondLater) {
  Conversation talk(R"({"at_ms": 5000, "click": true})", R"(, "line": {"echo_db": -20})");
  talk.agent_speaks(1000, 1500);
  talk.run_to(2000);
  EXPECT_EQ(talk.loud(100), std::pair(std::int64_t{1100}, std::int64_t{1600}));
  EXPECT_NEAR(talk.level_at(1300), 800, 30);
}

TEST(ScriptedCaller, OverlappingSoundsAreMixedAndNeverWrapAround) {
  Conversation talk(
      R"({"at_ms": 0, "say": "hello.wav", "level_db": 15}, {"at_ms": 0, "say": "hello.wav", "level_db": 15})");
  talk.run_to(200);
  EXPECT_GT(mulaw_decode(talk.frames_[5][0]), 32000);
}

TEST(ScriptedCaller, AClickAndACoughStayUnderAHundredAndFiftyMillisecondsOfFrames) {
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    Conversation talk(R"({"at_ms": 407, "click": true}, {"at_ms": 1013, "cough": true})",
                      ", \"seed\": " + std::to_string(seed));
    talk.run_to(900);
    const auto click = talk.loud(30);
    EXPECT_EQ(click.first, 420);
    EXPECT_LE(click.second, 480);
    EXPECT_GT(talk.level_at(420), 500);
    talk.frames_.clear();
    talk.run_to(1500);
    const auto cough = talk.loud(30);
    EXPECT_LE(cough.second - cough.first, 140);
    EXPECT_GE(cough.second - cough.first, 100);
  }
}

TEST(ScriptedCaller, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  const std::string steps = R"({"at_ms": 100, "noise": true, "for_ms": 300}, {"cough": true}, {"click": true})";
  Conversation one(steps, R"(, "seed": 3)");
  Conversation same(steps, R"(, "seed": 3)");
  Conversation other(steps, R"(, "seed": 4)");
  for (Conversation* talk : {&one, &same, &other}) talk->run_to_end();
  EXPECT_EQ(one.frames_, same.frames_);
  EXPECT_NE(one.frames_, other.frames_);
}

TEST(CallerSounds, LevelsAreWhatIsAskedFor) {
  EXPECT_NEAR(rms_level(tone_sound(seconds(1), 440, 1000)), 1000, 5);
  EXPECT_NEAR(rms_level(noise_sound(seconds(1), 1000, Random{1})), 1000, 20);
  EXPECT_EQ(gain_q16(0), 65536);
  EXPECT_NEAR(gain_q16(-20), 6554, 2);
  EXPECT_NEAR(gain_q16(6), 130762, 20);
}

}  // namespace
}  // namespace parley
