#include "speech/openai/chat_request.h"

#include <gtest/gtest.h>

#include "core/base/json.h"

namespace parley {
namespace {

Conversation three_turns() {
  Conversation out;
  out.agent_says(TurnId{0}, "Hello.");
  for (int i = 1; i <= 3; ++i) {
    out.caller_said(TurnId{i}, "question " + std::to_string(i));
    if (i < 3) out.agent_says(TurnId{i}, "answer " + std::to_string(i));
  }
  return out;
}

std::string told(const std::vector<ChatMessage>& messages) {
  std::string out;
  for (const ChatMessage& message : messages) {
    out += (message.role == ChatMessage::Role::kUser     ? "U:"
            : message.role == ChatMessage::Role::kSystem ? "S:"
                                                         : "A:") +
           message.text + "|";
  }
  return out;
}

TEST(AChatRequest, BringsAsMuchOfTheConversationAsTheProfileAllows) {
  AgentProfile profile;
  profile.prompt = "P";
  EXPECT_EQ(told(chat_messages(profile, three_turns())),
            "S:P|A:Hello.|U:question 1|A:answer 1|U:question 2|A:answer 2|U:question 3|");
  profile.history = 2;
  EXPECT_EQ(told(chat_messages(profile, three_turns())), "S:P|U:question 2|A:answer 2|U:question 3|");
  profile.history = 0;
  EXPECT_EQ(told(chat_messages(profile, three_turns())), "S:P|U:question 3|");
}

TEST(AChatRequest, LetsSpeakersTakeTurnsAndMarksWhatWasCutOff) {
  AgentProfile profile;
  profile.prompt = "P";
  Conversation conversation;
  conversation.agent_says(TurnId{0}, "Hello there and welcome.");
  conversation.heard(TurnId{0}, 500, 1000);
  conversation.caller_said(TurnId{1}, "one");
  conversation.caller_said(TurnId{2}, "two");
  EXPECT_EQ(told(chat_messages(profile, conversation)), "S:P|A:Hello there...|U:one\ntwo|");
  profile.history = 1;
  EXPECT_EQ(told(chat_messages(profile, conversation)), "S:P|U:one\ntwo|");
}

TEST(AChatRequest, HasAPromptOfItsOwnInTheProfilesLanguage) {
  AgentProfile profile;
  profile.language = "he";
  EXPECT_NE(chat_messages(profile, {}).at(0).text.find("Hebrew"), std::string::npos);
}

TEST(AChatRequest, IsWrittenAsTheInterfaceHasIt) {
  AgentProfile profile;
  profile.prompt = "P";
  Conversation conversation;
  conversation.caller_said(TurnId{1}, "hi \"you\"");
  const auto messages = chat_messages(profile, conversation);
  EXPECT_EQ(
      chat_body({"m", "max_tokens", 300, 0.5, true}, messages, nullptr),
      R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"max_tokens":300,"temperature":0.5,)"
      R"("messages":[{"role":"system","content":"P"},{"role":"user","content":"hi \"you\""}]})");
  EXPECT_EQ(chat_body({"m", "max_completion_tokens", 0, {}, false}, {}, nullptr),
            R"({"model":"m","stream":true,"messages":[]})");
  const std::vector<ChatMessage> tools{{ChatMessage::Role::kAssistant, "", {{"a", "price", "{}"}}, {}},
                                       {ChatMessage::Role::kTool, "7", {}, "a"}};
  EXPECT_EQ(chat_body({"m", "max_tokens", 0, {}, false}, tools, nullptr),
            R"({"model":"m","stream":true,"messages":[{"role":"assistant","content":"","tool_calls":[{"id":"a",)"
            R"("type":"function","function":{"name":"price","arguments":"{}"}}]},)"
            R"({"role":"tool","content":"7","tool_call_id":"a"}]})");
}

TEST(ReplyTools, AreWrittenAsFunctions) {
  ReplyTools tools;
  tools.allow_hang_up();
  ASSERT_TRUE(tools.allow_transfer("sales=+15551234567, support = sip:help@example.com", "k"));
  ASSERT_TRUE(tools.add_http_tools(
      R"({"name":"price","description":"D","parameters":{"type":"object"},"url":"http://h/p"} // one)", "f"));
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  tools.write(writer);
  writer.end_object();
  const auto parsed = json::parse(text, "t");
  ASSERT_TRUE(parsed.has_value()) << text;
  const json::Array& list = *parsed->find("tools")->as_array();
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(*list[0].find("function")->find("name")->as_string(), "hang_up");
  EXPECT_EQ(*list[1].find("function")->find("name")->as_string(), "transfer_call");
  EXPECT_NE(text.find(R"("enum":["sales","support"])"), std::string::npos) << text;
  EXPECT_EQ(*list[2].find("function")->find("name")->as_string(), "price");
}

TEST(ATransfer, GoesOnlyWhereTheOperatorSaid) {
  ReplyTools named;
  ASSERT_TRUE(named.allow_transfer("sales=+15551234567,support=100", "k"));
  EXPECT_EQ(named.transfer_number(R"({"to":"support"})"), "100");
  EXPECT_EQ(named.transfer_number(R"({"to":"+19005550000"})"), std::nullopt);
  EXPECT_EQ(named.transfer_number("{"), std::nullopt);
  ReplyTools one;
  ASSERT_TRUE(one.allow_transfer("+15551234567", "k"));
  EXPECT_EQ(one.transfer_number(R"({"to":"+19005550000"})"), "+15551234567");
  EXPECT_EQ(ReplyTools().transfer_number("{}"), std::nullopt);
  for (const std::string_view bad : {"call me", "+1", "+1555,+1666", "a b=+15551234567", "sip:", "=+15551234567"}) {
    ReplyTools tools;
    EXPECT_FALSE(tools.allow_transfer(bad, "k")) << bad;
  }
}

TEST(ToolFiles, AreRefusedWithTheirPlace) {
  struct Case {
    std::string file, why;
  };
  const std::vector<Case> cases{
      {"[\n{\"name\":\"a b\"}]", "f:2: a tool has a name of letters, digits, _ and -"},
      {R"({"name":"hang_up","description":"","parameters":{},"url":"http://h"})",
       "f:1: there is a tool hang_up already"},
      {R"({"name":"x"})", "f:1: a tool has a description and a url"},
      {R"({"name":"x","description":"","url":"http://h","parameters":7})",
       "f:1: a tool's parameters are a JSON schema, an object"},
      {R"({"name":"x","description":"","url":"ftp://h","parameters":{}})",
       "f:1: must be an address such as https://host/path"},
  };
  for (const Case& one : cases) {
    ReplyTools tools;
    const auto added = tools.add_http_tools(one.file, "f");
    ASSERT_FALSE(added.has_value()) << one.file;
    EXPECT_EQ(added.error().text(), one.why);
  }
}

TEST(AToolsArguments, MayHoldWordsForTheCaller) {
  EXPECT_EQ(words_of(R"({"say":"Goodbye."})"), "Goodbye.");
  EXPECT_EQ(words_of(R"({"say":7})"), "");
  EXPECT_EQ(words_of("{"), "");
}

}  // namespace
}  // namespace parley
