#include "speech/voices/engine_synthesizer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <variant>
#include <vector>

#include "live/event_loop.h"

namespace parley {
namespace {

/// Speaks a piece for each letter of a text; "!" is an error, "|" waits until the test lets it go on.
class SpellingEngine final : public VoiceEngine {
 public:
  Result<void> speak(std::string_view text, const SpeechSink& take) const override {
    for (const char letter : text) {
      if (letter == '!') return make_error("the engine has lost its voice");
      if (letter == '|') {
        waits.set_value();
        goes_on.get_future().wait_for(std::chrono::seconds(20));
        continue;
      }
      if (!take(std::vector<std::int16_t>(80, letter))) {
        stopped.set_value();
        return {};
      }
    }
    return {};
  }

  mutable std::promise<void> waits;
  mutable std::promise<void> goes_on;
  mutable std::promise<void> stopped;
};

struct Stage {
  EventLoop loop;
  std::vector<std::string> heard;  // "1.0 80", "1.0 done", "1.0 failed: ..."
  std::size_t enough = 0;
  std::shared_ptr<SpellingEngine> engine = std::make_shared<SpellingEngine>();
  std::shared_ptr<WorkerPool> workers = std::make_shared<WorkerPool>(2);

  std::unique_ptr<EngineSynthesizer> synthesizer() {
    return std::make_unique<EngineSynthesizer>(
        ProviderSeat{loop, [this](const ProviderEvent& event) { hear(event); }}, engine, workers);
  }

  void hear(const ProviderEvent& event) {
    if (const auto* audio = std::get_if<SpeechAudio>(&event)) {
      const std::string what = audio->done ? "done" : std::to_string(audio->mulaw.size());
      heard.push_back(place(audio->turn, audio->sentence) + what);
    } else if (const auto* failed = std::get_if<SpeechFailed>(&event)) {
      heard.push_back(place(failed->turn, failed->sentence) + "failed: " + failed->reason);
    }
    if (heard.size() == enough) loop.stop();
  }
  static std::string place(TurnId turn, std::int32_t sentence) {
    return std::to_string(turn.value) + "." + std::to_string(sentence) + " ";
  }
  /// Until so much has been heard, or for want of it for a long time.
  void run_until(std::size_t events) {
    enough = events;
    loop.after(std::chrono::seconds(20), [this] { loop.stop(); });
    loop.run();
  }
};

using Lines = std::vector<std::string>;

TEST(AnEngineSynthesizer, TellsEachPieceAndThenTheEnd) {
  Stage stage;
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "ab"});
  stage.run_until(3);
  EXPECT_EQ(stage.heard, (Lines{"1.0 80", "1.0 80", "1.0 done"}));
}

TEST(AnEngineSynthesizer, KeepsSentencesInTheirOrderThoughThereAreMoreWorkers) {
  Stage stage;
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "|a"});
  voice->synthesize({TurnId{1}, 1, "b"});
  voice->synthesize({TurnId{1}, 2, "c"});
  stage.engine->waits.get_future().wait();
  stage.engine->goes_on.set_value();
  stage.run_until(6);
  EXPECT_EQ(stage.heard, (Lines{"1.0 80", "1.0 done", "1.1 80", "1.1 done", "1.2 80", "1.2 done"}));
}

TEST(AnEngineSynthesizer, TellsAFailureOnceAndGoesOnWithTheNextSentence) {
  Stage stage;
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{2}, 0, "a!b"});
  voice->synthesize({TurnId{2}, 1, "c"});
  stage.run_until(4);
  EXPECT_EQ(stage.heard, (Lines{"2.0 80", "2.0 failed: the engine has lost its voice", "2.1 80", "2.1 done"}));
}

TEST(AnEngineSynthesizer, IsSilentAboutATurnThatWasCancelledAndStopsItsEngine) {
  Stage stage;
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "|abc"});
  voice->synthesize({TurnId{1}, 1, "d"});
  stage.engine->waits.get_future().wait();
  voice->cancel(TurnId{1});
  voice->synthesize({TurnId{2}, 0, "e"});
  stage.engine->goes_on.set_value();
  stage.run_until(2);
  EXPECT_EQ(stage.heard, (Lines{"2.0 80", "2.0 done"}));
  EXPECT_EQ(stage.engine->stopped.get_future().wait_for(std::chrono::seconds(0)), std::future_status::ready);
}

TEST(AnEngineSynthesizer, SaysNothingOnceItIsGone) {
  Stage stage;
  auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "|abc"});
  stage.engine->waits.get_future().wait();
  voice.reset();
  stage.engine->goes_on.set_value();
  stage.engine->stopped.get_future().wait();
  stage.loop.run(false);
  EXPECT_TRUE(stage.heard.empty());
}

TEST(AnEngineSynthesizer, RefusesSentencesBeyondItsBound) {
  Stage stage;
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "|"});
  stage.engine->waits.get_future().wait();
  for (int i = 1; i <= static_cast<int>(kMostWaitingSentences); ++i) voice->synthesize({TurnId{1}, i, "a"});
  stage.run_until(1);
  EXPECT_EQ(stage.heard, Lines{"1.32 failed: too many sentences of this call wait for the voice"});
  stage.engine->goes_on.set_value();
}

TEST(AnEngineSynthesizer, FailsWhatTheWorkersRefuse) {
  Stage stage;
  stage.workers = std::make_shared<WorkerPool>(0, 0);
  const auto voice = stage.synthesizer();
  voice->synthesize({TurnId{1}, 0, "a"});
  EXPECT_TRUE(stage.heard.empty()) << "nobody is told while he is still asking";
  stage.run_until(1);
  EXPECT_EQ(stage.heard, Lines{"1.0 failed: too many sentences wait for a voice on this machine"});
}

TEST(AnEngineSynthesis, ChecksItsVoiceBySpeaking) {
  Stage stage;
  const EngineSynthesis provider(
      "speller", [&](const AgentProfile&) { return stage.engine; }, stage.workers);
  std::vector<ProviderCheck> checks;
  provider.check(stage.loop, AgentProfile{}, [&](ProviderCheck check) {
    checks.push_back(std::move(check));
    stage.loop.stop();
  });
  stage.run_until(1000);
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_TRUE(checks[0].good);
  EXPECT_EQ(checks[0].what.find("speller: spoke 0.2 s in "), 0U) << checks[0].what;
}

}  // namespace
}  // namespace parley
