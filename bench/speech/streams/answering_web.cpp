#include <list>
#include <utility>

#include "bench/speech/streams/answering.h"
#include "bench/speech/streams/stamp.h"
#include "live/server.h"

namespace parley::bench {
namespace {

/// Runs it at once, or that much later.
void think_about(EventLoop& loop, std::chrono::milliseconds think, std::function<void()> answer) {
  if (think.count() == 0) return answer();
  loop.after(think, std::move(answer));
}

/// Deepgram's words for all audio of one connection.
struct DeepgramStream final : WebSocket::Listener {
  DeepgramStream(EventLoop& its_loop, std::chrono::milliseconds thinks, std::shared_ptr<WebSocket> its_socket)
      : loop(its_loop), think(thinks), socket(std::move(its_socket)) {}

  void on_binary(std::size_t bytes) override {
    samples += bytes;
    if (++messages % kMessagesAPartial == 0) say("so far", false);
  }
  void on_text(std::string_view text) override {
    const std::int64_t heard = monotonic_us();
    if (text.find("Finalize") == std::string_view::npos) return;
    think_about(loop, think, [this, heard] {
      if (closed) return;
      say(stamp_text(heard), true);
      said = samples;
    });
  }
  void on_wrote() override {}
  void on_closed(const SocketEnd&) override { closed = true; }

  void say(const std::string& words, bool is_final) const {
    const auto seconds = [](std::size_t count) { return std::to_string(static_cast<double>(count) / 8000); };
    const char* const yes_or_no = is_final ? "true" : "false";
    socket->send(R"({"type":"Results","channel_index":[0,1],"start":)" + seconds(said) + R"(,"duration":)" +
                 seconds(samples - said) + R"(,"is_final":)" + yes_or_no + R"(,"from_finalize":)" + yes_or_no +
                 R"(,"channel":{"alternatives":[{"transcript":")" + words + R"(","confidence":0.9,"words":[]}]}})");
  }

  EventLoop& loop;
  std::chrono::milliseconds think;
  std::shared_ptr<WebSocket> socket;
  std::size_t samples = 0;
  std::size_t said = 0;
  int messages = 0;
  bool closed = false;
};

class Web final : public Answering, private WebService {
 public:
  explicit Web(std::chrono::milliseconds think) : think_(think), server_(config(), *this) {
    const auto port = server_.start();
    port_ = port ? *port : std::uint16_t{0};
  }
  ~Web() override { server_.stop(); }
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;
  std::uint16_t port() const override { return port_; }
  std::int64_t accepted() const override { return server_.counters().accepted; }

 private:
  static ServerConfig config() {
    ServerConfig config;
    config.limits.body_bytes = 4UL * 1024 * 1024;
    return config;
  }
  void handle(EventLoop& loop, const HttpRequest&, Respond respond) override {
    think_about(loop, think_, [heard = monotonic_us(), respond = std::move(respond)] {
      respond(HttpResponse{200, "application/json", R"({"text":")" + stamp_text(heard) + "\"}", {}});
    });
  }
  UpgradeAnswer upgrade(const HttpRequest&) override { return UpgradeAccepted{}; }
  void opened(EventLoop& loop, const HttpRequest&, std::shared_ptr<WebSocket> socket) override {
    streams_.emplace_back(loop, think_, std::move(socket));
    streams_.back().socket->start(streams_.back());
  }
  void stopped() override { streams_.clear(); }

  std::chrono::milliseconds think_;
  std::list<DeepgramStream> streams_;  // on the server's one loop, until the process ends
  Server server_;
  std::uint16_t port_ = 0;
};

}  // namespace

std::unique_ptr<Answering> answering_web(std::chrono::milliseconds think) {
  return std::make_unique<Web>(think);
}

std::unique_ptr<Answering> answering(const std::string& provider, std::chrono::milliseconds think) {
  if (provider == "google") return answering_google(think);
  if (provider == "deepgram" || provider == "openai") return answering_web(think);
  return nullptr;
}

}  // namespace parley::bench
