#include "speech/voices/espeak_synthesizer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <variant>

#include "live/event_loop.h"
#include "speech/worker_pool.h"

namespace parley {
namespace {

ProviderParts parts_for(std::string language, std::string voice) {
  ProviderParts parts;
  parts.workers = std::make_shared<WorkerPool>(1);
  AgentProfile profile;
  profile.language = std::move(language);
  profile.voice = std::move(voice);
  parts.profiles.push_back(std::make_shared<const AgentProfile>(profile));
  return parts;
}

struct Told {
  std::size_t bytes = 0;
  bool done = false;
  std::string failure;
};

Told told_by(const ProviderParts& parts, const std::string& text) {
  Told told;
  const auto provider = make_espeak_synthesizer(parts);
  EXPECT_TRUE(provider.has_value());
  EventLoop loop;
  const auto hear = [&](const ProviderEvent& event) {
    if (const auto* audio = std::get_if<SpeechAudio>(&event)) {
      told.bytes += audio->mulaw.size();
      told.done = audio->done;
    } else if (const auto* failed = std::get_if<SpeechFailed>(&event)) {
      told.failure = failed->reason;
    }
    if (told.done || !told.failure.empty()) loop.stop();
  };
  const auto voice = (*provider)->synthesizer({loop, hear}, *parts.profiles[0]);
  voice->synthesize({TurnId{1}, 0, text});
  loop.after(std::chrono::seconds(20), [&] { loop.stop(); });
  loop.run();
  return told;
}

TEST(TheEspeakSynthesizer, SpeaksTheLanguageOfTheProfile) {
  const Told told = told_by(parts_for("he", ""), "שלום, איך אפשר לעזור?");
  EXPECT_TRUE(told.done) << told.failure;
  EXPECT_GT(told.bytes, 8000U);
}

TEST(TheEspeakSynthesizer, FailsInOneSentenceWhereThereIsNoProgram) {
  ProviderParts parts = parts_for("he", "");
  ASSERT_EQ(parts.values.set(kEspeakSettings[0], "/nowhere/espeak"), "");
  EXPECT_EQ(told_by(parts, "שלום").failure, "/nowhere/espeak could not be started: No such file or directory");
}

TEST(TheEspeakSynthesizer, RefusesWhatCannotBeAVoice) {
  EXPECT_EQ(make_espeak_synthesizer(parts_for("he", "--stdin")).error().text(),
            "voice: \"--stdin\" is no name of a voice of espeak-ng");
}

}  // namespace
}  // namespace parley
