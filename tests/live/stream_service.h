// A server of streams for tests: keeps what comes, says what it is told to, closes when it is told to, and answers
// voice webhooks with the TwiML it was given. Configure it before anybody calls.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/twilio/codec.h"
#include "live/server.h"

namespace parley {

class StreamServer final : private WebService {
 public:
  StreamServer() : server_(ServerConfig{}, *this) {
    const auto port = server_.start();
    EXPECT_TRUE(port.has_value()) << (port ? "" : port.error().text());
    port_ = port ? *port : std::uint16_t{0};
  }
  ~StreamServer() override { stop(); }

  std::uint16_t port() const { return port_; }
  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/stream"; }
  std::string http_url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  /// The streams go on the loop of their sockets, and before it.
  void stop() {
    for (EventLoop* loop : server_.loops()) {
      std::promise<void> gone;
      loop->post([&] {
        for (const auto& stream : streams_) stream->socket->forget_listener();
        streams_.clear();
        gone.set_value();
      });
      gone.get_future().wait_for(std::chrono::seconds(20));
    }
    server_.stop();
  }

  void say_at_start(std::size_t bytes, std::string mark) {
    bytes_at_start_ = bytes;
    mark_ = std::move(mark);
  }
  void send_text_at_start(std::string text) { text_at_start_ = std::move(text); }
  void close_after(int media) { close_after_ = media; }
  void refuse_upgrades(int status) { refusal_ = status; }
  void answer_subprotocol(std::string name) { subprotocol_ = std::move(name); }
  void when_media_comes(std::function<void()> act) { on_first_media_ = std::move(act); }
  void answer_requests(std::function<HttpResponse(const HttpRequest&)> answer) { answer_ = std::move(answer); }

  std::vector<std::string> texts() { return locked(texts_); }
  std::vector<HttpRequest> requests() { return locked(requests_); }
  HttpRequest upgrade_request() { return locked(upgrade_request_); }
  SocketEnd end() { return locked(end_).value_or(SocketEnd{}); }
  bool wait_for_end() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [this] { return end_.has_value(); });
  }

 private:
  struct Stream final : WebSocket::Listener {
    Stream(StreamServer& its_server, std::shared_ptr<WebSocket> its_socket)
        : server(its_server), socket(std::move(its_socket)) {}
    void on_text(std::string_view text) override { server.heard(*this, text); }
    void on_binary(std::size_t) override {}
    void on_wrote() override {}
    void on_closed(const SocketEnd& how) override {
      const std::lock_guard lock(server.mutex_);
      server.end_ = how;
      server.changed_.notify_all();
    }
    StreamServer& server;
    std::shared_ptr<WebSocket> socket;
    int media = 0;
  };

  void handle(EventLoop&, const HttpRequest& request, Respond respond) override {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    respond(answer_ ? answer_(request) : HttpResponse{404, "text/plain", "", {}});
  }
  UpgradeAnswer upgrade(const HttpRequest& request) override {
    const std::lock_guard lock(mutex_);
    upgrade_request_ = request;
    if (refusal_ != 0) return HttpResponse{refusal_, "text/plain", "no", {}};
    return UpgradeAccepted{subprotocol_};
  }
  void opened(EventLoop&, const HttpRequest&, std::shared_ptr<WebSocket> socket) override {
    const std::lock_guard lock(mutex_);
    streams_.push_back(std::make_unique<Stream>(*this, std::move(socket)));
    streams_.back()->socket->start(*streams_.back());
  }

  void heard(Stream& stream, std::string_view text) {
    {
      const std::lock_guard lock(mutex_);
      texts_.emplace_back(text);
    }
    const twilio::Inbound message = twilio::parse_inbound(text);
    if (const auto* start = std::get_if<twilio::Start>(&message)) greet(stream, *start);
    if (!std::holds_alternative<twilio::Media>(message)) return;
    ++stream.media;
    if (stream.media == 1 && on_first_media_) on_first_media_();
    if (stream.media == close_after_) stream.socket->close(1000, "enough");
  }
  void greet(Stream& stream, const twilio::Start& start) const {
    const auto send = [&](const twilio::Outbound& message) {
      std::string out;
      twilio::write(message, out);
      stream.socket->send(std::move(out));
    };
    if (!text_at_start_.empty()) stream.socket->send(text_at_start_);
    if (bytes_at_start_ > 0) {
      send(twilio::SendMedia{start.stream_sid, twilio::Payload(std::vector<std::uint8_t>(bytes_at_start_, 0x10))});
    }
    if (!mark_.empty()) send(twilio::SendMark{start.stream_sid, mark_});
  }

  template <class T>
  T locked(const T& value) {
    const std::lock_guard lock(mutex_);
    return value;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> texts_;
  std::vector<HttpRequest> requests_;
  HttpRequest upgrade_request_;
  std::optional<SocketEnd> end_;
  std::size_t bytes_at_start_ = 0;
  std::string mark_;
  std::string text_at_start_;
  int close_after_ = 0;
  int refusal_ = 0;
  std::string subprotocol_;
  std::function<void()> on_first_media_;
  std::function<HttpResponse(const HttpRequest&)> answer_;
  Server server_;
  std::uint16_t port_ = 0;
  std::vector<std::unique_ptr<Stream>> streams_;
};

}  // namespace parley
