#include "core/trace/message_peek.h"

#include <gtest/gtest.h>

#include <string>

namespace parley::trace {
namespace {

TEST(MessagePeek, FindsEventAndPayloadInEitherDirection) {
  const auto inbound = peek(R"({"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1",)"
                            R"("timestamp":"155","payload":"AQID"},"streamSid":"MZ1"})");
  EXPECT_EQ(inbound.event, "media");
  EXPECT_EQ(inbound.payload, "AQID");
  const auto outbound = peek(R"({"event":"media","streamSid":"MZ1","media":{"payload":"BAUG"}})");
  EXPECT_EQ(outbound.event, "media");
  EXPECT_EQ(outbound.payload, "BAUG");
}

TEST(MessagePeek, TakesAnyOrderOfKeysAndAnySpaces) {
  const std::string text =
      "{ \"media\" : {\n \"payload\" : \"AQID\" , \"x\": [\"payload\", {}] },\t\"event\" : \"media\" }";
  EXPECT_EQ(peek(text).event, "media");
  EXPECT_EQ(peek(text).payload, "AQID");
  EXPECT_TRUE(is_media(text));
}

TEST(MessagePeek, LooksOnlyWhereTheseFieldsStand) {
  const auto found = peek(R"({"start":{"event":"media","payload":"x"},"a":[{"event":"media"}],"event":"start",)"
                          R"("b":"event","media":{"deep":{"payload":"y"}}})");
  EXPECT_EQ(found.event, "start");
  EXPECT_EQ(found.payload, "");
}

TEST(MessagePeek, IsNotMisledByWhatStandsInsideStrings) {
  EXPECT_EQ(peek_event(R"({"name":"\"event\":\"media\" {[","event":"mark"})"), "mark");
  EXPECT_EQ(peek_event(R"({"name":"ends in \\","event":"mark"})"), "mark");
}

TEST(MessagePeek, WhatIsNoMessageHasNoEvent) {
  for (const std::string text : {"", "hello", "{", "\"event", "{\"event\":", "{\"event\":7}",
                                 "[\"event\",\"media\"]", "{\"event\":\"med", "]]]]", "{\"event\":\"\\"}) {
    EXPECT_EQ(peek_event(text), "") << text;
    EXPECT_FALSE(is_media(text)) << text;
  }
}

}  // namespace
}  // namespace parley::trace
