// One WebSocket connection, a server's or a client's, plain or over TLS: texts in, texts out. What RFC 6455 asks
// for (masks, fragments, control frames between them, pongs, close handshake, UTF-8) is done underneath by
// Boost.Beast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "live/event_loop.h"

namespace parley {

/// How a connection ended.
struct SocketEnd {
  bool by_peer = false;    // a close frame came, or the connection was lost; otherwise we closed
  bool clean = false;      // the closing handshake was done
  std::uint16_t code = 0;  // of the close frame; 1006 where none came
  std::string reason;      // its text, or what the system said
};

class WebSocket {
 public:
  /// Hears what happens, on the loop's thread. After `on_closed` nothing more comes.
  class Listener {
   public:
    virtual void on_text(std::string_view text) = 0;  // valid until it returns
    virtual void on_binary(std::size_t bytes) = 0;
    /// The same with its content, for whoever passes it on; valid until it returns.
    virtual void on_binary_data(std::string_view data) { on_binary(data.size()); }
    /// The kernel has taken the oldest message that had not been taken.
    virtual void on_wrote() = 0;
    virtual void on_closed(const SocketEnd& end) = 0;

   protected:
    ~Listener() = default;
  };

  virtual ~WebSocket() = default;
  /// Begins to read. The listener outlives the connection, or says `forget_listener`.
  virtual void start(Listener& listener) = 0;
  virtual void forget_listener() = 0;
  /// Queues a text. The queue is not bounded here: whoever sends looks at `unwritten`.
  virtual void send(std::string text) = 0;
  /// The same as a binary message, behind what was queued before.
  virtual void send_binary(std::string data) = 0;
  /// Closes with this code (0: with none) once all that was queued is written; the peer's answer is awaited for at
  /// most five seconds.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  /// Drops the connection at once, without a closing handshake.
  virtual void abort() = 0;
  /// Reads no more, so that the peer feels a full window; and reads again.
  virtual void pause_reading(bool paused) = 0;
  virtual std::size_t unwritten() const = 0;  // messages
  virtual std::size_t unwritten_bytes() const = 0;
  virtual std::string remote() const = 0;  // "127.0.0.1:40312"
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// What a client needs in order to connect.
struct SocketTarget {
  bool secure = false;  // wss
  std::string host;
  std::uint16_t port = 80;
  std::string path = "/";  // with query, exactly as it is to be sent
  Headers headers;         // beside what the handshake needs; a User-Agent among them
  bool verify_certificate = true;
  std::string ca_file;  // in addition to the system's
  std::size_t max_message_bytes = 16'000'000;
  std::chrono::milliseconds connect_timeout{10'000};  // for each of name, TCP, TLS and handshake
};

/// Why no connection came about, and at which step: what a person, or Twilio's error code, is told.
struct ConnectFailure {
  enum class Step : std::uint8_t { kName, kTcp, kTls, kHandshake };
  Step step = Step::kTcp;
  bool timed_out = false;
  int status = 0;    // HTTP status where the server answered with something else than 101
  std::string what;  // one sentence
  Headers headers;   // of that answer
  std::string body;  // of that answer, its first 4 KiB
};

/// How long each step of connecting took; those not done are zero.
struct ConnectTimes {
  std::chrono::microseconds name{}, tcp{}, tls{}, handshake{};
};

struct Connected {
  std::shared_ptr<WebSocket> socket;
  Headers headers;  // of the 101 answer
  ConnectTimes times;
};

/// Connects as a client. Exactly one of the two is called back, on the loop's thread.
void connect_web_socket(EventLoop& loop, SocketTarget target, std::function<void(Connected)> connected,
                        std::function<void(ConnectFailure)> failed);

}  // namespace parley
