#include "core/reply/conversation.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(AConversation, HoldsOfAReplyWhatTheCallerHeard) {
  Conversation talk;
  talk.caller_said(TurnId{1}, "when are you open");
  talk.agent_says(TurnId{1}, "We are open from nine to five every day.");
  talk.heard(TurnId{1}, 500, 1000);
  ASSERT_EQ(talk.utterances().size(), 2U);
  EXPECT_EQ(talk.utterances()[1].text, "We are open from");
  EXPECT_TRUE(talk.utterances()[1].cut);
}

TEST(AConversation, LeavesWholeWhatWasHeardWhole) {
  Conversation talk;
  talk.agent_says(TurnId{1}, "Hello there.");
  talk.heard(TurnId{1}, 800, 800);
  EXPECT_EQ(talk.utterances()[0].text, "Hello there.");
  EXPECT_FALSE(talk.utterances()[0].cut);
}

TEST(AConversation, ForgetsAReplyOfWhichNothingWasHeard) {
  Conversation talk;
  talk.caller_said(TurnId{1}, "hello");
  talk.agent_says(TurnId{1}, "Good morning.");
  talk.heard(TurnId{1}, 0, 900);
  ASSERT_EQ(talk.utterances().size(), 1U);
  EXPECT_EQ(talk.utterances()[0].speaker, ConversationLine::Speaker::kCaller);
}

TEST(AConversation, PutsTheSentencesOfAReplyTogether) {
  Conversation talk;
  talk.agent_says(TurnId{1}, "Yes.");
  EXPECT_FALSE(talk.agent_spoke_in(TurnId{2}));
  talk.agent_says(TurnId{1}, "We are open.");
  ASSERT_EQ(talk.utterances().size(), 1U);
  EXPECT_EQ(talk.utterances()[0].text, "Yes. We are open.");
  EXPECT_TRUE(talk.agent_spoke_in(TurnId{1}));
}

TEST(AConversation, HoldsJoinedTurnsOnce) {
  Conversation talk;
  talk.caller_said(TurnId{1}, "when are you");
  talk.caller_said(TurnId{2}, "when are you open");
  ASSERT_EQ(talk.utterances().size(), 1U);
  EXPECT_EQ(talk.utterances()[0].text, "when are you open");
  talk.agent_says(TurnId{2}, "From nine to five.");
  talk.caller_said(TurnId{3}, "when are you open on friday");
  EXPECT_EQ(talk.utterances().size(), 3U) << "what has been answered stays";
}

TEST(AConversation, ForgetsTheOldestAfterFourHundred) {
  Conversation talk;
  for (int i = 0; i < 401; ++i) talk.caller_said(TurnId{i}, "words " + std::to_string(i) + ".");
  EXPECT_EQ(talk.utterances().size(), 400U);
  EXPECT_EQ(talk.utterances().front().text, "words 1.");
}

}  // namespace
}  // namespace parley
