#include "agent/prepared_agents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"

namespace parley {
namespace {

using testing::HasSubstr;

/// Speaks a byte a character, at once.
class QuickVoice final : public Synthesizer {
 public:
  explicit QuickVoice(ProviderSeat seat) : seat_(std::move(seat)) {}
  void synthesize(const Synthesize& sentence) override {
    seat_.say(SpeechAudio{sentence.turn, sentence.sentence, {sentence.text.begin(), sentence.text.end()}, true});
  }
  void cancel(TurnId) override {}

 private:
  ProviderSeat seat_;
};

class QuickVoices final : public SynthesisProvider {
 public:
  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile&) const override {
    return std::make_unique<QuickVoice>(std::move(seat));
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}
};

std::shared_ptr<const PreparedAgent> prepared(bool hears, const std::string& language) {
  AgentConfig config;
  config.language = language;
  const auto standard = default_profile(config, embedded_languages());
  PARLEY_CHECK(standard.has_value());
  auto profile = std::make_shared<AgentProfile>(**standard);
  profile->hears = hears;
  SpeechTeam team;
  team.synthesizer = std::make_shared<const QuickVoices>();
  std::vector<std::string> warnings;
  return prepare_agents({std::move(profile)}, embedded_languages(), CallConfig{}, team, warnings).front();
}

TEST(PreparedAgents, SpeakAndUnderstandTheirLanguage) {
  const auto agent = prepared(true, "he");
  const Language& hebrew = language_of(embedded_languages(), "he");
  EXPECT_EQ((*agent->config.phrases)[PhraseId::kGreeting].text, hebrew.phrases[PhraseId::kGreeting].text);
  EXPECT_FALSE((*agent->config.phrases)[PhraseId::kGreeting].mulaw.empty());
  EXPECT_EQ(agent->config.reply.yes, hebrew.hears.yes);
  EXPECT_EQ(agent->config.reply.max_speaking, CallConfig{}.reply.max_speaking);
}

/// Away for good.
class NoVoice final : public Synthesizer {
 public:
  explicit NoVoice(ProviderSeat seat) : seat_(std::move(seat)) {}
  void synthesize(const Synthesize& sentence) override {
    seat_.say(SpeechFailed{sentence.turn, sentence.sentence, "no connection"});
  }
  void cancel(TurnId) override {}

 private:
  ProviderSeat seat_;
};

class NoVoices final : public SynthesisProvider {
 public:
  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile&) const override {
    return std::make_unique<NoVoice>(std::move(seat));
  }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}
};

TEST(PreparedAgents, ApologiseInAnotherVoiceWhereTheirOwnIsAwayWhenTheServerStarts) {
  const auto profile = default_profile(AgentConfig{}, embedded_languages());
  ASSERT_TRUE(profile.has_value());
  SpeechTeam team;
  team.synthesizer = std::make_shared<const NoVoices>();
  std::vector<std::string> warnings;
  const auto mute = prepare_agents({*profile}, embedded_languages(), CallConfig{}, team, warnings).front();
  EXPECT_TRUE((*mute->config.phrases)[PhraseId::kApology].mulaw.empty());

  team.spare = std::make_shared<const QuickVoices>();
  const auto agent = prepare_agents({*profile}, embedded_languages(), CallConfig{}, team, warnings).front();
  for (const Phrase& phrase : agent->config.phrases->items) {
    EXPECT_EQ(phrase.mulaw.empty(), phrase.text.empty()) << phrase.text;
  }
}

TEST(PreparedAgents, WhomNobodyUnderstandsIsToldTheKeysToTheEnd) {
  const auto agent = prepared(false, "he");
  EXPECT_THAT((*agent->config.phrases)[PhraseId::kGreeting].text, HasSubstr("הקישו 1"));
  EXPECT_THAT((*agent->config.phrases)[PhraseId::kNotCaught].text, HasSubstr("הקישו 1"));
  EXPECT_EQ(agent->config.reply.max_speaking, Duration{}) << "nothing is cut and offered";
}

}  // namespace
}  // namespace parley
