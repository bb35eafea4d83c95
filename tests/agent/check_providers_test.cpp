#include "agent/check_providers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(CheckingProviders, SaysWhatEachSaidAndWhoSaidNothing) {
  const SpeechTeam team{std::make_shared<KeypadRecognizers>(), std::make_shared<Sound>(), std::make_shared<Mute>(),
                        ""};
  const auto profile = std::make_shared<AgentProfile>();
  const auto answers = check_providers(team, {profile}, std::chrono::milliseconds(50));
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(answers[0].good);
  EXPECT_TRUE(answers[1].good);
  EXPECT_EQ(answers[1].what, "replies: fine in en");
  EXPECT_FALSE(answers[2].good);
  EXPECT_EQ(answers[2].what, "synthesis (en): no answer within 50 ms");
}

}  // namespace
}  // namespace parley
