// What Twilio makes of a server's texts, which it takes more strictly.
#include <gtest/gtest.h>

#include "core/twilio/codec.h"
#include "tests/core/twilio/wire_samples.h"

namespace parley::twilio {
namespace {

using samples::kStream;

const std::string kMediaText = R"({"event":"media","streamSid":")" + kStream + R"(","media":{"payload":"AQID"}})";
const std::string kMarkText = R"({"event":"mark","streamSid":")" + kStream + R"(","mark":{"name":"my label"}})";
const std::string kClearText = R"({"event":"clear","streamSid":")" + kStream + R"("})";

std::string reason_of(const std::string& text) {
  const ParsedOutbound parsed = parse_outbound(text);
  const auto* malformed = std::get_if<Malformed>(&parsed.message);
  return malformed != nullptr ? malformed->reason : "not malformed";
}

TEST(OutboundCodec, ReadsEveryMessageOfAServer) {
  const ParsedOutbound media = parse_outbound(kMediaText);
  const ParsedOutbound mark = parse_outbound(kMarkText);
  const ParsedOutbound clear = parse_outbound(kClearText);
  EXPECT_EQ(std::get<SendMedia>(media.message), samples::send_media());
  EXPECT_EQ(std::get<SendMark>(mark.message), (SendMark{Sid(kStream), "my label"}));
  EXPECT_EQ(std::get<Clear>(clear.message), Clear{Sid(kStream)});
  for (const ParsedOutbound* parsed : {&media, &mark, &clear}) EXPECT_EQ(parsed->extra_field, "");
}

TEST(OutboundCodec, WritesEveryMessageInTheDocumentedOrder) {
  const std::vector<Outbound> messages = samples::every_outbound();
  EXPECT_EQ(samples::text_of(messages[0]), kMediaText);
  EXPECT_EQ(samples::text_of(messages[1]), kMarkText);
  EXPECT_EQ(samples::text_of(messages[2]), kClearText);
}

TEST(OutboundCodec, TakesAPayloadOfAnySizeButNone) {
  SendMedia second = samples::send_media();
  second.payload = Payload(std::vector<std::uint8_t>(8000, 0x7F));
  EXPECT_EQ(std::get<SendMedia>(parse_outbound(samples::text_of(Outbound(second))).message), second);
  EXPECT_EQ(reason_of(R"({"event":"media","streamSid":"MZ","media":{"payload":""}})"), "media.payload is empty");
}

TEST(OutboundCodec, NamesTheFirstFieldThatTheSchemaDoesNotHave) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"event":"media","sequenceNumber":"1","streamSid":"MZ","media":{"payload":"AQID"}})", "sequenceNumber"},
      {R"({"event":"media","streamSid":"MZ","track":"outbound","x":1,"media":{"payload":"AQID"}})", "track"},
      {R"({"event":"media","streamSid":"MZ","media":{"track":"outbound","payload":"AQID"}})", "media.track"},
      {R"({"event":"media","streamSid":"MZ","stream_sid":"MZ","media":{"payload":"AQID"}})", "stream_sid"},
      {R"({"event":"mark","streamSid":"MZ","mark":{"name":"a","at":1}})", "mark.at"},
      {R"({"event":"mark","streamSid":"MZ","sequenceNumber":1,"mark":{"name":"a"}})", "sequenceNumber"},
      {R"({"event":"clear","streamSid":"MZ","mark":{}})", "mark"}};
  for (const auto& [text, field] : cases) {
    const ParsedOutbound parsed = parse_outbound(text);
    EXPECT_EQ(parsed.extra_field, field) << text;
    EXPECT_FALSE(std::holds_alternative<Malformed>(parsed.message)) << text;
  }
}

TEST(OutboundCodec, NamesTheFieldThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"event":"media","media":{"payload":"AQID"}})", "streamSid is missing"},
      {R"({"event":"media","streamSid":7,"media":{"payload":"AQID"}})", "streamSid is not a string"},
      {R"({"event":"media","streamSid":null,"media":{"payload":"AQID"}})", "streamSid is not a string"},
      {R"({"event":"media","streamSid":"MZ","payload":"AQID"})", "media is missing"},
      {R"({"event":"media","streamSid":"MZ","media":{"payload":[1,2]}})", "media.payload is not a string"},
      {R"({"event":"media","streamSid":"MZ","media":{"payload":"A-_A"}})", "media.payload is not base64"},
      {R"({"event":"mark","streamSid":"MZ"})", "mark is missing"},
      {R"({"event":"mark","streamSid":"MZ","mark":"a"})", "mark is not an object"},
      {R"({"event":"mark","streamSid":"MZ","mark":{}})", "mark.name is missing"},
      {R"({"event":"mark","streamSid":"MZ","mark":{"name":1}})", "mark.name is not a string"},
      {R"({"event":"clear"})", "streamSid is missing"},
      {R"({"streamSid":"MZ"})", "event is missing"}};
  for (const auto& [text, reason] : cases) EXPECT_EQ(reason_of(text), reason) << text;
  EXPECT_EQ(parse_outbound(R"({"event":"clear","x":1})").extra_field, "");
}

TEST(OutboundCodec, NamesTheSnakeCaseMistakeInEveryMessage) {
  for (const char* text :
       {R"({"event":"media","stream_sid":"MZ","media":{"payload":"AQID"}})",
        R"({"event":"mark","stream_sid":"MZ","mark":{"name":"a"}})", R"({"event":"clear","stream_sid":"MZ"})"}) {
    EXPECT_EQ(reason_of(text), "streamSid is missing: stream_sid is not its name") << text;
  }
}

TEST(OutboundCodec, ReportsAnEventItDoesNotKnow) {
  for (const char* event : {"start", "stop", "connected", "dtmf", "response.audio"}) {
    const ParsedOutbound parsed = parse_outbound(std::string(R"({"event":")") + event + R"(","streamSid":1})");
    EXPECT_EQ(std::get<Unknown>(parsed.message).event, event);
  }
}

TEST(OutboundCodec, RefusesWhatIsNoJsonObject) {
  for (const char* text : {"", "[]", "media", "{\"event\":\"clear\",\"streamSid\":\"MZ\"", "\xFF\xFE"}) {
    EXPECT_EQ(reason_of(text).rfind("the text is not a JSON object: wrong at byte ", 0), 0U) << text;
  }
}

}  // namespace
}  // namespace parley::twilio
