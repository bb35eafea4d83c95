// A server on a free port of the loopback interface and clients of it, for the tests of lib/live. Every wait has a
// deadline, and a test that runs into it fails; none waits for time to pass.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "live/event_loop.h"
#include "live/server.h"
#include "live/web_socket.h"

namespace parley::loopback {

inline constexpr std::chrono::seconds kPatience{20};

/// A client on a loop of its own thread. What comes is kept, and can be awaited.
class Client final : public WebSocket::Listener {
 public:
  Client() : thread_([this] { loop_.run(); }) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    loop_.stop();
    thread_.join();
    if (socket_) socket_->forget_listener();
  }

  /// False where no connection came about; `failure` then says why.
  bool connect(SocketTarget target) {
    loop_.post([this, target = std::move(target)] {
      connect_web_socket(
          loop_, target,
          [this](Connected connected) {
            socket_ = connected.socket;
            socket_->start(*this);
            note([&] { opened_ = std::move(connected); });
          },
          [this](ConnectFailure failed) { note([&] { failure_ = std::move(failed); }); });
    });
    wait_until([this] { return opened_.has_value() || failure_.has_value(); });
    const std::lock_guard lock(mutex_);
    return opened_.has_value();
  }
  bool connect(std::uint16_t port, std::string path = "/") {
    SocketTarget target;
    target.host = "127.0.0.1";
    target.port = port;
    target.path = std::move(path);
    return connect(std::move(target));
  }

  void send(std::string text) {
    loop_.post([this, text = std::move(text)] { socket_->send(text); });
  }
  void send_binary(std::string data) {
    loop_.post([this, data = std::move(data)] { socket_->send_binary(data); });
  }
  void close(std::uint16_t code) {
    loop_.post([this, code] { socket_->close(code, "bye"); });
  }
  void abort() {
    loop_.post([this] { socket_->abort(); });
  }
  void pause_reading(bool paused) {
    loop_.post([this, paused] { socket_->pause_reading(paused); });
  }

  /// Waits until that many texts have come, or the end.
  bool wait_for_texts(std::size_t count) {
    return wait_until([this, count] { return texts_.size() >= count || end_.has_value(); });
  }
  bool wait_for_binaries(std::size_t count) {
    return wait_until([this, count] { return binaries_.size() >= count || end_.has_value(); });
  }
  bool wait_for_end() {
    return wait_until([this] { return end_.has_value(); });
  }

  std::vector<std::string> texts() {
    const std::lock_guard lock(mutex_);
    return texts_;
  }
  std::vector<std::string> binaries() {
    const std::lock_guard lock(mutex_);
    return binaries_;
  }
  SocketEnd end() {
    const std::lock_guard lock(mutex_);
    return end_.value_or(SocketEnd{});
  }
  ConnectFailure failure() {
    const std::lock_guard lock(mutex_);
    return failure_.value_or(ConnectFailure{});
  }
  Headers headers() {
    const std::lock_guard lock(mutex_);
    return opened_ ? opened_->headers : Headers{};
  }

 private:
  void on_text(std::string_view text) override {
    note([&] { texts_.emplace_back(text); });
  }
  void on_binary(std::size_t) override {}
  void on_binary_data(std::string_view data) override {
    note([&] { binaries_.emplace_back(data); });
  }
  void on_wrote() override {}
  void on_closed(const SocketEnd& end) override {
    note([&] { end_ = end; });
  }

  void note(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  bool wait_until(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    const bool in_time = changed_.wait_for(lock, kPatience, holds);
    EXPECT_TRUE(in_time) << "waited in vain";
    return in_time;
  }

  EventLoop loop_;
  std::shared_ptr<WebSocket> socket_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> texts_;
  std::vector<std::string> binaries_;
  std::optional<SocketEnd> end_;
  std::optional<ConnectFailure> failure_;
  std::optional<Connected> opened_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace parley::loopback
