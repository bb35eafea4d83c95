#include <gtest/gtest.h>

#include "core/twilio/twiml.h"

namespace parley::twilio {
namespace {

constexpr std::string_view kDeclaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";

std::string document(std::string_view response) {
  return std::string(kDeclaration) + std::string(response);
}

Connect connect_to_agent() {
  Connect connect;
  connect.stream.url = "wss://example.com/twilio-media";
  return connect;
}

TEST(TwimlWriter, AnswersNothingWithAnEmptyResponse) {
  EXPECT_EQ(write_twiml({}), document("<Response/>"));
}

TEST(TwimlWriter, ConnectsToAStream) {
  Connect connect = connect_to_agent();
  connect.stream.parameters = {{"token", "abc123"}};
  EXPECT_EQ(write_twiml({connect}),
            document(R"(<Response><Connect><Stream url="wss://example.com/twilio-media" track="inbound_track">)"
                     R"(<Parameter name="token" value="abc123"/></Stream></Connect></Response>)"));
}

TEST(TwimlWriter, NamesTheCallbacksOfAStream) {
  Connect connect = connect_to_agent();
  connect.action = "https://example.com/webhook/stream_ended";
  connect.stream.name = "desk";
  connect.stream.status_callback = "https://example.com/status?a=1&b=2";
  EXPECT_EQ(write_twiml({connect}),
            document(R"(<Response><Connect action="https://example.com/webhook/stream_ended">)"
                     R"(<Stream url="wss://example.com/twilio-media" name="desk" track="inbound_track" )"
                     R"(statusCallback="https://example.com/status?a=1&amp;b=2"/></Connect></Response>)"));
  connect.action_method = HttpMethod::kGet;
  connect.stream.status_callback_method = HttpMethod::kGet;
  const std::string written = write_twiml({connect});
  EXPECT_NE(written.find(R"(stream_ended" method="GET")"), std::string::npos) << written;
  EXPECT_NE(written.find(R"(b=2" statusCallbackMethod="GET")"), std::string::npos) << written;
}

TEST(TwimlWriter, SaysThatItIsBusyAndHangsUp) {
  EXPECT_EQ(write_twiml({Say{.text = "All lines are busy & <loud>."}, Hangup{}}),
            document("<Response><Say>All lines are busy &amp; &lt;loud&gt;.</Say><Hangup/></Response>"));
}

TEST(TwimlWriter, LeavesOutWhatXmlCannotHold) {
  EXPECT_EQ(write_twiml({Say{.text = "\x01\x05"}, Say{.text = "a\x01"
                                                              "b"}}),
            document("<Response><Say/><Say>ab</Say></Response>"));
}

TEST(TwimlWriter, TransfersACall) {
  EXPECT_EQ(write_twiml({Dial{.number = "+14155550100", .caller_id = "+14155550101", .timeout_sec = 20}}),
            document(R"(<Response><Dial callerId="+14155550101" timeout="20">+14155550100</Dial></Response>)"));
  EXPECT_EQ(write_twiml({Dial{.nouns = {{"Sip", "sip:a@example.com"}}}}),
            document("<Response><Dial><Sip>sip:a@example.com</Sip></Dial></Response>"));
}

TEST(TwimlWriter, WritesEveryOtherVerb) {
  const struct {
    Verb verb;
    std::string_view xml;
  } cases[] = {
      {StartStream{{.url = "wss://h/x", .track = StreamTrack::kBoth}},
       R"(<Start><Stream url="wss://h/x" track="both_tracks"/></Start>)"},
      {StopStream{"desk"}, R"(<Stop><Stream name="desk"/></Stop>)"},
      {Say{"hi", "alice", "en-GB", 2}, R"(<Say voice="alice" language="en-GB" loop="2">hi</Say>)"},
      {Play{"https://h/a.wav"}, "<Play>https://h/a.wav</Play>"},
      {Play{"", "1w2"}, R"(<Play digits="1w2"/>)"},
      {Pause{}, "<Pause/>"},
      {Pause{3}, R"(<Pause length="3"/>)"},
      {Redirect{"https://h/next", HttpMethod::kGet}, R"(<Redirect method="GET">https://h/next</Redirect>)"},
      {Gather{.prompts = {Say{"press"}, Pause{}}, .action = "https://h/key", .num_digits = 1},
       R"(<Gather action="https://h/key" numDigits="1"><Say>press</Say><Pause/></Gather>)"},
      {Record{.max_length_sec = 30}, R"(<Record maxLength="30"/>)"},
      {Reject{}, "<Reject/>"},
      {Reject{"busy"}, R"(<Reject reason="busy"/>)"},
      {OtherVerb{"Echo"}, "<Echo/>"},
      {OtherVerb{"Connect", "Room"}, "<Connect><Room/></Connect>"},
  };
  for (const auto& [verb, xml] : cases) {
    EXPECT_EQ(write_twiml({verb}), document("<Response>" + std::string(xml) + "</Response>"));
  }
}

TEST(TwimlWriter, IsReadBackAsItWasMeant) {
  Connect connect = connect_to_agent();
  connect.action = "https://example.com/ended";
  connect.stream.name = "a \"b\" <c> & d";
  connect.stream.parameters = {{"call", "CA1"}, {"note", "line one\nline two\t'"}};
  const std::vector<Verb> verbs = {Say{.text = "Hello,\n & welcome"}, connect, Dial{.number = "+1"}, Hangup{}};
  TwimlReading reading =
      read_twiml(write_twiml(verbs), {.url = "https://example.com/voice", .content_type = "text/xml"});
  EXPECT_TRUE(reading.notices.empty());
  ASSERT_EQ(reading.verbs.size(), 4U);
  std::get<Connect>(reading.verbs[1]).stream.written_url.clear();
  EXPECT_EQ(reading.verbs, verbs);
}

}  // namespace
}  // namespace parley::twilio
