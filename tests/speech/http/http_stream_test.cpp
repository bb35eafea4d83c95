#include "speech/http/http_stream.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "live/server.h"
#include "tests/live/test_certificate.h"
#include "tests/speech/driver_rig.h"
#include "tests/speech/http/fake_http.h"

namespace parley {
namespace {

using namespace speech_test;  // NOLINT: a test's own words
using Kind = HttpTrouble::Kind;

/// One exchange at a time on a loop of its own, and what came of it.
class Asker {
 public:
  struct Outcome {
    int status = 0;
    std::string body;
    int pieces = 0;
    int ends = 0;
    std::optional<HttpTrouble> trouble;
  };

  ~Asker() {
    thread_.run([this] { stream_.reset(); });
  }

  void begin(HttpStreamRequest request, const std::function<void()>& at_piece = {}) {
    outcome_ = {};
    done_ = std::promise<void>();
    HttpStreamEvents events;
    events.header = [this](int status, const Headers&) { outcome_.status = status; };
    events.body = [this, at_piece](std::string_view piece) {
      outcome_.body += piece;
      ++outcome_.pieces;
      if (at_piece) at_piece();
    };
    events.end = [this] {
      ++outcome_.ends;
      if (outcome_.ends == 1 && !outcome_.trouble) done_.set_value();
    };
    events.failed = [this](const HttpTrouble& trouble) {
      ++outcome_.ends;
      outcome_.trouble = trouble;
      if (outcome_.ends == 1) done_.set_value();
    };
    thread_.run(
        [&] { stream_ = std::make_unique<HttpStream>(thread_.loop(), std::move(request), std::move(events)); });
  }
  Outcome ask(HttpStreamRequest request) {
    begin(std::move(request));
    EXPECT_EQ(done_.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
    Outcome out;
    thread_.run([&] {
      out = outcome_;
      stream_.reset();
    });
    EXPECT_EQ(out.ends, 1);
    return out;
  }
  void cancel() { stream_.reset(); }
  Outcome outcome() {
    Outcome out;
    thread_.run([&] { out = outcome_; });
    return out;
  }
  LoopThread& thread() { return thread_; }

 private:
  LoopThread thread_;
  std::unique_ptr<HttpStream> stream_;
  Outcome outcome_;
  std::promise<void> done_;
};

HttpStreamRequest post_to(std::uint16_t port, std::string body = "hello") {
  HttpStreamRequest out;
  out.to.secure = false;
  out.to.host = "127.0.0.1";
  out.to.port = port;
  out.request.method = "POST";
  out.request.target = "/v1/x?y=1";
  out.request.headers = {{"Content-Type", "text/plain"}, {"X-Key", "abc"}};
  out.request.body = std::move(body);
  return out;
}

TEST(AnHttpStream, SendsWhatItIsGivenAndHandsOnWhatComes) {
  FakeHttp server([](const SeenRequest&) { return chunked_answer("text/plain", {"one ", "two ", "three"}); });
  Asker asker;
  const auto outcome = asker.ask(post_to(server.port(), "the body"));
  EXPECT_EQ(outcome.status, 200);
  EXPECT_EQ(outcome.body, "one two three");
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/x?y=1");
  EXPECT_EQ(seen.body, "the body");
  EXPECT_EQ(seen.headers.at("x-key"), "abc");
  EXPECT_EQ(seen.headers.at("host"), "127.0.0.1:" + std::to_string(server.port()));
}

TEST(AnHttpStream, HandsOnAPieceBeforeTheNextIsSent) {
  std::promise<void> first_came;
  FakeHttp server([&](const SeenRequest& request) -> FakeAnswer {
    if (request.number == 0)
      return {{http_head(200, "text/plain", "Content-Length: 6\r\n\r\n") + "one"}, FakeAnswer::Then::kHang};
    return whole_answer(200, "text/plain", "x");
  });
  Asker asker;
  asker.begin(post_to(server.port()), [&] { first_came.set_value(); });
  ASSERT_EQ(first_came.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_EQ(asker.outcome().body, "one");
  EXPECT_EQ(asker.outcome().ends, 0);
}

TEST(AnHttpStream, UsesAConnectionAgain) {
  FakeHttp server([](const SeenRequest& request) {
    return request.number == 1 ? chunked_answer("a/b", {"x"}) : whole_answer(200, "a/b", "ok");
  });
  Asker asker;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(asker.ask(post_to(server.port())).status, 200);
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.connections(), 1);
}

TEST(AnHttpStream, DoesNotKeepAConnectionThatTheServerWillClose) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    return {{http_head(200, "a/b", "Content-Length: 2\r\nConnection: close\r\n\r\nok")}};
  });
  Asker asker;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
  EXPECT_EQ(server.connections(), 2);
}

TEST(AnHttpStream, AsksOnceMoreWhereAKeptConnectionWasDead) {
  for (const auto then : {FakeAnswer::Then::kClose, FakeAnswer::Then::kReset}) {
    FakeHttp server([then](const SeenRequest& request) -> FakeAnswer {
      if (request.number == 1) return {{}, then};
      return whole_answer(200, "a/b", "ok");
    });
    Asker asker;
    EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
    EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
    EXPECT_EQ(server.requests().size(), 3U);
    EXPECT_EQ(server.connections(), 2);
  }
}

TEST(AnHttpStream, AsksNoSecondTimeWhereANewConnectionEnds) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer { return {{}, FakeAnswer::Then::kClose}; });
  Asker asker;
  const auto outcome = asker.ask(post_to(server.port()));
  ASSERT_TRUE(outcome.trouble.has_value());
  EXPECT_EQ(outcome.trouble->kind, Kind::kBroken);
  EXPECT_FALSE(outcome.trouble->answered);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(AnHttpStream, AsksNoSecondTimeWhereAKeptConnectionHadBegunToAnswer) {
  FakeHttp server([](const SeenRequest& request) -> FakeAnswer {
    if (request.number == 1) return {{"HTTP/1.1 2"}, FakeAnswer::Then::kClose};
    return whole_answer(200, "a/b", "ok");
  });
  Asker asker;
  EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
  EXPECT_TRUE(asker.ask(post_to(server.port())).trouble.has_value());
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST(AnHttpStream, ClosesItsConnectionWhenItIsDropped) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    return {{http_head(200, "a/b", "Content-Length: 100\r\n\r\n") + "x"}, FakeAnswer::Then::kHang};
  });
  Asker asker;
  asker.begin(post_to(server.port()), [&] { asker.cancel(); });  // by its own event
  EXPECT_TRUE(server.wait_for_closed(1));
  EXPECT_EQ(asker.outcome().ends, 0);
  EXPECT_EQ(asker.outcome().pieces, 1);
}

TEST(AnHttpStream, SaysThatNobodyListens) {
  std::uint16_t port = 0;
  {
    FakeHttp gone([](const SeenRequest&) { return FakeAnswer{}; });
    port = gone.port();
  }
  Asker asker;
  const auto outcome = asker.ask(post_to(port));
  ASSERT_TRUE(outcome.trouble.has_value());
  EXPECT_EQ(outcome.trouble->kind, Kind::kConnect);
}

TEST(AnHttpStream, WaitsOnlySoLongForTheFirstByte) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer { return {{}, FakeAnswer::Then::kHang}; });
  Asker asker;
  HttpStreamRequest request = post_to(server.port());
  request.first_byte_timeout = std::chrono::milliseconds(20);
  const auto outcome = asker.ask(request);
  ASSERT_TRUE(outcome.trouble.has_value());
  EXPECT_EQ(outcome.trouble->kind, Kind::kLate);
  EXPECT_FALSE(outcome.trouble->answered);
  EXPECT_TRUE(server.wait_for_closed(1));
}

TEST(AnHttpStream, WaitsOnlySoLongForTheNextPieceAndForTheWhole) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    return {{http_head(200, "a/b", "Content-Length: 100\r\n\r\n") + "x"}, FakeAnswer::Then::kHang};
  });
  Asker asker;
  HttpStreamRequest pieces = post_to(server.port());
  pieces.piece_timeout = std::chrono::milliseconds(20);
  HttpStreamRequest whole = post_to(server.port());
  whole.total_timeout = std::chrono::milliseconds(1000);  // connecting counts too
  for (const HttpStreamRequest& request : {pieces, whole}) {
    const auto outcome = asker.ask(request);
    ASSERT_TRUE(outcome.trouble.has_value());
    EXPECT_EQ(outcome.trouble->kind, Kind::kLate);
    EXPECT_TRUE(outcome.trouble->answered);
    EXPECT_EQ(outcome.body, "x");
  }
}

TEST(AnHttpStream, TakesNoMoreThanItsBounds) {
  FakeHttp server([](const SeenRequest& request) -> FakeAnswer {
    if (request.number == 0) return {{http_head(200, "a/b", "X: " + std::string(50'000, 'h') + "\r\n\r\n")}};
    if (request.number == 1) return chunked_answer("a/b", std::vector<std::string>(40, std::string(100, 'b')));
    return whole_answer(200, "a/b", std::string(4000, 'b'));
  });
  Asker asker;
  for (int i = 0; i < 3; ++i) {
    HttpStreamRequest request = post_to(server.port());
    request.max_body_bytes = 1000;
    const auto outcome = asker.ask(request);
    ASSERT_TRUE(outcome.trouble.has_value()) << i;
    EXPECT_EQ(outcome.trouble->kind, Kind::kTooLarge) << i;
    EXPECT_LE(outcome.body.size(), 1000U) << i;
  }
}

TEST(AnHttpStream, SaysThatGarbageIsNone) {
  const std::vector<std::string> garbage{"SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 abc\r\n\r\n", std::string(100, '\0'),
                                         http_head(200, "a/b", "Transfer-Encoding: chunked\r\n\r\nxyz\r\n")};
  for (const std::string& bytes : garbage) {
    FakeHttp server([&bytes](const SeenRequest&) -> FakeAnswer { return {{bytes}, FakeAnswer::Then::kHang}; });
    Asker asker;
    const auto outcome = asker.ask(post_to(server.port()));
    ASSERT_TRUE(outcome.trouble.has_value());
    EXPECT_EQ(outcome.trouble->kind, Kind::kMalformed) << bytes;
  }
}

TEST(AnHttpStream, ReadsOnBehindAnInformationalAnswer) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    return {{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n" +
             http_head(204, "a/b", "X: y\r\n\r\n")}};
  });
  Asker asker;
  const auto outcome = asker.ask(post_to(server.port()));
  EXPECT_EQ(outcome.status, 204);
  EXPECT_FALSE(outcome.trouble.has_value());
}

TEST(AnHttpStream, TakesTheEndOfAConnectionForTheEndOfABodyWithoutLength) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    return {{http_head(200, "a/b", "\r\n") + "all of it"}, FakeAnswer::Then::kClose};
  });
  Asker asker;
  const auto outcome = asker.ask(post_to(server.port()));
  EXPECT_FALSE(outcome.trouble.has_value());
  EXPECT_EQ(outcome.body, "all of it");
}

TEST(AnHttpStream, RefusesAHeaderThatWouldBecomeTwo) {
  FakeHttp server([](const SeenRequest&) { return whole_answer(200, "a/b", "ok"); });
  Asker asker;
  HttpStreamRequest request = post_to(server.port());
  request.request.headers.emplace_back("Authorization", "Bearer x\r\nX-Evil: 1");
  EXPECT_TRUE(asker.ask(request).trouble.has_value());
  EXPECT_TRUE(server.requests().empty());
}

TEST(AnHttpStream, EndsOnceWhereverAnAnswerIsCut) {
  const FakeAnswer good = chunked_answer("a/b", {"one", "two"});
  for (const auto then : {FakeAnswer::Then::kClose, FakeAnswer::Then::kReset}) {
    FakeHttp server([&](const SeenRequest& request) {
      return first_bytes(good, static_cast<std::size_t>(request.number), then);
    });
    Asker asker;
    for (std::size_t i = 0; i < size_of(good); ++i) EXPECT_TRUE(asker.ask(post_to(server.port())).trouble) << i;
    EXPECT_FALSE(asker.ask(post_to(server.port())).trouble);
  }
}

TEST(AnHttpStream, ReadsTheSameInSingleBytes) {
  FakeAnswer good = chunked_answer("a/b", {"one", "two"});
  std::vector<std::string> bytes;
  for (const std::string& piece : good.pieces) {
    for (const char byte : piece) bytes.emplace_back(1, byte);
  }
  FakeHttp server([&bytes](const SeenRequest&) -> FakeAnswer { return {bytes}; });
  Asker asker;
  EXPECT_EQ(asker.ask(post_to(server.port())).body, "onetwo");
}

TEST(AWarmConnection, ServesTheFirstRequest) {
  FakeHttp server([](const SeenRequest&) { return whole_answer(200, "a/b", "ok"); });
  Asker asker;
  asker.thread().run([&] {
    warm_up(asker.thread().loop(), post_to(server.port()).to);
    warm_up(asker.thread().loop(), post_to(server.port()).to);  // one is enough
  });
  ASSERT_TRUE(server.wait_for_connections(1));
  EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
  std::size_t kept = 0;
  asker.thread().run([&] { kept = kept_connections(asker.thread().loop()); });
  EXPECT_GE(kept, 1U);
}

TEST(AKeptConnection, IsForgottenWhenTheServerClosesIt) {
  FakeHttp server([](const SeenRequest&) -> FakeAnswer {
    FakeAnswer answer = whole_answer(200, "a/b", "ok");
    answer.then = FakeAnswer::Then::kClose;
    return answer;
  });
  Asker asker;
  EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
  ASSERT_TRUE(server.wait_for_closed(1));
  EXPECT_EQ(asker.ask(post_to(server.port())).body, "ok");
}

class Greeter final : public WebService {
 public:
  void handle(EventLoop&, const HttpRequest&, Respond respond) override { respond({200, "text/plain", "hi", {}}); }
  UpgradeAnswer upgrade(const HttpRequest&) override { return HttpResponse{404, "text/plain", "", {}}; }
  void opened(EventLoop&, const HttpRequest&, std::shared_ptr<WebSocket>) override {}
};

TEST(AnHttpStreamOverTls, TrustsOnlyWhatItIsToldTo) {
  static int run = 0;  // what is trusted is read once in a process
  const TestCertificate files =
      make_certificate(testing::TempDir(), "http_stream_" + std::to_string(run++), "IP:127.0.0.1", 3600);
  Greeter greeter;
  ServerConfig config;
  config.certificate_file = files.certificate_file;
  config.key_file = files.key_file;
  Server server(config, greeter);
  const auto port = server.start();
  ASSERT_TRUE(port.has_value());
  Asker asker;
  HttpStreamRequest request = post_to(*port);
  request.to.secure = true;
  EXPECT_EQ(asker.ask(request).trouble.value_or(HttpTrouble{Kind::kLate}).kind, Kind::kConnect);
  request.to.ca_file = files.certificate_file;
  EXPECT_EQ(asker.ask(request).body, "hi");
  EXPECT_EQ(asker.ask(request).body, "hi");
  EXPECT_EQ(server.counters().accepted.load(), 2);  // one was refused by us, one served twice
  request.to.ca_file = "/nonexistent.pem";
  EXPECT_EQ(asker.ask(request).trouble.value_or(HttpTrouble{Kind::kLate}).kind, Kind::kConnect);
  request.to.ca_file = files.certificate_file;
  request.to.host = "localhost";  // the certificate names an address only
  EXPECT_TRUE(asker.ask(request).trouble.has_value());
  server.stop();
}

}  // namespace
}  // namespace parley
