#include "live/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/live/loopback.h"

namespace parley {
namespace {

using loopback::Client;
using testing::ElementsAre;

/// Sends back every text; answers requests with what was asked.
class EchoService final : public WebService {
 public:
  void handle(EventLoop&, const HttpRequest& request, Respond respond) override {
    respond({200, "text/plain", request.method + " " + request.target + " " + request.body, {}});
  }
  UpgradeAnswer upgrade(const HttpRequest& request) override {
    if (request.path() == "/closed") return HttpResponse{403, "text/html", "<html>no</html>", {}};
    if (request.header("sec-websocket-protocol") == "audio.twilio.com") return UpgradeAccepted{"audio.twilio.com"};
    return UpgradeAccepted{};
  }
  void opened(EventLoop&, const HttpRequest&, std::shared_ptr<WebSocket> socket) override {
    auto* echo = new Echo(std::move(socket));
    echo->socket->start(*echo);
  }

 private:
  struct Echo final : WebSocket::Listener {
    explicit Echo(std::shared_ptr<WebSocket> the_socket) : socket(std::move(the_socket)) {}
    void on_text(std::string_view text) override { socket->send(std::string(text)); }
    void on_binary(std::size_t bytes) override { socket->send("binary " + std::to_string(bytes)); }
    void on_wrote() override {}
    void on_closed(const SocketEnd&) override { delete this; }
    std::shared_ptr<WebSocket> socket;
  };
};

class TheServer : public testing::Test {
 protected:
  std::uint16_t start(ServerConfig config = {}) {
    server_ = std::make_unique<Server>(std::move(config), service_);
    const auto port = server_->start();
    EXPECT_TRUE(port.has_value()) << (port ? "" : port.error().text());
    return port ? *port : std::uint16_t{0};
  }
  EchoService service_;
  std::unique_ptr<Server> server_;
};

TEST_F(TheServer, ReturnsTextsInOrderOverAWebSocket) {
  const std::uint16_t port = start();
  Client client;
  ASSERT_TRUE(client.connect(port));
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i)
    sent.push_back("text " + std::to_string(i) + std::string(static_cast<std::size_t>(i), '.'));
  for (const std::string& text : sent) client.send(text);
  ASSERT_TRUE(client.wait_for_texts(sent.size()));
  EXPECT_EQ(client.texts(), sent);
}

TEST_F(TheServer, ServesOnSeveralLoopsAtOnce) {
  ServerConfig config;
  config.threads = 3;
  const std::uint16_t port = start(config);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<Client>());
    ASSERT_TRUE(clients.back()->connect(port));
    clients.back()->send("hello " + std::to_string(i));
  }
  for (int i = 0; i < 12; ++i) {
    Client& client = *clients[static_cast<std::size_t>(i)];
    ASSERT_TRUE(client.wait_for_texts(1));
    EXPECT_THAT(client.texts(), ElementsAre("hello " + std::to_string(i)));
  }
}

TEST_F(TheServer, EchoesASubprotocolOnlyIfItWasOffered) {
  const std::uint16_t port = start();
  Client plain;
  ASSERT_TRUE(plain.connect(port));
  EXPECT_EQ(header_of(plain.headers(), "sec-websocket-protocol"), "");
  EXPECT_EQ(header_of(plain.headers(), "sec-websocket-extensions"), "");
  Client offering;
  SocketTarget target;
  target.host = "127.0.0.1";
  target.port = port;
  target.headers = {{"Sec-WebSocket-Protocol", "audio.twilio.com"}};
  ASSERT_TRUE(offering.connect(target));
  EXPECT_EQ(header_of(offering.headers(), "sec-websocket-protocol"), "audio.twilio.com");
}

TEST_F(TheServer, TellsTheClientWithWhichStatusAnUpgradeWasRefused) {
  const std::uint16_t port = start();
  Client client;
  EXPECT_FALSE(client.connect(port, "/closed"));
  EXPECT_EQ(client.failure().step, ConnectFailure::Step::kHandshake);
  EXPECT_EQ(client.failure().status, 403);
}

TEST_F(TheServer, ClosesAConnectionWhoseMessageIsTooLargeWith1009AndServesTheOthers) {
  ServerConfig config;
  config.limits.message_bytes = 1'000;
  const std::uint16_t port = start(config);
  Client other;
  ASSERT_TRUE(other.connect(port));
  Client greedy;
  ASSERT_TRUE(greedy.connect(port));
  greedy.send(std::string(5'000, 'x'));
  ASSERT_TRUE(greedy.wait_for_end());
  EXPECT_EQ(greedy.end().code, 1009);
  other.send("still here?");
  ASSERT_TRUE(other.wait_for_texts(1));
  EXPECT_THAT(other.texts(), ElementsAre("still here?"));
}

TEST_F(TheServer, ClosesWithTheCodeThatTheClientGave) {
  const std::uint16_t port = start();
  Client client;
  ASSERT_TRUE(client.connect(port));
  client.close(1000);
  ASSERT_TRUE(client.wait_for_end());
  EXPECT_TRUE(client.end().clean);
  EXPECT_FALSE(client.end().by_peer);
}

TEST_F(TheServer, CannotListenWhereAnotherListens) {
  ServerConfig config;
  config.port = start();
  Server second(config, service_);
  const auto port = second.start();
  ASSERT_FALSE(port.has_value());
  EXPECT_THAT(port.error().text(), testing::HasSubstr("cannot listen"));
}

TEST_F(TheServer, SaysWhichCertificateItCannotRead) {
  ServerConfig config;
  config.certificate_file = "no_such_certificate.pem";
  config.key_file = "no_such_key.pem";
  Server server(config, service_);
  const auto port = server.start();
  ASSERT_FALSE(port.has_value());
  EXPECT_THAT(port.error().text(), testing::HasSubstr("no_such_certificate.pem"));
}

TEST(ConnectingAsAClient, TellsWhichStepFailed) {
  Client client;
  SocketTarget target;
  target.host = "127.0.0.1";
  target.port = 1;  // nobody listens there
  EXPECT_FALSE(client.connect(target));
  EXPECT_EQ(client.failure().step, ConnectFailure::Step::kTcp);
  Client lost;
  target.host = "no-such-host.invalid";
  EXPECT_FALSE(lost.connect(target));
  EXPECT_EQ(lost.failure().step, ConnectFailure::Step::kName);
}

TEST(ConnectingAsAClient, TellsThatTheOtherSideSpeaksNoTls) {
  EchoService service;
  Server server({}, service);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Client client;
  SocketTarget target;
  target.secure = true;
  target.host = "127.0.0.1";
  target.port = *port;
  EXPECT_FALSE(client.connect(target));
  EXPECT_EQ(client.failure().step, ConnectFailure::Step::kTls);
}

TEST(AListenAddress, IsReadInItsUsualForms) {
  EXPECT_EQ(read_listen_address("127.0.0.1:5000")->port, 5000);
  EXPECT_EQ(read_listen_address(":0")->address, "127.0.0.1");
  EXPECT_EQ(read_listen_address("8080")->port, 8080);
  EXPECT_EQ(read_listen_address("[::1]:9")->address, "::1");
  EXPECT_EQ(read_listen_address("0.0.0.0:9")->address, "0.0.0.0");
  EXPECT_FALSE(read_listen_address("localhost").has_value());
  EXPECT_FALSE(read_listen_address("a:70000").has_value());
  EXPECT_FALSE(read_listen_address("").has_value());
}

}  // namespace
}  // namespace parley
