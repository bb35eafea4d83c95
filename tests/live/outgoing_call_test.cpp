#include "live/outgoing_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/twilio/codec.h"
#include "core/twilio/signature.h"
#include "live/stream_target.h"
#include "tests/live/stream_service.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A caller who makes a sound of 100 ms and hangs up.
CallScript short_script() {
  CallScript script;
  script.scenario.name = "short";
  script.scenario.line.delay = {};
  CallerStep sound;
  sound.act = Tone{millis(100), 1000, 440};
  CallerStep end;
  end.act = HangUp{};
  script.scenario.caller = {sound, end};
  return script;
}

class AnOutgoingCall : public testing::Test {
 protected:
  /// Phones the service and runs the loop until the call is finished.
  std::shared_ptr<OutgoingCall> phone(CallScript script, StreamRequest request = {}, PeerConfig peer = {}) {
    request.url = server_.url();
    auto target = stream_target(request);
    EXPECT_TRUE(target.has_value());
    return phone(std::move(script), std::move(target->socket), std::move(peer));
  }
  std::shared_ptr<OutgoingCall> phone(CallScript script, SocketTarget target, PeerConfig peer) {
    auto call = std::make_shared<OutgoingCall>(
        loop_, CallPlan{std::make_shared<CallScript>(std::move(script)), std::move(target), std::move(peer), {}},
        OutgoingCall::Events{{}, [this] { loop_.stop(); }});
    loop_.post([call] { call->start(); });
    loop_.after(std::chrono::seconds(20), [this] {
      ADD_FAILURE() << "the call does not end";
      loop_.stop();
    });
    loop_.run();
    return call;
  }

  EventLoop loop_;
  StreamServer server_;
};

std::vector<std::string> events_of(const std::vector<std::string>& texts) {
  std::vector<std::string> events;
  for (const std::string& text : texts) {
    const twilio::Inbound message = twilio::parse_inbound(text);
    const std::string event = std::holds_alternative<twilio::Connected>(message) ? "connected"
                              : std::holds_alternative<twilio::Start>(message)   ? "start"
                              : std::holds_alternative<twilio::Media>(message)   ? "media"
                              : std::holds_alternative<twilio::Stop>(message)    ? "stop"
                                                                                 : "other";
    if (events.empty() || events.back() != event) events.push_back(event);
  }
  return events;
}

TEST_F(AnOutgoingCall, SendsConnectedStartMediaAndStopAndCloses) {
  const auto call = phone(short_script());
  EXPECT_FALSE(call->problem()) << call->problem()->text();
  ASSERT_TRUE(server_.wait_for_end());
  EXPECT_THAT(events_of(server_.texts()), testing::ElementsAre("connected", "start", "media", "stop"));
  EXPECT_EQ(server_.end().code, 1000);
  EXPECT_TRUE(server_.end().clean);
}

TEST_F(AnOutgoingCall, AsksForTheStreamAsTwilioDoes) {
  StreamRequest request;
  request.auth_token = "12345";
  phone(short_script(), request);
  const HttpRequest upgrade = server_.upgrade_request();
  EXPECT_EQ(upgrade.header("user-agent"), "Twilio.TmeWs/1.0");
  EXPECT_EQ(upgrade.header("origin"), "");
  EXPECT_EQ(upgrade.header("sec-websocket-protocol"), "");
  EXPECT_EQ(upgrade.header("sec-websocket-extensions"), "");
  EXPECT_EQ(upgrade.header("x-twilio-signature"), twilio::sign("12345", server_.url()));
}

TEST_F(AnOutgoingCall, CarriesParametersAndIdentifiersInStart) {
  PeerConfig peer;
  draw_identifiers(peer);
  peer.custom_parameters = {{"scenario", "short"}};
  phone(short_script(), StreamRequest{}, peer);
  ASSERT_GT(server_.texts().size(), 1U);
  const twilio::Inbound message = twilio::parse_inbound(server_.texts()[1]);
  const auto* start = std::get_if<twilio::Start>(&message);
  ASSERT_NE(start, nullptr);
  EXPECT_EQ(start->call_sid, peer.call_sid);
  EXPECT_EQ(start->custom_parameters, peer.custom_parameters);
}

TEST_F(AnOutgoingCall, ReturnsAMarkAtTheInstantAtWhichItsAudioHasBeenPlayed) {
  server_.say_at_start(800, "end");  // bytes: 100 ms
  CallScript script = short_script();
  script.scenario.caller[1].anchor = Anchor::kMark;
  const auto call = phone(std::move(script));
  Instant audio = kNever;
  Instant mark = kNever;
  for (const trace::CallEvent& event : call->trace().events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr) continue;
    const bool from_agent = message->direction == trace::Direction::kFromAgent;
    if (from_agent && message->text.view().find("\"media\"") != std::string::npos) audio = event.at;
    if (!from_agent && message->text.view().find("\"mark\"") != std::string::npos) mark = event.at;
  }
  ASSERT_NE(audio, kNever);
  ASSERT_NE(mark, kNever);
  EXPECT_EQ(mark - audio, millis(100));
}

TEST_F(AnOutgoingCall, EndsWhenTheServerCloses) {
  server_.close_after(3);
  CallScript script = short_script();
  script.scenario.caller[0].act = Tone{seconds(10), 1000, 440};
  const auto call = phone(std::move(script));
  ASSERT_NE(call->peer(), nullptr);
  ASSERT_TRUE(call->peer()->end());
  EXPECT_TRUE(call->peer()->end()->by_peer);
  EXPECT_LT(call->take_result().length, seconds(10));
}

TEST_F(AnOutgoingCall, WarnsOfATextThatIsNoMessage) {
  server_.say_at_start(160, "after it");
  server_.send_text_at_start("nonsense");
  CallScript script = short_script();
  script.scenario.caller[1].anchor = Anchor::kMark;
  auto result = phone(std::move(script))->take_result();
  ASSERT_FALSE(result.warnings.empty());
  EXPECT_EQ(result.warnings.front().code, 31951);
}

TEST_F(AnOutgoingCall, IsNoCallWhereNobodyListens) {
  const std::string url = server_.url();
  server_.stop();
  StreamRequest request;
  request.url = url;
  const auto call = phone(short_script(), stream_target(request)->socket, {});
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 31902);
  EXPECT_THAT(call->trace().events, IsEmpty());
}

TEST_F(AnOutgoingCall, IsNoCallWhereTheUpgradeIsRefused) {
  server_.refuse_upgrades(403);
  const auto call = phone(short_script());
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 31920);
  EXPECT_THAT(call->problem()->what, HasSubstr("403"));
  EXPECT_THAT(call->problem()->cure, HasSubstr("X-Twilio-Signature"));
}

TEST_F(AnOutgoingCall, IsNoCallWhereASubprotocolIsAnsweredThatNobodyOffered) {
  server_.answer_subprotocol("audio.twilio.com");
  const auto call = phone(short_script());
  ASSERT_TRUE(call->problem());
  EXPECT_EQ(call->problem()->code, 31920);
  EXPECT_THAT(call->problem()->what, HasSubstr("audio.twilio.com"));
}

TEST_F(AnOutgoingCall, CanBeHungUpBeforeItsScriptEnds) {
  CallScript script = short_script();
  script.scenario.caller[0].act = Tone{seconds(60), 1000, 440};
  StreamRequest request;
  request.url = server_.url();
  auto call = std::make_shared<OutgoingCall>(
      loop_, CallPlan{std::make_shared<CallScript>(std::move(script)), stream_target(request)->socket, {}, {}},
      OutgoingCall::Events{{}, [this] { loop_.stop(); }});
  loop_.post([&call] { call->start(); });
  server_.when_media_comes([this, &call] { loop_.post([&call] { call->hang_up(); }); });
  loop_.run();
  ASSERT_TRUE(server_.wait_for_end());
  EXPECT_EQ(events_of(server_.texts()).back(), "stop");
}

TEST(Identifiers, AreOfTwiliosFormAndNeverTheSameTwice) {
  PeerConfig first;
  PeerConfig second;
  draw_identifiers(first);
  draw_identifiers(second);
  EXPECT_THAT(first.call_sid, testing::MatchesRegex("CA[0-9a-f]{32}"));
  EXPECT_EQ(first.stream_sid.substr(0, 2), "MZ");
  EXPECT_NE(first.call_sid, second.call_sid);
}

}  // namespace
}  // namespace parley
