// The two engines that need no key and no network, as a server has them: one for English, one for the rest.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "live/event_loop.h"
#include "speech/providers.h"
#include "speech/voices/phrase_cache.h"
#include "speech/worker_pool.h"

namespace parley {
namespace {

std::shared_ptr<const AgentProfile> profile_of(std::string language, std::string voice = {}) {
  AgentProfile profile;
  profile.language = std::move(language);
  profile.voice = std::move(voice);
  return std::make_shared<const AgentProfile>(std::move(profile));
}

ProviderParts parts_with(std::vector<std::shared_ptr<const AgentProfile>> profiles) {
  ProviderParts parts;
  parts.workers = std::make_shared<WorkerPool>(2);
  parts.profiles = std::move(profiles);
  return parts;
}

std::string checked(const SynthesisProvider& provider, const AgentProfile& profile) {
  EventLoop loop;
  std::string what;
  provider.check(loop, profile, [&](const ProviderCheck& check) {
    what = (check.good ? "good " : "bad ") + check.what;
    loop.stop();
  });
  loop.after(std::chrono::seconds(20), [&] { loop.stop(); });
  loop.run();
  return what;
}

TEST(TheEmbeddedVoice, IsOfTheLanguageOfTheCall) {
  const ProviderParts parts = parts_with({profile_of("en"), profile_of("he")});
  const auto team = make_team({"keypad", "embedded", "embedded"}, parts);
  ASSERT_TRUE(team.has_value()) << team.error().text();
  EXPECT_EQ(checked(*team->synthesizer, *parts.profiles[0]).find("good flite: spoke "), 0U);
  EXPECT_EQ(checked(*team->synthesizer, *parts.profiles[1]).find("good espeak-ng: spoke "), 0U);
}

TEST(TheEmbeddedVoice, LetsEachEngineJudgeItsOwnVoices) {
  const TeamChoice choice{"keypad", "embedded", "embedded"};
  EXPECT_TRUE(make_team(choice, parts_with({profile_of("en", "rms"), profile_of("he", "he+f3")})).has_value());
  EXPECT_FALSE(make_team(choice, parts_with({profile_of("en", "he+f3")})).has_value());
}

/// SPEC 1.3: a greeting of 500 to 800 ms, a filler of at most 800, in both languages as they come.
TEST(TheEmbeddedVoice, SpeaksGreetingAndFillerWithinTheirTime) {
  std::vector<PhraseOrder> orders(2);
  orders[0].profile = profile_of("en");
  orders[0].texts = english_phrases();
  orders[1].profile = profile_of("he");
  orders[1].texts[PhraseId::kGreeting].text = "שלום!";
  orders[1].texts[PhraseId::kFiller].text = "רגע, חושב…";
  const TeamChoice choice{"keypad", "embedded", "embedded"};
  const auto team = make_team(choice, parts_with({orders[0].profile, orders[1].profile}));
  ASSERT_TRUE(team.has_value()) << team.error().text();
  std::vector<std::string> warnings;
  const auto phrases = make_phrases(orders, *team->synthesizer, warnings);
  for (const PhrasesPtr& spoken : phrases) {
    const double greeting = static_cast<double>((*spoken)[PhraseId::kGreeting].mulaw.size()) / 8;
    EXPECT_GE(greeting, 450);
    EXPECT_LE(greeting, 800);
    const double filler = static_cast<double>((*spoken)[PhraseId::kFiller].mulaw.size()) / 8;
    EXPECT_GE(filler, 300);
    EXPECT_LE(filler, 800);
  }
}

}  // namespace
}  // namespace parley
