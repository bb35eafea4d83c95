#include "live/tap_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "core/trace/jsonl.h"
#include "core/twilio/signature.h"
#include "files/text_file.h"
#include "live/call_journal.h"
#include "tests/live/loopback.h"

namespace parley {
namespace {

using loopback::Client;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kStart =
    R"({"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ1","callSid":"CA1",)"
    R"("tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},)"
    R"("customParameters":{}},"streamSid":"MZ1"})";

/// The server behind the tap: echoes, remembers what it was asked, and closes when it is told to.
class FarService final : public WebService {
 public:
  void handle(EventLoop&, const HttpRequest& request, Respond respond) override {
    note(request);
    if (request.path() == "/twiml") {
      const std::string stream = "ws://" + std::string(request.header("host")) + "/stream";
      respond({200, "text/xml", "<Response><Connect><Stream url=\"" + stream + "\"/></Connect></Response>", {}});
      return;
    }
    respond({201, "text/plain", request.method + " " + request.target + " " + request.body, {{"X-Own", "kept"}}});
  }
  UpgradeAnswer upgrade(const HttpRequest& request) override {
    note(request);
    if (request.path() == "/closed") return HttpResponse{403, "text/html", "<html>no</html>", {}};
    return UpgradeAccepted{std::string(request.header("sec-websocket-protocol"))};
  }
  void opened(EventLoop&, const HttpRequest&, std::shared_ptr<WebSocket> socket) override {
    auto* echo = new Echo(*this, std::move(socket));
    echo->socket->start(*echo);
  }

  HttpRequest last() {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  SocketEnd wait_for_end() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, loopback::kPatience, [this] { return end_.has_value(); }));
    return end_.value_or(SocketEnd{});
  }

 private:
  struct Echo final : WebSocket::Listener {
    Echo(FarService& the_service, std::shared_ptr<WebSocket> the_socket)
        : service(the_service), socket(std::move(the_socket)) {}
    void on_text(std::string_view text) override {
      if (text == "close 4002") {
        socket->close(4002, "enough");
      } else if (text == "flood") {
        for (int i = 0; i < 200; ++i) socket->send(std::string(100'000, 'x'));
      } else {
        socket->send(std::string(text));
      }
    }
    void on_binary(std::size_t) override {}
    void on_binary_data(std::string_view data) override { socket->send_binary(std::string(data)); }
    void on_wrote() override {}
    void on_closed(const SocketEnd& how) override {
      service.ended(how);
      delete this;
    }
    FarService& service;
    std::shared_ptr<WebSocket> socket;
  };

  void note(const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    last_ = request;
  }
  void ended(const SocketEnd& how) {
    const std::lock_guard lock(mutex_);
    end_ = how;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  HttpRequest last_;
  std::optional<SocketEnd> end_;
};

class ATap : public testing::Test {
 protected:
  void start(TapConfig config = {}, CallJournal* journal = nullptr) {
    const auto far_port = far_server_.start();
    ASSERT_TRUE(far_port.has_value());
    far_port_ = *far_port;
    if (config.target.host.empty()) config.target = *twilio::parse_url(far("http://") + "/");
    tap_ = std::make_unique<TapService>(std::move(config), journal, [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      said_ += line + "\n";
      changed_.notify_all();
    });
    ServerConfig server_config;
    server_config.limits.message_bytes = 16'000'000;
    server_ = std::make_unique<Server>(server_config, *tap_);
    const auto port = server_->start();
    ASSERT_TRUE(port.has_value());
    port_ = *port;
  }

  std::string far(const std::string& scheme) const { return scheme + "127.0.0.1:" + std::to_string(far_port_); }
  std::string here(const std::string& scheme) const { return scheme + "127.0.0.1:" + std::to_string(port_); }

  HttpAnswer ask(HttpRequest request) const {
    EventLoop loop;
    HttpFetch fetch;
    fetch.host = "127.0.0.1";
    fetch.port = port_;
    fetch.request = std::move(request);
    HttpAnswer got;
    fetch_http(
        loop, fetch,
        [&](HttpAnswer answer) {
          got = std::move(answer);
          loop.stop();
        },
        [&](const ConnectFailure& failure) {
          ADD_FAILURE() << failure.what;
          loop.stop();
        });
    loop.run();
    return got;
  }

  /// What was said, once it holds `words`.
  std::string wait_until_said(const std::string& words) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        changed_.wait_for(lock, loopback::kPatience, [&] { return said_.find(words) != std::string::npos; }))
        << "never said: " << words << "\n"
        << said_;
    return said_;
  }

  // What the tap says comes from its server's loops, so it is declared before them and goes after.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string said_;
  FarService far_;
  Server far_server_{{}, far_};
  std::unique_ptr<TapService> tap_;
  std::unique_ptr<Server> server_;
  std::uint16_t far_port_ = 0;
  std::uint16_t port_ = 0;
};

TEST_F(ATap, PassesTextsOnVerbatimAndInOrder) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  std::vector<std::string> sent;
  for (int i = 0; i < 300; ++i) sent.push_back("{\"n\": " + std::to_string(i) + ", \"text\":\"שלום\"}");
  for (const std::string& text : sent) client.send(text);
  ASSERT_TRUE(client.wait_for_texts(sent.size()));
  EXPECT_EQ(client.texts(), sent);
}

TEST_F(ATap, PassesBinaryMessagesOnAsBinary) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  const std::string data("\0\xff\x01 not text", 13);
  client.send_binary(data);
  ASSERT_TRUE(client.wait_for_binaries(1));
  EXPECT_THAT(client.binaries(), ElementsAre(data));
}

TEST_F(ATap, PassesOnPathQuerySignatureUserAgentAndSubprotocol) {
  start();
  Client client;
  SocketTarget target;
  target.host = "127.0.0.1";
  target.port = port_;
  target.path = "/stream?a=b%20c";
  target.headers = {{"User-Agent", "Twilio.TmeWs/1.0"},
                    {"x-twilio-signature", "c2lnbmF0dXJl"},
                    {"Sec-WebSocket-Protocol", "audio.twilio.com"}};
  ASSERT_TRUE(client.connect(target));
  EXPECT_EQ(header_of(client.headers(), "sec-websocket-protocol"), "audio.twilio.com");
  const HttpRequest asked = far_.last();
  EXPECT_EQ(asked.target, "/stream?a=b%20c");
  EXPECT_EQ(asked.header("user-agent"), "Twilio.TmeWs/1.0");
  EXPECT_EQ(asked.header("x-twilio-signature"), "c2lnbmF0dXJl");
  EXPECT_EQ(asked.header("host"), far(""));
  EXPECT_EQ(asked.header("x-forwarded-host"), here(""));
}

TEST_F(ATap, OffersAndAnswersNoSubprotocolByItself) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  EXPECT_EQ(header_of(client.headers(), "sec-websocket-protocol"), "");
  EXPECT_EQ(far_.last().header("sec-websocket-protocol"), "");
}

TEST_F(ATap, PassesTwiliosCloseCodeOn) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  client.close(4001);
  EXPECT_EQ(far_.wait_for_end().code, 4001);
}

TEST_F(ATap, PassesTheServersCloseCodeOn) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  client.send("close 4002");
  ASSERT_TRUE(client.wait_for_end());
  EXPECT_EQ(client.end().code, 4002);
  EXPECT_EQ(client.end().reason, "enough");
  EXPECT_THAT(wait_until_said("closed by"), HasSubstr("closed by the server with 4002 (enough)"));
}

TEST_F(ATap, DropsTheServerWhenTwilioVanishes) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  client.send("hello");
  ASSERT_TRUE(client.wait_for_texts(1));
  client.abort();
  EXPECT_EQ(far_.wait_for_end().code, 1006);
}

TEST_F(ATap, AnswersARefusedUpgradeAsTheServerDid) {
  start();
  Client client;
  EXPECT_FALSE(client.connect(port_, "/closed"));
  EXPECT_EQ(client.failure().status, 403);
  EXPECT_EQ(client.failure().body, "<html>no</html>");
}

TEST_F(ATap, Answers502WhereNobodyListens) {
  TapConfig config;
  config.target = *twilio::parse_url("http://127.0.0.1:1/");
  start(std::move(config));
  Client client;
  EXPECT_FALSE(client.connect(port_, "/stream"));
  EXPECT_EQ(client.failure().status, 502);
  EXPECT_THAT(wait_until_said("no stream"), HasSubstr("31902"));
  EXPECT_EQ(ask({}).status, 502);
}

TEST_F(ATap, HoldsTheServerBackWhileTwilioDoesNotRead) {
  start();
  Client client;
  ASSERT_TRUE(client.connect(port_, "/stream"));
  client.send("hello");
  ASSERT_TRUE(client.wait_for_texts(1));
  client.pause_reading(true);
  client.send("flood");  // twenty megabytes, more than the system's buffers hold
  client.send("behind it");
  wait_until_said("the server is held back");
  client.pause_reading(false);
  ASSERT_TRUE(client.wait_for_texts(202));
  EXPECT_EQ(client.texts().back(), "behind it");
  client.close(1000);
  EXPECT_THAT(wait_until_said("closed by"), HasSubstr("held back by a slow reader"));
}

TEST_F(ATap, LeavesATraceOfBothDirectionsSeenFromTheMiddle) {
  const std::string folder = testing::TempDir() + "/tap_traces";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  JournalConfig journal_config;
  journal_config.folder = folder;
  CallJournal journal(std::move(journal_config));
  start({}, &journal);
  {
    Client client;
    ASSERT_TRUE(client.connect(port_, "/stream"));
    client.send(R"({"event":"connected","protocol":"Call","version":"1.0.0"})");
    client.send(kStart);
    ASSERT_TRUE(client.wait_for_texts(2));
    client.close(1000);
    ASSERT_TRUE(client.wait_for_end());
    wait_until_said("closed by");
  }
  journal.flush();
  const auto text = read_text_file(folder + "/CA1.trace.jsonl");
  ASSERT_TRUE(text.has_value());
  const auto trace = trace::read_trace(*text, "CA1");
  ASSERT_TRUE(trace.has_value()) << trace.error().text();
  EXPECT_EQ(trace->header.observed_at, trace::ObservedAt::kTap);
  EXPECT_EQ(trace->header.stream_sid, "MZ1");
  std::map<trace::Direction, std::vector<std::string>> messages;
  for (const trace::CallEvent& event : trace->events) {
    if (const auto* message = std::get_if<trace::Message>(&event.what)) {
      messages[message->direction].emplace_back(message->text.view());
    }
  }
  EXPECT_THAT(messages[trace::Direction::kToAgent], ElementsAre(HasSubstr("connected"), kStart));
  EXPECT_EQ(messages[trace::Direction::kFromAgent], messages[trace::Direction::kToAgent]) << "it echoes";
  EXPECT_TRUE(std::holds_alternative<trace::Connection>(trace->events.back().what));
}

TEST_F(ATap, ProxiesWebhooksVerbatim) {
  start();
  HttpRequest request;
  request.method = "POST";
  request.target = "/status?x=1";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Twilio-Signature", "abc="}};
  request.body = "CallSid=CA1&Body=It%27s+me";
  const HttpAnswer answer = ask(request);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, "POST /status?x=1 CallSid=CA1&Body=It%27s+me");
  EXPECT_EQ(header_of(answer.headers, "x-own"), "kept");
  EXPECT_EQ(far_.last().header("x-twilio-signature"), "abc=");
}

TEST_F(ATap, LeadsTheStreamOfATwimlThroughItself) {
  start();
  HttpRequest request;
  request.target = "/twiml";
  EXPECT_THAT(ask(request).body, HasSubstr("<Stream url=\"" + here("ws://") + "/stream\"/>"));
}

TEST_F(ATap, NamesItsPublicHostInTwiml) {
  TapConfig config;
  config.public_host = "tap.example.com";
  start(std::move(config));
  HttpRequest request;
  request.target = "/twiml";
  EXPECT_THAT(ask(request).body, HasSubstr("<Stream url=\"wss://tap.example.com/stream\"/>"));
}

TEST_F(ATap, LeavesTwimlAloneIfToldSo) {
  TapConfig config;
  config.rewrite_twiml = false;
  start(std::move(config));
  HttpRequest request;
  request.target = "/twiml";
  EXPECT_THAT(ask(request).body, HasSubstr("<Stream url=\"" + far("ws://") + "/stream\"/>"));
}

TEST_F(ATap, SignsAnewWhatWasRightlySignedForItselfAndNothingElse) {
  TapConfig config;
  config.auth_token = "12345";
  config.public_host = "https://tap.example.com";
  start(std::move(config));
  HttpRequest request;
  request.method = "POST";
  request.target = "/hook";
  request.body = "a=1";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"X-Twilio-Signature", twilio::sign("12345", "https://tap.example.com/hook", {{"a", "1"}})}};
  ask(request);
  EXPECT_EQ(far_.last().header("x-twilio-signature"),
            twilio::sign("12345", far("http://") + "/hook", {{"a", "1"}}));
  request.headers.back().second = "forged=";
  ask(request);
  EXPECT_EQ(far_.last().header("x-twilio-signature"), "forged=");
}

}  // namespace
}  // namespace parley
