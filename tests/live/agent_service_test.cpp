#include "live/agent_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <filesystem>

#include "core/trace/jsonl.h"
#include "core/twilio/signature.h"
#include "files/text_file.h"
#include "tests/live/loopback.h"
#include "tests/live/stream_messages.h"

namespace parley {
namespace {

using loopback::Client;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "12345";

class TheAgent : public testing::Test {
 protected:
  void SetUp() override {
    spdlog::set_level(spdlog::level::off);
    folder_ = testing::TempDir() + "agent_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override {
    if (server_) server_->stop();
    service_.reset();
    journal_.reset();
    std::filesystem::remove_all(folder_);
  }

  AgentService& make(AgentPlanner planner, ServiceConfig config = {}, std::string_view host = "agent.example.com",
                     std::string_view proxies = "") {
    JournalConfig journal;
    journal.folder = folder_;
    journal.log = [this](std::string_view lines) { log_ += lines; };
    journal_ = std::make_unique<CallJournal>(std::move(journal));
    auto address = PublicAddress::make(host, proxies);
    service_ =
        std::make_unique<AgentService>(std::move(config), std::move(*address), *journal_, std::move(planner));
    return *service_;
  }
  std::uint16_t serve(int threads = 1) {
    ServerConfig config;
    config.threads = threads;
    server_ = std::make_unique<Server>(config, *service_);
    service_->show(server_->counters());
    const auto port = server_->start();
    EXPECT_TRUE(port.has_value());
    return port ? *port : std::uint16_t{0};
  }
  static HttpRequest request(std::string method, std::string target, std::string body = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.remote_address = "127.0.0.1";
    request.headers = {{"Host", "localhost"}};
    if (request.method == "POST") request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return request;
  }
  HttpResponse ask(const HttpRequest& request) {
    std::optional<HttpResponse> answer;
    service_->handle(loop_, request, [&](HttpResponse response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value()) << "webhooks and pages are answered at once";
    return answer.value_or(HttpResponse{0, "", "", {}});
  }
  HttpResponse get(std::string target) { return ask(request("GET", std::move(target))); }
  HttpResponse post(std::string target, std::string body) {
    return ask(request("POST", std::move(target), std::move(body)));
  }
  trace::CallTrace trace_of(const std::string& name) {
    journal_->flush();
    const auto text = read_text_file(folder_ + "/" + name + ".trace.jsonl");
    EXPECT_TRUE(text.has_value()) << (text ? "" : text.error().text());
    auto trace = trace::read_trace(text ? *text : "", name);
    EXPECT_TRUE(trace.has_value()) << (trace ? "" : trace.error().text());
    return trace ? std::move(*trace) : trace::CallTrace{};
  }
  /// A whole stream of that many frames; what came back.
  std::vector<std::string> phone(std::uint16_t port, int frames, std::size_t expected) {
    Client client;
    EXPECT_TRUE(client.connect(port, std::string(kStreamPath)));
    client.send(stream::connected());
    client.send(stream::start());
    for (int n = 0; n < frames; ++n) client.send(stream::media(n));
    EXPECT_TRUE(client.wait_for_texts(expected));
    client.send(stream::stop());
    client.close(1000);
    EXPECT_TRUE(client.wait_for_end());
    return client.texts();
  }
  void wait_for_no_calls() {
    while (service_->calls() > 0) std::this_thread::yield();
  }

  std::string folder_;
  std::string log_;
  EventLoop loop_;
  std::unique_ptr<CallJournal> journal_;
  std::unique_ptr<AgentService> service_;
  std::unique_ptr<Server> server_;
};

TEST_F(TheAgent, AnswersAnIncomingCallWithExactTwiml) {
  make(echo_planner(true));
  const HttpResponse answer = post("/webhook/incoming_call", "CallSid=CA1&From=%2B14155550100&To=%2B18005550199");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(answer.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>"
            "<Connect action=\"https://agent.example.com/webhook/stream_ended\">"
            "<Stream url=\"wss://agent.example.com/ws/twilio-media\" track=\"inbound_track\" "
            "statusCallback=\"https://agent.example.com/webhook/stream_status\">"
            "<Parameter name=\"From\" value=\"+14155550100\"/><Parameter name=\"To\" value=\"+18005550199\"/>"
            "</Stream></Connect></Response>");
  EXPECT_EQ(get("/webhook/incoming_call?CallSid=CA1&From=%2B14155550100&To=%2B18005550199").body, answer.body);
}

TEST_F(TheAgent, HandsOnTheNameOfAScenarioAndNothingThatIsNone) {
  make(echo_planner(true));
  EXPECT_THAT(get("/webhook/incoming_call?scenario=two_turns").body,
              HasSubstr("<Parameter name=\"scenario\" value=\"two_turns\"/>"));
  EXPECT_THAT(get("/webhook/incoming_call?scenario=..%2Fetc").body, Not(HasSubstr("scenario")));
}

TEST_F(TheAgent, NamesTheHostOfTheRequestWhereNoneIsConfigured) {
  make(echo_planner(true), {}, "");
  HttpRequest asked = request("POST", "/webhook/incoming_call", "CallSid=CA1");
  asked.headers[0].second = "127.0.0.1:43121";
  EXPECT_THAT(ask(asked).body, HasSubstr("url=\"ws://127.0.0.1:43121/ws/twilio-media\""));
  asked.headers.erase(asked.headers.begin());
  EXPECT_EQ(ask(asked).status, 400);
}

TEST_F(TheAgent, SaysThatAllLinesAreBusyAndHangsUp) {
  ServiceConfig config;
  config.max_calls = 1;
  make(echo_planner(true), config);
  EXPECT_THAT(post("/webhook/incoming_call", "CallSid=CA1").body, HasSubstr("<Stream"));
  const HttpResponse busy = post("/webhook/incoming_call", "CallSid=CA2");
  EXPECT_EQ(busy.status, 200);
  EXPECT_THAT(busy.body, HasSubstr("<Say>All our lines are busy."));
  EXPECT_THAT(busy.body, HasSubstr("<Hangup/></Response>"));
  EXPECT_EQ(service_->counters().refused_busy, 1);
}

TEST_F(TheAgent, SaysThatAllLinesAreBusyInTheWordsOfTheNumberThatWasCalled) {
  ServiceConfig config;
  config.max_calls = 1;
  config.busy = [](std::string_view called) {
    return called == "+97235550101" ? twilio::Say{"עסוק", "Google.he-IL-Standard-A", "he-IL"}
                                    : twilio::Say{"busy", "", ""};
  };
  make(echo_planner(true), config);
  EXPECT_THAT(post("/webhook/incoming_call", "CallSid=CA1").body, HasSubstr("<Stream"));
  EXPECT_THAT(post("/webhook/incoming_call", "CallSid=CA2&To=%2B97235550101").body,
              HasSubstr("<Say voice=\"Google.he-IL-Standard-A\" language=\"he-IL\">עסוק</Say><Hangup/>"));
  EXPECT_THAT(post("/webhook/incoming_call", "CallSid=CA2&To=%2B15550102").body,
              HasSubstr("<Say>busy</Say><Hangup/>"));
}

TEST_F(TheAgent, AnswersAStatusWithNothingAtAll) {
  make(echo_planner(true));
  const HttpResponse answer =
      post("/webhook/stream_status", "CallSid=CA1&StreamSid=MZ1&StreamEvent=stream-error&StreamErrorCode=31924");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(service_->counters().stream_errors, 1);
}

TEST_F(TheAgent, ServesNoPageWhereAStreamBelongs) {
  make(echo_planner(true));
  const HttpResponse answer = get("/ws/twilio-media");
  EXPECT_EQ(answer.status, 426);
  EXPECT_EQ(header_of(answer.headers, "upgrade"), "websocket");
  EXPECT_THAT(answer.content_type, HasSubstr("text/plain"));
  EXPECT_EQ(get("/elsewhere").status, 404);
  EXPECT_EQ(post("/healthz", "").status, 405);
}

TEST_F(TheAgent, IsReadyUntilItDrainsAndHealthyAllTheTime) {
  make(echo_planner(true));
  EXPECT_EQ(get("/readyz").status, 200);
  service_->drain();
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_EQ(get("/healthz").status, 200);
  EXPECT_THAT(post("/webhook/incoming_call", "CallSid=CA1").body, HasSubstr("<Hangup/>"));
}

TEST_F(TheAgent, TakesOnlyWebhooksThatTwilioSigned) {
  ServiceConfig config;
  config.auth_token = kToken;
  make(echo_planner(true), config);
  HttpRequest asked = request("POST", "/webhook/incoming_call", "CallSid=CA1&From=%2B1");
  EXPECT_EQ(ask(asked).status, 403);
  const twilio::Form form{{"CallSid", "CA1"}, {"From", "+1"}};
  asked.headers.emplace_back("X-Twilio-Signature",
                             twilio::sign(kToken, "https://agent.example.com/webhook/incoming_call", form));
  EXPECT_EQ(ask(asked).status, 200);
  asked.body += "&To=%2B2";
  EXPECT_EQ(ask(asked).status, 403);
  EXPECT_EQ(service_->counters().refused_signature, 2);
}

TEST_F(TheAgent, TakesOnlyStreamsThatTwilioSigned) {
  ServiceConfig config;
  config.auth_token = kToken;
  make(echo_planner(true), config);
  const std::uint16_t port = serve();
  Client stranger;
  EXPECT_FALSE(stranger.connect(port, std::string(kStreamPath)));
  EXPECT_EQ(stranger.failure().status, 403);
  SocketTarget target;
  target.host = "127.0.0.1";
  target.port = port;
  target.path = kStreamPath;
  target.headers = {{"X-Twilio-Signature", twilio::sign(kToken, "wss://agent.example.com/ws/twilio-media/")}};
  Client twilio;
  EXPECT_TRUE(twilio.connect(target)) << "Twilio may sign with a slash at the end";
}

TEST_F(TheAgent, ShowsCallsAndCountersToOperatorsAlone) {
  make(echo_planner(true));
  EXPECT_EQ(get("/calls").body, "{\"calls\":[]}\n");
  EXPECT_THAT(get("/metrics").body, HasSubstr("\nparley_calls 0\n"));
  HttpRequest stranger = request("GET", "/metrics");
  stranger.remote_address = "192.0.2.1";
  EXPECT_EQ(ask(stranger).status, 403);
  EXPECT_EQ(service_->counters().refused_operator, 1);
}

TEST_F(TheAgent, EchoesEveryFrameInOrderBitExactAndRecordsTheCall) {
  make(echo_planner(true));
  const std::uint16_t port = serve();
  constexpr int kFrames = 500;
  const std::vector<std::string> echoed = phone(port, kFrames, kFrames);
  ASSERT_EQ(echoed.size(), static_cast<std::size_t>(kFrames));
  for (int n = 0; n < kFrames; ++n) {
    const auto parsed = twilio::parse_outbound(echoed[static_cast<std::size_t>(n)]);
    const auto* media = std::get_if<twilio::SendMedia>(&parsed.message);
    ASSERT_NE(media, nullptr);
    const Frame expected = stream::sound(n);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), media->payload.bytes().begin())) << n;
    EXPECT_EQ(parsed.extra_field, "");
  }
  wait_for_no_calls();
  const trace::CallTrace trace = trace_of(std::string(stream::kCallSid));
  EXPECT_EQ(trace.header.mode, "ECHO");
  EXPECT_EQ(trace.header.stream_sid, stream::kStreamSid);
  EXPECT_THAT(log_, HasSubstr(" CA00000000000000000000000000000001 WS_CONNECTED mode=ECHO\n"));
  EXPECT_THAT(log_, HasSubstr("[WS] connected call=CA00000000000000000000000000000001\n"));
  EXPECT_THAT(log_, HasSubstr("WS_START sid=MZ00000000000000000000000000000001 mode=ECHO\n"));
  EXPECT_THAT(log_, HasSubstr("WS_STOP sid=MZ00000000000000000000000000000001 rx=500 tx=500\n"));
  EXPECT_THAT(log_, HasSubstr("WS_DONE sid=MZ00000000000000000000000000000001 rx=500 tx=500\n"));
  EXPECT_EQ(service_->counters().frames_received, kFrames);
  EXPECT_EQ(service_->counters().frames_sent, kFrames);
}

TEST_F(TheAgent, SinksEveryFrameAndSendsNothing) {
  make(sink_planner(true));
  const std::uint16_t port = serve(2);
  EXPECT_TRUE(phone(port, 300, 0).empty());
  wait_for_no_calls();
  trace_of(std::string(stream::kCallSid));
  EXPECT_THAT(log_, HasSubstr("WS_DONE sid=MZ00000000000000000000000000000001 rx=300 tx=0\n"));
  EXPECT_THAT(get("/api/calls").body, HasSubstr("\"live\":false"));
  EXPECT_THAT(get("/api/calls").body, HasSubstr("\"end\":\"stopped\",\"rx\":300,\"tx\":0"));
}

TEST_F(TheAgent, EchoesTheSubprotocolOnlyToThoseWhoOfferIt) {
  make(echo_planner(true));
  UpgradeAnswer plain = service_->upgrade(request("GET", std::string(kStreamPath)));
  EXPECT_EQ(std::get<UpgradeAccepted>(plain).subprotocol, "");
  HttpRequest offering = request("GET", std::string(kStreamPath));
  offering.headers.emplace_back("Sec-WebSocket-Protocol", "chat, audio.twilio.com");
  EXPECT_EQ(std::get<UpgradeAccepted>(service_->upgrade(offering)).subprotocol, "audio.twilio.com");
  offering.headers.back().second = "chat";
  EXPECT_EQ(std::get<UpgradeAccepted>(service_->upgrade(offering)).subprotocol, "");
  EXPECT_EQ(std::get<HttpResponse>(service_->upgrade(request("GET", "/ws/other"))).status, 404);
}

TEST_F(TheAgent, StartsANewStreamWhereTheOldOneDiedAndTheCallLives) {
  make(echo_planner(true));
  const std::uint16_t port = serve();
  {
    Client client;
    ASSERT_TRUE(client.connect(port, std::string(kStreamPath)));
    client.send(stream::connected());
    client.send(stream::start(stream::kCallSid, {{"From", "+15550199"}, {"To", "+97235550101"}}));
    client.send(stream::media(0));
    ASSERT_TRUE(client.wait_for_texts(1));
    client.abort();
    ASSERT_TRUE(client.wait_for_end());
  }
  wait_for_no_calls();
  const std::string call = "CallSid=" + std::string(stream::kCallSid);
  // The number that was called says who answers, so a stream that resumes has to carry it again.
  EXPECT_THAT(
      post("/webhook/stream_ended", call + "&CallStatus=in-progress").body,
      HasSubstr("<Parameter name=\"From\" value=\"+15550199\"/><Parameter name=\"To\" value=\"+97235550101\"/>"
                "<Parameter name=\"resumed\" value=\"1\"/>"));
  EXPECT_THAT(post("/webhook/stream_ended", call + "&CallStatus=in-progress&To=%2B15550102").body,
              HasSubstr("<Parameter name=\"To\" value=\"+15550102\"/><Parameter name=\"resumed\" value=\"1\"/>"));
  EXPECT_THAT(post("/webhook/stream_ended", call + "&CallStatus=completed").body, HasSubstr("<Response/>"));
  EXPECT_THAT(post("/webhook/stream_ended", "CallSid=CA9&CallStatus=in-progress").body, HasSubstr("<Response/>"));
}

/// Hands the call on as soon as it hears something.
class HandsOn final : public Agent {
 public:
  HandsOn(trace::TraceSink& sink, std::string to) : sink_(sink), to_(std::move(to)) {}
  void opened(Instant) override {}
  void receive(Instant now, SharedText text) override {
    if (text.view().find("\"media\"") == std::string_view::npos || closes_) return;
    sink_.record({now, trace::Transfer{TurnId{1}, to_}, trace::kNotAnInput});
    closes_ = true;
  }
  void wrote(Instant) override {}
  void closed(Instant, std::string) override {}
  void draining(Instant) override {}
  void handle_timeout(Instant) override {}
  Instant next_deadline() const override { return kNever; }
  std::optional<AgentOutput> poll() override {
    if (!std::exchange(closes_, false)) return std::nullopt;
    return AgentCloses{"transfer"};
  }

 private:
  trace::TraceSink& sink_;
  std::string to_;
  bool closes_ = false;
};

AgentPlanner hands_on_to(std::string to) {
  return [to](const twilio::Start&) -> Result<AgentPlan> {
    AgentPlan plan;
    plan.header.mode = "AI";
    plan.make = [to](trace::TraceSink& sink, const AgentSeat&) { return std::make_unique<HandsOn>(sink, to); };
    return plan;
  };
}

/// Says of each call that so many frames were heard by nobody.
AgentPlanner half_deaf(std::int64_t frames) {
  return [frames](const twilio::Start&) -> Result<AgentPlan> {
    AgentPlan plan;
    plan.header.mode = "AI";
    plan.make = [frames](trace::TraceSink& sink, const AgentSeat& seat) {
      seat.unheard(frames);
      sink.record({kCallStart, trace::AudioLost{400}, trace::kNotAnInput});
      return std::make_unique<HandsOn>(sink, "+14155550100");
    };
    return plan;
  };
}

TEST_F(TheAgent, CountsTheFramesThatReachedNoRecogniser) {
  make(half_deaf(5));
  EXPECT_THAT(get("/metrics").body, HasSubstr("\nparley_recognizer_frames_dropped_total 0\n"));
  const std::uint16_t port = serve();
  Client client;
  ASSERT_TRUE(client.connect(port, std::string(kStreamPath)));
  client.send(stream::connected());
  client.send(stream::start());
  client.send(stream::media(0));
  ASSERT_TRUE(client.wait_for_end());
  wait_for_no_calls();
  EXPECT_THAT(get("/metrics").body, HasSubstr("\nparley_recognizer_frames_dropped_total 25\n"))
      << "five that a driver dropped, and 400 ms that the call could not keep";
}

TEST_F(TheAgent, AnswersWithADialWhereTheAgentAskedForATransfer) {
  const std::string call = "CallSid=" + std::string(stream::kCallSid);
  for (const auto& [to, verb] : {std::pair<std::string, std::string>{"+14155550100", "<Dial>+14155550100</Dial>"},
                                 {"sip:desk@example.com", "<Dial><Sip>sip:desk@example.com</Sip></Dial>"}}) {
    make(hands_on_to(to));
    const std::uint16_t port = serve();
    Client client;
    ASSERT_TRUE(client.connect(port, std::string(kStreamPath)));
    client.send(stream::connected());
    client.send(stream::start());
    client.send(stream::media(0));
    ASSERT_TRUE(client.wait_for_end()) << "the agent closes the stream";
    wait_for_no_calls();
    EXPECT_THAT(post("/webhook/stream_ended", call + "&CallStatus=in-progress").body, HasSubstr(verb));
    EXPECT_THAT(post("/webhook/stream_ended", call + "&CallStatus=completed").body, HasSubstr("<Response/>"))
        << "a caller who has hung up is put through to nobody";
    server_->stop();
    server_.reset();
    service_.reset();
  }
}

TEST_F(TheAgent, StartsNothingAfterAStreamThatStopped) {
  make(echo_planner(true));
  phone(serve(), 3, 3);
  wait_for_no_calls();
  const std::string call = "CallSid=" + std::string(stream::kCallSid);
  EXPECT_THAT(post("/webhook/stream_ended", call + "&CallStatus=in-progress").body, HasSubstr("<Response/>"));
}

TEST_F(TheAgent, RefusesTheStreamForWhichThereIsNoPlace) {
  ServiceConfig config;
  config.max_calls = 1;
  make(echo_planner(true), config);
  const std::uint16_t port = serve();
  Client first;
  ASSERT_TRUE(first.connect(port, std::string(kStreamPath)));
  first.send(stream::start());
  first.send(stream::media(0));
  ASSERT_TRUE(first.wait_for_texts(1));
  Client second;
  EXPECT_FALSE(second.connect(port, std::string(kStreamPath)));
  EXPECT_EQ(second.failure().status, 503);
  first.send(stream::media(1));
  EXPECT_TRUE(first.wait_for_texts(2)) << "the other call notices nothing";
}

TEST_F(TheAgent, ClosesWhatIsLeftWhenItStops) {
  make(echo_planner(true));
  const std::uint16_t port = serve();
  Client client;
  ASSERT_TRUE(client.connect(port, std::string(kStreamPath)));
  client.send(stream::start());
  client.send(stream::media(0));
  ASSERT_TRUE(client.wait_for_texts(1));
  service_->drain();
  client.send(stream::media(1));
  ASSERT_TRUE(client.wait_for_texts(2)) << "a live call goes on while others are refused";
  service_->close_all();
  ASSERT_TRUE(client.wait_for_end());
  EXPECT_EQ(client.end().code, 1001);
  wait_for_no_calls();
  trace_of(std::string(stream::kCallSid));
  EXPECT_THAT(log_, HasSubstr("WS_END sid=MZ00000000000000000000000000000001 rx=2 tx=2\n"));
}

}  // namespace
}  // namespace parley
