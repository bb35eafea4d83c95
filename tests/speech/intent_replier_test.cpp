#include "speech/intent_replier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "live/event_loop.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AnIntentReplier : public testing::Test {
 protected:
  explicit AnIntentReplier(AgentProfile profile = {}) {
    profile.transfer_to = "+15550100";
    ProviderParts parts;
    parts.profiles.push_back(std::make_shared<const AgentProfile>(profile));
    ProviderSeat seat{loop_, [this](ProviderEvent event) { said_.push_back(std::move(event)); },
                      [this](const Lead& lead) { leads_.push_back(lead); }};
    replier_ = (*make_intent_replier(parts))->replier(std::move(seat), profile);
  }

  /// The text of the whole reply.
  std::string ask(std::int32_t turn, const std::string& words) {
    said_.clear();
    conversation_.caller_said(TurnId{turn}, words);
    replier_->ask({TurnId{turn}, words}, conversation_);
    std::string text;
    for (const ProviderEvent& event : said_) text += std::get<ReplyText>(event).text;
    return text;
  }
  const ReplyText& last() const { return std::get<ReplyText>(said_.back()); }
  /// The caller hears the reply to its end.
  std::string ask_and_hear(std::int32_t turn, const std::string& words) {
    std::string text = ask(turn, words);
    conversation_.agent_says(TurnId{turn}, text);
    return text;
  }

  EventLoop loop_;
  Conversation conversation_;
  std::vector<ProviderEvent> said_;
  std::vector<Lead> leads_;
  std::unique_ptr<Replier> replier_;
};

TEST_F(AnIntentReplier, SaysItsReplySentenceBySentence) {
  EXPECT_EQ(ask(1, "how much is a crown"),
            "A crown is from nine hundred dollars. The dentist has to see you first.");
  ASSERT_EQ(said_.size(), 2U);
  EXPECT_FALSE(std::get<ReplyText>(said_[0]).done);
  EXPECT_TRUE(last().done);
  EXPECT_EQ(last().turn, TurnId{1});
}

TEST_F(AnIntentReplier, EndsACallOrPutsItThroughWithTheLastSentence) {
  ask(1, "goodbye");
  EXPECT_EQ(last().then, AfterReply::kHangUp);
  ask(2, "let me talk to a person");
  EXPECT_EQ(last().then, AfterReply::kTransfer);
  EXPECT_EQ(last().transfer_to, "+15550100");
}

TEST_F(AnIntentReplier, AskedAgainForTheSameTurnGivesTheSameReply) {
  const std::string first = ask(1, "when are you open");
  EXPECT_EQ(ask(1, "when are you open"), first);
  conversation_.agent_says(TurnId{1}, first);
  EXPECT_NE(ask(2, "when are you open"), first) << "a new turn gets the next variant";
}

TEST_F(AnIntentReplier, TakesTurnsThatWereJoinedForOne) {
  ask_and_hear(1, "i want to leave my number");
  ask_and_hear(2, "dana");
  ask(3, "five five five");  // and he goes on before anything was said
  replier_->cancel(TurnId{3});
  EXPECT_THAT(ask(4, "five five five one two three four"), HasSubstr("five five five, one two three four"));
}

TEST_F(AnIntentReplier, GoesOnWhereTheCallerHeardTheReply) {
  ask_and_hear(1, "i want to leave my number");
  ask_and_hear(2, "dana");
  ask_and_hear(3, "five five five");
  EXPECT_THAT(ask(4, "one two three four"), HasSubstr("five five five, one two three four"));
}

TEST_F(AnIntentReplier, RepeatsWhatTheCallerHeard) {
  const std::string heard = ask_and_hear(1, "where are you");
  ask(2, "when are you open");  // interrupted before a word of it was heard
  EXPECT_EQ(ask(3, "can you repeat that"), heard);
}

TEST_F(AnIntentReplier, RepeatsTheWholeOfWhatWasHeardInPart) {
  const std::string whole = ask_and_hear(1, "how much is a crown");
  conversation_.heard(TurnId{1}, 500, 5000);
  EXPECT_EQ(ask(2, "what did you say"), whole);
}

TEST_F(AnIntentReplier, RepeatsTheGreetingIfThatIsAllThatWasSaid) {
  conversation_.agent_says(kGreetingTurn, "Hello!");
  EXPECT_EQ(ask(1, "say that again please"), "Hello!");
}

TEST_F(AnIntentReplier, HandsOverALeadOnce) {
  for (const char* words : {"call me back", "dana levy", "five five five one two three four"}) {
    ask_and_hear(static_cast<std::int32_t>(conversation_.utterances().size()) + 1, words);
  }
  EXPECT_TRUE(leads_.empty());
  ask(20, "yes");
  ask(21, "yes that's right");  // joined: nothing had been heard
  ASSERT_EQ(leads_.size(), 1U);
  EXPECT_EQ(leads_[0], (Lead{"Dana Levy", "5551234", ""}));
}

TEST(IntentRepliers, AreNotMadeForALanguageWithoutIntents) {
  AgentProfile profile;
  profile.language = "fr";
  ProviderParts parts;
  parts.profiles.push_back(std::make_shared<const AgentProfile>(profile));
  const auto made = make_intent_replier(parts);
  ASSERT_FALSE(made.has_value());
  EXPECT_THAT(made.error().text(), HasSubstr("\"fr\""));
}

TEST(IntentRepliers, SayWhatTheyCanDo) {
  const AgentProfile profile;
  ProviderParts parts;
  parts.profiles.push_back(std::make_shared<const AgentProfile>(profile));
  EventLoop loop;
  std::optional<ProviderCheck> told;
  (*make_intent_replier(parts))->check(loop, profile, [&](ProviderCheck check) { told = std::move(check); });
  ASSERT_TRUE(told.has_value());
  EXPECT_TRUE(told->good);
  EXPECT_THAT(told->what, StartsWith("intents: "));
}

}  // namespace
}  // namespace parley
