// What a server makes of Twilio's texts.
#include <gtest/gtest.h>

#include <limits>

#include "core/twilio/codec.h"
#include "tests/core/twilio/wire_samples.h"

namespace parley::twilio {
namespace {

using samples::kAccount;
using samples::kCall;
using samples::kStream;

std::string reason(const Inbound& message) {
  const auto* malformed = std::get_if<Malformed>(&message);
  return malformed != nullptr ? malformed->reason : "not malformed";
}

std::string reason_of(const std::string& text) {
  return reason(parse_inbound(text));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

const std::string kMediaText = R"({"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1",)"
                               R"("timestamp":"155","payload":"AQID"},"streamSid":")" +
                               kStream + R"("})";
const std::string kStartText =
    R"({"event":"start","sequenceNumber":"1","start":{"accountSid":")" + kAccount + R"(","streamSid":")" + kStream +
    R"(","callSid":")" + kCall +
    R"(","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},)"
    R"("customParameters":{"language":"he","a":""}},"streamSid":")" +
    kStream + R"("})";
const std::string kMarkText =
    R"({"event":"mark","sequenceNumber":"3","streamSid":")" + kStream + R"(","mark":{"name":"171"}})";
const std::string kDtmfText = R"({"event":"dtmf","streamSid":")" + kStream +
                              R"(","sequenceNumber":"5","dtmf":{"track":"inbound_track","digit":"#"}})";
const std::string kStopText = R"({"event":"stop","sequenceNumber":"378","streamSid":")" + kStream +
                              R"(","stop":{"accountSid":")" + kAccount + R"(","callSid":")" + kCall + R"("}})";

TEST(InboundCodec, ReadsEveryMessageOfTwilio) {
  EXPECT_EQ(parse_inbound(R"({"event":"connected","protocol":"Call","version":"1.0.0"})"), Inbound(Connected{}));
  EXPECT_EQ(parse_inbound(kStartText), Inbound(samples::start()));
  EXPECT_EQ(parse_inbound(kMediaText), Inbound(samples::media()));
  EXPECT_EQ(parse_inbound(kMarkText), Inbound(MarkReturned{3, Sid(kStream), "171"}));
  EXPECT_EQ(parse_inbound(kDtmfText), Inbound(Dtmf{5, Sid(kStream), '#'}));
  EXPECT_EQ(parse_inbound(kStopText), Inbound(Stop{378, Sid(kStream), kAccount, kCall}));
}

TEST(InboundCodec, WritesEveryMessageInTheOrderSeenOnTheWire) {
  const std::vector<Inbound> messages = samples::every_inbound();
  const std::string texts[] = {R"({"event":"connected","protocol":"Call","version":"1.0.0"})",
                               kStartText,
                               kMediaText,
                               kDtmfText,
                               kMarkText,
                               kStopText};
  ASSERT_EQ(messages.size(), std::size(texts));
  for (std::size_t i = 0; i < messages.size(); ++i) EXPECT_EQ(samples::text_of(messages[i]), texts[i]);
}

TEST(InboundCodec, WritesAFrameOf160BytesIn374) {
  Media media = samples::media();
  media.payload = Payload(std::vector<std::uint8_t>(160, 0xFF));
  EXPECT_EQ(samples::text_of(Inbound(media)).size(), 374U);
}

TEST(InboundCodec, AppendsToTheTextThatIsThere) {
  std::string text = "x";
  write_media(samples::media(), text);
  EXPECT_EQ(text, "x" + kMediaText);
}

TEST(InboundCodec, AcceptsAnyVersionAndUnknownFields) {
  const std::string text =
      R"({"event":"connected","protocol":"Call","version":"0.2.0","streamSid":"MZ1","x":[{}]})";
  EXPECT_EQ(parse_inbound(text), Inbound(Connected{"Call", "0.2.0"}));
  const std::string extra = replaced(kMediaText, R"("chunk")", R"("new":{"deep":[1,2.5e3,null,true]},"chunk")");
  EXPECT_EQ(parse_inbound(extra), Inbound(samples::media()));
}

TEST(InboundCodec, AcceptsAStartWithoutCustomParameters) {
  Start expected = samples::start();
  expected.custom_parameters.clear();
  const std::string none = replaced(kStartText, R"({"language":"he","a":""})", "{}");
  EXPECT_EQ(parse_inbound(none), Inbound(expected));
  EXPECT_EQ(parse_inbound(replaced(none, R"(,"customParameters":{})", "")), Inbound(expected));
}

TEST(InboundCodec, TakesTheStreamFromEitherPlaceInAStart) {
  const std::string beside = R"(,"streamSid":")" + kStream + R"("})";
  EXPECT_EQ(parse_inbound(replaced(kStartText, beside, "}")), Inbound(samples::start()));
  const std::string inside = R"("streamSid":")" + kStream + R"(",)";
  EXPECT_EQ(parse_inbound(replaced(kStartText, inside, "")), Inbound(samples::start()));
  EXPECT_EQ(reason_of(replaced(kStartText, inside, R"("streamSid":"MZ1",)")),
            "start.streamSid is not the streamSid beside it");
}

TEST(InboundCodec, AcceptsCountsAsPlainNumbers) {
  std::string text = replaced(kMediaText, R"("sequenceNumber":"2")", R"("sequenceNumber":2)");
  text = replaced(text, R"("chunk":"1")", R"("chunk":1)");
  EXPECT_EQ(parse_inbound(replaced(text, R"("timestamp":"155")", R"("timestamp":155)")), Inbound(samples::media()));
  EXPECT_EQ(parse_inbound(replaced(kMarkText, R"("3")", "3")), Inbound(MarkReturned{3, Sid(kStream), "171"}));
}

TEST(InboundCodec, AcceptsTheLargestCountAndRefusesOneMore) {
  Media largest = samples::media();
  largest.sequence = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(parse_inbound(replaced(kMediaText, R"("2")", R"("9223372036854775807")")), Inbound(largest));
  EXPECT_EQ(parse_inbound(replaced(kMediaText, R"("2")", "9223372036854775807")), Inbound(largest));
  for (const char* count : {R"("9223372036854775808")", "9223372036854775808", R"("-1")", "-1", "1.5", "1e3",
                            R"("")", R"(" 2")", R"("2 ")", R"("+2")", R"("0x2")", "null", "[2]", "1e999"}) {
    EXPECT_EQ(reason_of(replaced(kMediaText, R"("2")", count)), "sequenceNumber is not a whole number of 0 or more")
        << count;
  }
  for (const char* count : {R"("9223372036854775808")", R"("-1")", "-1", "1.5", R"("")", "null"}) {
    EXPECT_EQ(reason_of(replaced(kMarkText, R"("3")", count)), "sequenceNumber is not a whole number of 0 or more")
        << count;
  }
}

TEST(InboundCodec, ReportsAnEventItDoesNotKnow) {
  EXPECT_EQ(parse_inbound(R"({"event":"reconnect","sequenceNumber":"x"})"), Inbound(Unknown{"reconnect"}));
  EXPECT_EQ(parse_inbound(R"({"event":"clear","streamSid":"MZ"})"), Inbound(Unknown{"clear"}));
  EXPECT_EQ(parse_inbound(R"({"event":""})"), Inbound(Unknown{""}));
  EXPECT_EQ(parse_inbound(R"({"event":"Media"})"), Inbound(Unknown{"Media"}));
}

TEST(InboundCodec, NamesTheFieldThatIsWrongInMedia) {
  const std::pair<std::string, std::string> cases[] = {
      {R"("payload":"AQID")", "media.payload is missing"},
      {R"("chunk":"1",)", "media.chunk is missing"},
      {R"("timestamp":"155",)", "media.timestamp is missing"},
      {R"("track":"inbound",)", "media.track is missing"},
      {R"("sequenceNumber":"2",)", "sequenceNumber is missing"},
      {R"("event":"media",)", "event is missing"},
      {R"(,"streamSid":")" + kStream + '"', "streamSid is missing"}};
  for (const auto& [field, expected] : cases) {
    std::string text = replaced(kMediaText, field, "");
    if (expected == "media.payload is missing") text = replaced(text, R"("155",)", R"("155")");
    EXPECT_EQ(reason_of(text), expected);
  }
  for (const char* payload : {"\"AQI\"", "\"AQI*\"", "\"AQ==AQ==\"", "\"AQI D\"", "\"\\u0000\""}) {
    EXPECT_EQ(reason_of(replaced(kMediaText, R"("AQID")", payload)), "media.payload is not base64") << payload;
  }
  EXPECT_EQ(reason_of(replaced(kMediaText, R"("AQID")", "7")), "media.payload is not a string");
  EXPECT_EQ(reason_of(replaced(kMediaText, R"("inbound")", R"("inbound_track")")),
            "media.track is neither inbound nor outbound");
  EXPECT_EQ(reason_of(replaced(kMediaText, kStream, std::string(64, 'M'))), "streamSid is too long");
  EXPECT_EQ(reason_of(R"({"event":"media","sequenceNumber":"2","streamSid":"MZ","media":"AQID"})"),
            "media is not an object");
  EXPECT_EQ(reason_of(R"({"event":"media","sequenceNumber":"2","streamSid":"MZ"})"), "media is missing");
}

TEST(InboundCodec, NamesTheFieldThatIsWrongInTheOthers) {
  EXPECT_EQ(reason_of(R"({"event":"connected","protocol":"Call","version":1})"), "version is not a string");
  EXPECT_EQ(reason_of(replaced(kStartText, R"("accountSid")", R"("account")")), "start.accountSid is missing");
  EXPECT_EQ(reason_of(replaced(kStartText, R"(["inbound"])", R"("inbound")")), "start.tracks is not an array");
  EXPECT_EQ(reason_of(replaced(kStartText, R"(["inbound"])", R"(["inbound",1])")),
            "start.tracks holds something that is not a string");
  EXPECT_EQ(reason_of(replaced(kStartText, "8000", "-8000")),
            "start.mediaFormat.sampleRate is not a whole number of 0 or more");
  EXPECT_EQ(reason_of(replaced(kStartText, "8000", "8000000000")), "start.mediaFormat.sampleRate is too large");
  EXPECT_EQ(reason_of(replaced(kStartText, R"("he")", "7")), "start.customParameters.language is not a string");
  EXPECT_EQ(reason_of(replaced(kStartText, R"("start":{)", R"("start":7,"x":{)")), "start is not an object");
  EXPECT_EQ(reason_of(replaced(kMarkText, R"({"name":"171"})", "{}")), "mark.name is missing");
  EXPECT_EQ(reason_of(replaced(kDtmfText, R"("#")", R"("A")")), "dtmf.digit is not one of 0 to 9, * and #");
  EXPECT_EQ(reason_of(replaced(kDtmfText, R"("#")", R"("12")")), "dtmf.digit is not one of 0 to 9, * and #");
  EXPECT_EQ(reason_of(replaced(kDtmfText, kStream, std::string(64, 'M'))), "streamSid is too long");
  EXPECT_EQ(reason_of(replaced(kStopText, R"("callSid")", R"("call")")), "stop.callSid is missing");
}

TEST(InboundCodec, RefusesAFieldThatIsThereTwice) {
  EXPECT_EQ(reason_of(replaced(kMediaText, R"("chunk")", R"("payload":"AAAA","chunk")")),
            "media.payload is there twice");
  EXPECT_EQ(reason_of(replaced(kMediaText, R"("media":)", R"("event":"stop","media":)")), "event is there twice");
  EXPECT_NE(reason_of(replaced(kMarkText, R"("mark":)", R"("mark":{},"mark":)")), "not malformed");
}

TEST(InboundCodec, RefusesWhatIsNoJsonObject) {
  for (const char* text :
       {"", " ", "null", "[]", "\"media\"", "7", "{", "{}}", "{\"event\":\"x\"} x", "hello", "{'event':'x'}",
        "{\"event\":\"x\",}", "{\"event\" \"x\"}", "{\"event\":\"x\"\"y\":1}"}) {
    EXPECT_EQ(reason_of(text).rfind("the text is not a JSON object: wrong at byte ", 0), 0U) << text;
  }
  EXPECT_EQ(reason_of("{}"), "event is missing");
  EXPECT_EQ(reason_of(R"({"event":7})"), "event is not a string");
}

}  // namespace
}  // namespace parley::twilio
