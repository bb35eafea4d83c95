#include "agent/check_providers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "live/event_loop.h"
#include "speech/keypad_recognizer.h"

namespace parley {
namespace {

class Sound final : public ReplyProvider {
 public:
  std::unique_ptr<Replier> replier(ProviderSeat, const AgentProfile&) const override { return nullptr; }
  void check(EventLoop&, const AgentProfile& profile, ToldCheck told) const override {
    told({true, "replies: fine in " + profile.language});
  }
};

class Mute final : public SynthesisProvider {
 public:
  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat, const AgentProfile&) const override { return nullptr; }
  void check(EventLoop&, const AgentProfile&, ToldCheck) const override {}
};

/// Answers on the loop of its check when it is told to, as a worker does that was busy.
class Late final : public SynthesisProvider {
 public:
  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat, const AgentProfile&) const override { return nullptr; }
  void check(EventLoop& loop, const AgentProfile&, ToldCheck told) const override {
    answer_ = [&loop, told] { loop.post([told] { told({true, "at last"}); }); };
  }
  void answer() const { answer_(); }

 private:
  mutable std::function<void()> answer_;
};

TEST(CheckingProviders, SaysWhatEachSaidAndWhoSaidNothing) {
  const SpeechTeam team{std::make_shared<KeypadRecognizers>(), std::make_shared<Sound>(), std::make_shared<Mute>(),
                        ""};
  const auto profile = std::make_shared<AgentProfile>();
  const auto answers = check_providers(team, {{"", profile}}, std::chrono::milliseconds(50));
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(answers[0].good);
  EXPECT_TRUE(answers[1].good);
  EXPECT_EQ(answers[1].what, "replies: fine in en");
  EXPECT_FALSE(answers[2].good);
  EXPECT_EQ(answers[2].what, "synthesis (en): no answer within 50 ms");
}

TEST(CheckingProviders, TriesNumbersThatAreServedAlikeOnceAndNamesThem) {
  const SpeechTeam team{std::make_shared<KeypadRecognizers>(), std::make_shared<Sound>(), std::make_shared<Mute>(),
                        ""};
  std::vector<CheckedProfile> profiles;
  for (const char* name : {"default", "+1", "+2", "+3", "+4"}) {
    profiles.push_back({name, std::make_shared<AgentProfile>()});
  }
  auto hebrew = std::make_shared<AgentProfile>();
  hebrew->language = "he";
  profiles.push_back({"+972", hebrew});
  const auto answers = check_providers(team, profiles, std::chrono::milliseconds(50));
  ASSERT_EQ(answers.size(), 6U);
  EXPECT_EQ(answers[1].what, "replies: fine in en [default, +1, +2 and 2 more]");
  EXPECT_EQ(answers[4].what, "replies: fine in he [+972]");
}

TEST(CheckingProviders, OutlivesAnAnswerThatComesTooLate) {
  const auto late = std::make_shared<Late>();
  const SpeechTeam team{std::make_shared<KeypadRecognizers>(), std::make_shared<Sound>(), late, ""};
  const auto answers =
      check_providers(team, {{"", std::make_shared<AgentProfile>()}}, std::chrono::milliseconds(20));
  EXPECT_FALSE(answers[2].good);
  late->answer();
}

}  // namespace
}  // namespace parley
