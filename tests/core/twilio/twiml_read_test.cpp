#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/twilio/twiml.h"

namespace parley::twilio {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kDocument = "https://agent.example.com:8443/voice/incoming?x=1";

TwimlReading read(std::string_view body) {
  return read_twiml(body, {.url = kDocument});
}
TwimlReading read_response(std::string_view verbs) {
  return read("<Response>" + std::string(verbs) + "</Response>");
}
std::vector<int> codes(const TwimlReading& reading) {
  std::vector<int> all;
  for (const Notice& notice : reading.notices) all.push_back(notice.code);
  return all;
}
/// The stream of a document that has one <Connect>.
Stream stream_of(const TwimlReading& reading) {
  EXPECT_EQ(reading.verbs.size(), 1U);
  const auto* connect = reading.verbs.empty() ? nullptr : std::get_if<Connect>(&reading.verbs[0]);
  EXPECT_NE(connect, nullptr);
  return connect == nullptr ? Stream{} : connect->stream;
}
TwimlReading read_stream(std::string_view attributes, std::string_view inside = {}) {
  return read_response("<Connect><Stream " + std::string(attributes) + ">" + std::string(inside) +
                       "</Stream></Connect>");
}

TEST(Twiml, OfAStreamIsReadWithAllItsAttributes) {
  const TwimlReading reading = read_response(
      R"(<Connect action="/ended" method="GET"><Stream url="wss://h/media" name="desk" track="inbound_track")"
      R"( statusCallback="https://h/status" statusCallbackMethod="GET"><Parameter name="a" value="1"/>)"
      R"(<Parameter name="b" value=""/></Stream></Connect><Hangup/>)");
  EXPECT_THAT(reading.notices, IsEmpty());
  EXPECT_FALSE(reading.failed);
  ASSERT_EQ(reading.verbs.size(), 2U);
  const auto& connect = std::get<Connect>(reading.verbs[0]);
  EXPECT_EQ(connect.action, "https://agent.example.com:8443/ended");
  EXPECT_EQ(connect.action_method, HttpMethod::kGet);
  EXPECT_EQ(connect.stream, (Stream{.url = "wss://h/media",
                                    .name = "desk",
                                    .status_callback = "https://h/status",
                                    .status_callback_method = HttpMethod::kGet,
                                    .parameters = {{"a", "1"}, {"b", ""}},
                                    .written_url = "wss://h/media"}));
  EXPECT_TRUE(std::holds_alternative<Hangup>(reading.verbs[1]));
}

TEST(Twiml, KeepsVerbsInTheOrderOfTheDocument) {
  const TwimlReading reading = read_response(
      R"(<Start><Stream url="wss://h/a" track="both_tracks"/></Start><Say voice="alice">Hi <break/>there</Say>)"
      R"(<Play loop="2">/a.wav</Play><Pause length="2"/><Gather numDigits="1" action="/key"><Say>press</Say></Gather>)"
      R"(<Record maxLength="9"/><Dial callerId="+1" timeout="9">+2</Dial><Dial><Number>+3</Number></Dial><Echo/>)"
      R"(<Connect><Room>r</Room></Connect><Stop><Stream name="s"/></Stop><Redirect>next</Redirect>)"
      R"(<Reject reason="busy"/>)");
  EXPECT_THAT(reading.notices, IsEmpty());
  StartStream start;
  start.stream = {.url = "wss://h/a", .track = StreamTrack::kBoth, .written_url = "wss://h/a"};
  const std::vector<Verb> expected = {
      start,
      Say{"Hi there", "alice", "", 1},
      Play{"https://agent.example.com:8443/a.wav", "", 2},
      Pause{2},
      Gather{.prompts = {Say{"press"}}, .action = "https://agent.example.com:8443/key", .num_digits = 1},
      Record{.max_length_sec = 9},
      Dial{.number = "+2", .caller_id = "+1", .timeout_sec = 9},
      Dial{.nouns = {{"Number", "+3"}}},
      OtherVerb{"Echo"},
      OtherVerb{"Connect", "Room"},
      StopStream{"s"},
      Redirect{"https://agent.example.com:8443/voice/next"},
      Reject{"busy"},
  };
  EXPECT_EQ(reading.verbs, expected);
}

TEST(Twiml, ThatIsNoXmlFails) {
  for (const std::string_view body :
       {"", "OK", "{}", "<Response>", "<Response><Say></Response>", "\n<?xml version=\"1.0\"?><Response/>",
        "<!DOCTYPE html><html></html>", "<Response><Redirect>/a?b=1&c=2</Redirect></Response>"}) {
    const TwimlReading reading = read(body);
    EXPECT_TRUE(reading.failed) << body;
    EXPECT_THAT(reading.verbs, IsEmpty()) << body;
    EXPECT_THAT(codes(reading), ElementsAre(12100)) << body;
    EXPECT_EQ(reading.notices[0].level, Level::kError);
  }
}

TEST(Twiml, WithAnotherRootOrVersionFails) {
  EXPECT_THAT(codes(read("<html><body/></html>")), ElementsAre(12102));
  EXPECT_THAT(codes(read("<response/>")), ElementsAre(12102));
  EXPECT_THAT(codes(read("<Response version='3'/>")), ElementsAre(12101));
  EXPECT_TRUE(read("<Response version='3'><Hangup/></Response>").failed);
  EXPECT_THAT(codes(read("<Response version='2010-04-01'/>")), IsEmpty());
}

TEST(Twiml, OverSixtyFourKilobytesFails) {
  const std::string padding(kMaxTwimlBytes - std::string_view("<Response></Response>").size(), ' ');
  EXPECT_FALSE(read_response(padding).failed);
  const TwimlReading reading = read_response(padding + " ");
  EXPECT_TRUE(reading.failed);
  EXPECT_THAT(codes(reading), ElementsAre(11750));
}

TEST(Twiml, IsJudgedByItsContentType) {
  const struct {
    std::string_view type;
    std::vector<int> codes;
    bool failed;
    std::size_t verbs;
  } cases[] = {
      {"text/xml", {}, false, 1},   {"Application/XML; charset=utf-8", {}, false, 1},
      {"text/html", {}, false, 1},  {"text/plain", {0}, false, 1},
      {"audio/mpeg", {}, false, 1}, {"application/json", {12300}, true, 0},
      {"", {11200}, true, 0},
  };
  for (const auto& [type, expected, failed, verbs] : cases) {
    const TwimlReading reading =
        read_twiml("<Response><Hangup/></Response>", {.url = kDocument, .content_type = type});
    EXPECT_EQ(codes(reading), expected) << type;
    EXPECT_EQ(reading.failed, failed) << type;
    EXPECT_EQ(reading.verbs.size(), verbs) << type;
  }
  EXPECT_EQ(read_twiml("<a>", {.url = kDocument, .content_type = "text/plain"}).verbs,
            std::vector<Verb>{Say{"<a>"}});
  EXPECT_EQ(read_twiml("x", {.url = kDocument, .content_type = "audio/wav"}).verbs,
            std::vector<Verb>{Play{std::string(kDocument)}});
}

TEST(Twiml, WithUnknownNamesWarnsAndGoesOn) {
  const struct {
    std::string_view verbs;
    std::string_view says;
    std::size_t left;
  } cases[] = {
      {"<Shout>x</Shout><Hangup/>", "<Shout> in <Response> is not known", 1},
      {"<hangup/>", "names are case-sensitive, so write <Hangup>", 0},
      {"<Stream url='wss://h/x'/>", "<Stream> has no place in <Response>: put it into <Connect>", 0},
      {"<Connect><stream url='wss://h/x'/></Connect>", "so write <Stream>", 0},
      {"<Pause duration='1'/>", "the attribute duration of <Pause> is not known", 1},
      {"<Pause Length='1'/>", "so write length", 1},
      {"hello<Hangup/>", "text directly in <Response>", 1},
      {"<Say>a<Say>b</Say></Say>", "<Say> has no place in <Say>", 1},
      {"<Connect/>", "connects to nothing", 0},
      {"<Pause length='soon'/>", "has to be a number", 1},
      {"<Pause length='-1'/>", "has to be a number", 1},
      {"<Redirect method='PUT'>/x</Redirect>", "neither GET nor POST", 1},
  };
  for (const auto& [verbs, says, left] : cases) {
    const TwimlReading reading = read_response(verbs);
    ASSERT_THAT(reading.notices, ::testing::Not(IsEmpty())) << verbs;
    EXPECT_EQ(reading.notices[0].code, 12200) << verbs;
    EXPECT_EQ(reading.notices[0].level, Level::kWarning) << verbs;
    EXPECT_THAT(reading.notices[0].text, HasSubstr(says));
    EXPECT_EQ(reading.verbs.size(), left) << verbs;
    EXPECT_FALSE(reading.failed);
  }
}

TEST(Twiml, WarnsOfAnAttributeThatStreamsDoNotHave) {
  const TwimlReading reading = read_stream("url='wss://h/x' statusCallbackEvent='stream-started'");
  EXPECT_THAT(codes(reading), ElementsAre(12200));
  EXPECT_THAT(reading.notices[0].text, HasSubstr("all events of a stream are always sent"));
  EXPECT_EQ(stream_of(reading).error, 0);
}

TEST(Twiml, LeavesNameSpacesToXml) {
  EXPECT_THAT(read("<Response xmlns:xsi='x' xsi:noNamespaceSchemaLocation='y'/>").notices, IsEmpty());
}

TEST(Twiml, NamesTheLineOfEachNotice) {
  const TwimlReading reading = read("<Response>\n<Shout/>\n<Connect>\n<Stream/>\n</Connect>\n<hangup/></Response>");
  EXPECT_THAT(codes(reading), ElementsAre(12200, 31923, 12200));
  EXPECT_EQ(reading.notices[0].line, 2);
  EXPECT_EQ(reading.notices[1].line, 4);
  EXPECT_EQ(reading.notices[2].line, 6);
}

TEST(TwimlStream, NeedsAWssUrl) {
  const struct {
    std::string_view url;
    int error;
  } cases[] = {
      {"wss://h/x", 0},     {"WSS://h/x", 0},       {"ws://h/x", 31922},    {"https://h/x", 31922},
      {"http://h", 31922},  {"ftp://h/x", 31922},   {"wss://", 31923},      {"wss:/h/x", 31923},
      {"", 31923},          {"wss://h:0/x", 31923}, {"wss://h/a b", 31923}, {"/media", 0},
      {"//other/media", 0}, {"media", 0},
  };
  for (const auto& [url, error] : cases) {
    const TwimlReading reading = read_stream("url='" + std::string(url) + "'");
    EXPECT_EQ(stream_of(reading).error, error) << url;
    EXPECT_EQ(codes(reading), error == 0 ? std::vector<int>{} : std::vector<int>{error}) << url;
    EXPECT_EQ(stream_of(reading).written_url, url);
    EXPECT_FALSE(reading.failed) << "the stream fails, not the call";
  }
  EXPECT_THAT(codes(read_stream("name='x'")), ElementsAre(31923));
}

TEST(TwimlStream, TakesHostAndPortOfTheDocumentWhenItsUrlIsRelative) {
  EXPECT_EQ(stream_of(read_stream("url='/media'")).url, "wss://agent.example.com:8443/media");
  EXPECT_EQ(stream_of(read_stream("url='media'")).url, "wss://agent.example.com:8443/voice/media");
  const TwimlReading plain =
      read_twiml("<Response><Connect><Stream url='/m'/></Connect></Response>", {.url = "http://h/"});
  EXPECT_EQ(stream_of(plain).error, 31922);
  const TwimlReading homeless =
      read_twiml("<Response><Connect><Stream url='/m'/></Connect></Response>", {.url = ""});
  EXPECT_EQ(stream_of(homeless).error, 31923);
}

TEST(TwimlStream, MayBePlainInATestOnOneMachine) {
  constexpr std::string_view kBody =
      "<Response><Connect><Stream url='ws://127.0.0.1:5000/m'/></Connect></Response>";
  const TwimlReading reading = read_twiml(kBody, {.url = "http://127.0.0.1:5000/", .plain_websocket = true});
  EXPECT_EQ(stream_of(reading).error, 0);
  EXPECT_EQ(stream_of(reading).url, "ws://127.0.0.1:5000/m");
  EXPECT_THAT(codes(reading), ElementsAre(0));
  EXPECT_THAT(reading.notices[0].text, HasSubstr("31922"));
}

TEST(TwimlStream, LosesItsQueryWithoutAWordFromTwilio) {
  const TwimlReading reading = read_stream("url='wss://h/x?token=1&amp;b=2#f'");
  EXPECT_EQ(stream_of(reading).url, "wss://h/x");
  EXPECT_EQ(stream_of(reading).written_url, "wss://h/x?token=1&b=2#f");
  EXPECT_EQ(stream_of(reading).error, 0);
  ASSERT_THAT(codes(reading), ElementsAre(0));
  EXPECT_THAT(reading.notices[0].text, HasSubstr("Twilio strips the query \"?token=1&b=2\""));
}

TEST(TwimlStream, HasTracksByTheVerbItIsIn) {
  const struct {
    std::string_view track;
    int in_connect;
    int in_start;
  } cases[] = {
      {"inbound_track", 0, 0},   {"outbound_track", 31941, 0}, {"both_tracks", 31941, 0},
      {"inbound", 31941, 31941}, {"", 31941, 31941},
  };
  for (const auto& [track, in_connect, in_start] : cases) {
    const std::string stream = "<Stream url='wss://h/x' track='" + std::string(track) + "'/>";
    EXPECT_EQ(stream_of(read_response("<Connect>" + stream + "</Connect>")).error, in_connect) << track;
    const TwimlReading start = read_response("<Start>" + stream + "</Start>");
    EXPECT_EQ(std::get<StartStream>(start.verbs.at(0)).stream.error, in_start) << track;
  }
}

TEST(TwimlStream, KnowsNoConnectors) {
  const TwimlReading reading = read_stream("connectorName='dialogflow'");
  EXPECT_THAT(codes(reading), ElementsAre(31940));
  EXPECT_EQ(stream_of(reading).error, 31940);
}

TEST(TwimlStream, LeavesOutParametersThatAreTooLongOrHalf) {
  const std::string fits(498, 'v');
  EXPECT_EQ(
      stream_of(read_stream("url='wss://h/x'", "<Parameter name='n' value='" + fits + "'/>")).parameters.size(),
      1U);
  const TwimlReading reading = read_stream(
      "url='wss://h/x'", "<Parameter name='n' value='" + fits +
                             "v'/><Parameter name='n'/><Parameter value='v'/><Parameter name='' value=''/>");
  EXPECT_THAT(stream_of(reading).parameters, IsEmpty());
  EXPECT_THAT(codes(reading), ElementsAre(12200, 12200, 12200, 12200));
  std::string accents;
  for (int i = 0; i < 498; ++i) accents += "\xC3\xA9";
  EXPECT_THAT(read_stream("url='wss://h/x'", "<Parameter name='n' value='" + accents + "'/>").notices, IsEmpty())
      << "characters count, not bytes";
}

TEST(TwimlStream, KeepsTheLastOfTwoParametersWithOneName) {
  const TwimlReading reading =
      read_stream("url='wss://h/x'",
                  "<Parameter name='a' value='1'/><Parameter name='b' value='2'/><Parameter name='a' value='3'/>");
  EXPECT_EQ(stream_of(reading).parameters, (std::vector<StreamParameter>{{"a", "3"}, {"b", "2"}}));
}

TEST(TwimlConnect, TakesOneNoun) {
  const TwimlReading reading =
      read_response("<Connect><Stream url='wss://h/1'/><Stream url='wss://h/2'/></Connect>");
  EXPECT_THAT(codes(reading), ElementsAre(12200));
  EXPECT_EQ(stream_of(reading).url, "wss://h/1");
}

TEST(TwimlUrls, ThatCannotBeRequestedAreErrors) {
  for (const std::string_view verbs :
       {"<Redirect>http://a b/</Redirect>", "<Play>wss://h/x</Play>", "<Gather action='mailto:x'/>",
        "<Connect action='http://'><Stream url='wss://h/x'/></Connect>",
        "<Connect><Stream url='wss://h/x' statusCallback='ftp://h'/></Connect>"}) {
    const TwimlReading reading = read_response(verbs);
    EXPECT_THAT(codes(reading), ElementsAre(11100)) << verbs;
    EXPECT_EQ(reading.verbs.size(), 1U) << verbs;
  }
}

TEST(TwimlUrls, OfAnEmptyRedirectIsTheDocumentItself) {
  EXPECT_EQ(read_response("<Redirect/>").verbs, std::vector<Verb>{Redirect{std::string(kDocument)}});
}

TEST(TwimlNotices, AreBoundedAndErrorsStillFindRoom) {
  std::string verbs;
  for (int i = 0; i < 1000; ++i) verbs += "<x/>";
  const TwimlReading reading = read_response(verbs + "<Connect><Stream/></Connect>");
  EXPECT_LE(reading.notices.size(), kMaxTwimlNotices);
  EXPECT_EQ(reading.notices.back().code, 31923);
  std::string streams;
  for (int i = 0; i < 1000; ++i) streams += "<Start><Stream/></Start>";
  EXPECT_EQ(read_response(streams).notices.size(), kMaxTwimlNotices);
}

}  // namespace
}  // namespace parley::twilio
