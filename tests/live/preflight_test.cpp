#include "live/preflight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "core/base/json.h"
#include "core/twilio/signature.h"
#include "live/naive_service.h"
#include "live/outgoing_call.h"
#include "live/server.h"
#include "tests/live/test_certificate.h"

namespace parley {
namespace {

using testing::HasSubstr;

constexpr const char* kToken = "12345";

/// How the server under examination misbehaves.
struct Manners {
  std::string stream = "/stream";  // what the TwiML names
  std::string twiml;               // instead of one that names it
  std::string content_type = "text/xml";
  std::string status_callback;
  int webhook_status = 200;
  bool checks_signature = false;
  bool wants_origin = false;
  bool answers_page = false;
  std::string subprotocol;  // answered unasked
  int redirects = 0;
};

/// A webhook, and behind its stream an agent that is healthy unless told otherwise.
class PatientService final : public WebService {
 public:
  PatientService(Manners manners, NaiveConfig agent)
      : manners_(std::move(manners)),
        agent_([agent](const twilio::Start&) -> Result<NaiveConfig> { return agent; }, [](const std::string&) {}) {}

  void handle(EventLoop&, const HttpRequest& request, Respond respond) override { respond(answer(request)); }
  UpgradeAnswer upgrade(const HttpRequest& request) override {
    if (!signature_holds("ws", request)) return HttpResponse{403, "text/plain", "forged\n", {}};
    if (manners_.wants_origin && request.header("origin").empty()) return HttpResponse{403, "text/plain", "", {}};
    if (manners_.answers_page) return HttpResponse{200, "text/html", "<html>welcome</html>", {}};
    return UpgradeAccepted{manners_.subprotocol};
  }
  void opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) override {
    agent_.opened(loop, request, std::move(socket));
  }
  void stopped() override { agent_.stopped(); }

  std::vector<std::string> stream_events() {
    const std::lock_guard lock(mutex_);
    return stream_events_;
  }

 private:
  HttpResponse answer(const HttpRequest& request) {
    if (request.path() == "/stream") return {426, "text/plain", "a stream\n", {}};
    if (request.path() == "/status") {
      const auto form = twilio::parse_form(request.body);
      const std::lock_guard lock(mutex_);
      stream_events_.push_back(*twilio::find_field(*form, "StreamEvent"));
      return {204, "", "", {}};
    }
    if (!signature_holds("http", request)) return {403, "text/plain", "forged\n", {}};
    if (manners_.redirects > 0) return {307, "text/plain", "", {{"Location", "/webhook"}}};
    std::string twiml = manners_.twiml;
    if (twiml.empty()) {
      const std::string callback =
          manners_.status_callback.empty() ? "" : " statusCallback=\"" + manners_.status_callback + "\"";
      twiml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect><Stream url=\"ws://" +
              std::string(request.header("host")) + manners_.stream + "\"" + callback + "/></Connect></Response>";
    }
    return {manners_.webhook_status, manners_.content_type, twiml, {}};
  }

  bool signature_holds(const std::string& scheme, const HttpRequest& request) const {
    if (!manners_.checks_signature) return true;
    const std::string url = scheme + "://" + std::string(request.header("host")) + request.target;
    twilio::Form form;
    if (auto parsed = twilio::parse_form(request.body)) form = *parsed;
    return twilio::valid(kToken, request.header("x-twilio-signature"), twilio::url_variants(url), form);
  }

  Manners manners_;
  NaiveService agent_;
  std::mutex mutex_;
  std::vector<std::string> stream_events_;
};

class APreflight : public testing::Test {
 protected:
  void serve(Manners manners, NaiveConfig agent = {}, ServerConfig config = {}) {
    server_.reset();  // before the service that it serves
    service_ = std::make_unique<PatientService>(std::move(manners), agent);
    server_ = std::make_unique<Server>(std::move(config), *service_);
    const auto port = server_->start();
    ASSERT_TRUE(port.has_value()) << port.error().text();
    port_ = *port;
  }

  PreflightReport examine(const std::string& scheme, const std::string& path, const std::string& token = {}) {
    PreflightPlan plan;
    plan.target = scheme + "://127.0.0.1:" + std::to_string(port_) + path;
    plan.stream.auth_token = token;
    plan.call = call_;
    plan.patience = seconds(5);
    plan.stream.ca_file = ca_file_;
    draw_identifiers(plan.peer);
    auto report = run_preflight(plan, {});
    EXPECT_TRUE(report.has_value());
    json_ = preflight_json(plan, *report);
    return std::move(*report);
  }

  /// The first check of that id; one that says "missing" if there is none.
  static PreflightCheck find(const PreflightReport& report, std::string_view id) {
    const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                    [&](const PreflightCheck& check) { return check.id == id; });
    return found == report.checks.end() ? PreflightCheck{std::string(id), CheckResult::kFailed, "missing"} : *found;
  }
  static std::string result_of(const PreflightReport& report, std::string_view id) {
    const PreflightCheck check = find(report, id);
    return check.what == "missing" ? "missing" : std::string(name_of(check.result));
  }

  std::unique_ptr<PatientService> service_;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
  bool call_ = false;
  std::string ca_file_;
  std::string json_;
};

TEST_F(APreflight, LetsAHealthyWebhookAndItsAgentGo) {
  NaiveConfig agent;
  agent.greeting = millis(300);
  agent.first_audio = millis(150);
  agent.reply = millis(1300);
  agent.silence = millis(400);
  Manners manners;
  manners.checks_signature = true;
  manners.status_callback = "/status";
  serve(manners, agent);
  call_ = true;
  const PreflightReport report = examine("http", "/webhook", kToken);
  for (const PreflightCheck& check : report.checks) {
    EXPECT_NE(check.result, CheckResult::kFailed) << check.id << ": " << check.what;
  }
  EXPECT_EQ(report.exit_code(), 0);
  for (const char* id :
       {"dns", "tcp", "webhook", "webhook.forgery", "webhook.signature", "twiml", "twiml.stream", "status_callback",
        "stream.get", "stream.forgery", "upgrade", "call.audio", "call.messages", "call.marks", "call.end"}) {
    EXPECT_EQ(result_of(report, id), id == std::string("twiml") ? "warned" : "passed")
        << id << find(report, id).what;
  }
  EXPECT_EQ(result_of(report, "call.clear"), "passed") << find(report, "call.clear").what;
  EXPECT_THAT(service_->stream_events(), testing::ElementsAre("stream-started", "stream-stopped"));
}

TEST_F(APreflight, FindsAnAgentThatNeverListensAgain) {
  NaiveConfig agent;
  agent.fault = NaiveFault::kMarkNameMismatch;
  agent.greeting = millis(300);
  agent.first_audio = millis(150);
  agent.reply = millis(500);
  agent.barge_in = false;
  serve({}, agent);
  call_ = true;
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(report.exit_code(), 1);
  EXPECT_EQ(result_of(report, "call.marks"), "warned");
  EXPECT_EQ(result_of(report, "call.stuck-speaking"), "failed");
}

TEST_F(APreflight, SaysThatNobodyIsThere) {
  port_ = 1;
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(report.exit_code(), 3);
  EXPECT_EQ(find(report, "tcp").code, 31902);
  const PreflightReport webhook = examine("http", "/webhook");
  EXPECT_EQ(webhook.exit_code(), 3);
  EXPECT_EQ(find(webhook, "tcp").code, 11205);
}

TEST_F(APreflight, SaysThatASignatureIsNotChecked) {
  serve({});
  const PreflightReport report = examine("http", "/webhook", kToken);
  EXPECT_EQ(result_of(report, "webhook.forgery"), "warned");
  EXPECT_EQ(result_of(report, "stream.forgery"), "warned");
  EXPECT_EQ(report.exit_code(), 0);
}

TEST_F(APreflight, AsksForTheTokenWhereTheServerChecksIt) {
  Manners manners;
  manners.checks_signature = true;
  serve(manners);
  const PreflightReport report = examine("http", "/webhook");
  EXPECT_EQ(report.exit_code(), 1);
  EXPECT_EQ(find(report, "webhook").code, 11200);
  EXPECT_THAT(find(report, "webhook").cure, HasSubstr("--auth-token-env"));
}

TEST_F(APreflight, NamesAnOriginCheck) {
  Manners manners;
  manners.wants_origin = true;
  serve(manners);
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(report.exit_code(), 1);
  EXPECT_EQ(find(report, "upgrade").code, 31920);
  EXPECT_THAT(find(report, "upgrade").cure, HasSubstr("Origin"));
}

TEST_F(APreflight, NamesAPageInPlaceOfAnUpgrade) {
  Manners manners;
  manners.answers_page = true;
  serve(manners);
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(find(report, "upgrade").code, 31920);
  EXPECT_THAT(find(report, "upgrade").what, HasSubstr("200 instead of 101, with an HTML page"));
}

TEST_F(APreflight, NamesASubprotocolThatWasNotOffered) {
  Manners manners;
  manners.subprotocol = "audio.twilio.com";
  serve(manners);
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(report.exit_code(), 1);
  EXPECT_THAT(find(report, "upgrade").what, HasSubstr("audio.twilio.com"));
}

TEST_F(APreflight, ReadsTwimlAsTwilioDoes) {
  struct Case {
    const char* twiml;
    const char* id;
    int code;
  };
  for (const Case& wrong :
       {Case{"<Response><Connect><Stream url=", "twiml", 12100},
        Case{"<Response><Say>Hello</Say></Response>", "twiml.stream", 0},
        Case{"<Response><Start><Stream url=\"wss://a.example/\"/></Start></Response>", "twiml.stream", 0}}) {
    Manners manners;
    manners.twiml = wrong.twiml;
    serve(manners);
    const PreflightReport report = examine("http", "/webhook");
    EXPECT_EQ(report.exit_code(), 1) << wrong.twiml;
    EXPECT_EQ(find(report, wrong.id).code, wrong.code) << wrong.twiml;
    EXPECT_EQ(result_of(report, wrong.id), "failed") << wrong.twiml;
  }
}

TEST_F(APreflight, JudgesStatusTypeAndRedirectsOfTheWebhook) {
  Manners manners;
  manners.webhook_status = 500;
  serve(manners);
  EXPECT_EQ(find(examine("http", "/webhook"), "webhook").code, 11200);
  manners = {};
  manners.content_type = "application/json";
  serve(manners);
  EXPECT_EQ(find(examine("http", "/webhook"), "twiml").code, 12300);
  manners = {};
  manners.redirects = 1;
  serve(manners);
  EXPECT_EQ(find(examine("http", "/webhook"), "webhook.redirect").code, 11215);
}

TEST_F(APreflight, SaysThatTheQueryOfAStreamIsLost) {
  serve({});
  EXPECT_EQ(result_of(examine("ws", "/stream?token=1"), "stream.query"), "warned");
}

TEST_F(APreflight, TakesPlainSocketsOnlyOfAServerOnThisMachine) {
  serve({});
  const PreflightReport report = examine("ws", "/stream");
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_EQ(result_of(report, "tls"), "noted");
  EXPECT_EQ(find(report, "tls").code, 31922);
}

TEST_F(APreflight, SaysThatTheServerSpeaksNoTls) {
  serve({});
  const PreflightReport report = examine("wss", "/stream");
  EXPECT_EQ(find(report, "tls").code, 31910);
  EXPECT_EQ(report.exit_code(), 1) << "somebody is there";
}

TEST_F(APreflight, JudgesTheCertificate) {
  struct Case {
    const char* name;
    const char* alternative;
    long seconds;
    bool known;
    const char* id;
    const char* result;
  };
  constexpr long kDay = 86'400;
  for (const Case& one : {Case{"good", "IP:127.0.0.1", 90 * kDay, true, "tls.certificate", "passed"},
                          Case{"unknown", "IP:127.0.0.1", 90 * kDay, false, "tls.chain", "noted"},
                          Case{"other", "DNS:example.com", 90 * kDay, true, "tls.host", "noted"},
                          Case{"soon", "IP:127.0.0.1", 3 * kDay, true, "tls.expiry", "warned"},
                          Case{"over", "IP:127.0.0.1", -60, true, "tls.expiry", "noted"}}) {
    const TestCertificate files = make_certificate(testing::TempDir(), one.name, one.alternative, one.seconds);
    ServerConfig config;
    config.certificate_file = files.certificate_file;
    config.key_file = files.key_file;
    serve({}, {}, config);
    ca_file_ = one.known ? files.certificate_file : "";
    const PreflightReport report = examine("wss", "/stream");
    EXPECT_EQ(result_of(report, one.id), one.result) << one.name;
    EXPECT_EQ(result_of(report, "tls"), "passed") << one.name;
    EXPECT_EQ(result_of(report, "upgrade"), "passed") << one.name;
  }
}

TEST_F(APreflight, IsAlsoForPrograms) {
  serve({});
  examine("ws", "/stream");
  const auto tree = json::parse(json_, "json");
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(*tree->find("verdict")->as_string(), "GO");
  EXPECT_EQ(*tree->find("exit_code")->as_int(), 0);
  EXPECT_FALSE(tree->find("checks")->as_array()->empty());
}

TEST(APreflightOfNonsense, IsAnError) {
  PreflightPlan plan;
  plan.target = "gopher://example.com";
  EXPECT_FALSE(run_preflight(plan, {}).has_value());
}

}  // namespace
}  // namespace parley
