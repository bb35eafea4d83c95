// A server of HTTP and WebSocket: one event loop a thread, each accepting for itself, and a connection never leaves
// the loop that accepted it. What is answered is the service's business.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "live/event_loop.h"
#include "live/http_message.h"
#include "live/web_socket.h"

namespace parley {

/// What one connection may take. Whatever goes beyond ends that connection, is counted, and no other notices.
struct ServerLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 256 * 1024;
  std::size_t message_bytes = 256 * 1024;                // one WebSocket message
  std::size_t connections = 20'000;                      // on all loops together
  std::chrono::milliseconds handshake_timeout{10'000};   // TLS, and each request's header and body
  std::chrono::milliseconds keep_alive_timeout{30'000};  // between two requests
};

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses
  int threads = 1;
  std::string certificate_file;  // PEM chain; empty: no TLS
  std::string key_file;
  ServerLimits limits;
};

struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
};
/// "127.0.0.1:5000", "[::1]:5000", ":5000" (loopback), "5000".
Result<ListenAddress> read_listen_address(std::string_view text);

/// Events that `/metrics` shows. Written on any loop.
struct ServerCounters {
  std::atomic<std::int64_t> accepted{0}, refused_full{0}, requests{0}, bad_requests{0}, timeouts{0}, upgrades{0},
      upgrades_refused{0}, tls_failures{0}, connections{0};
};

struct UpgradeAccepted {
  std::string subprotocol;  // echoed; empty: none
  /// Takes the connection once it stands, in place of the service's `opened`. Destroyed uncalled if it never does.
  std::function<void(std::shared_ptr<WebSocket>)> opened = {};
};
using UpgradeAnswer = std::variant<UpgradeAccepted, HttpResponse>;

/// What a server is for. All are called on the loop of the connection, from several threads at once if there are.
class WebService {
 public:
  using Respond = std::function<void(HttpResponse)>;
  using RespondToUpgrade = std::function<void(UpgradeAnswer)>;

  virtual ~WebService() = default;
  /// Answers a request now or later, on the same loop, exactly once.
  virtual void handle(EventLoop& loop, const HttpRequest& request, Respond respond) = 0;
  /// A WebSocket is asked for.
  virtual UpgradeAnswer upgrade(const HttpRequest& request) = 0;
  /// The same for a service that has to ask someone else first: answers now or later, on the same loop, exactly
  /// once. What takes longer than the handshake's time limit is answered too late.
  virtual void ask_upgrade(EventLoop&, const HttpRequest& request, RespondToUpgrade respond) {
    respond(upgrade(request));
  }
  /// And has been opened; the service starts it.
  virtual void opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) = 0;
  /// The loops run no more and are about to go: what lives on them has to go before. From the stopping thread.
  virtual void stopped() {}
};

class Server {
 public:
  Server(ServerConfig config, WebService& service);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and listens; the error says what to do. Loops run from here on, in threads of their own.
  Result<std::uint16_t> start();
  /// Reads certificate and key anew; connections that exist keep theirs.
  Result<bool> reload_certificate();
  /// Takes no new connections; those that exist go on.
  void stop_accepting();
  /// Ends all and joins the threads.
  void stop();

  const ServerCounters& counters() const;
  /// The loops, for whoever has work to do on each (draining).
  std::vector<EventLoop*> loops();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley
