// One connection to a provider's HTTP server, plain or over TLS: bytes out, bytes in. It always reads, so that a
// connection that waits for its next request knows when the far side has left. What the bytes mean is
// http_stream's business.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "live/event_loop.h"
#include "live/web_socket.h"

namespace parley {

/// Where a connection leads. Equal ones can serve each other's requests.
struct WireTarget {
  bool secure = true;
  std::string host;  // an IPv6 address without brackets
  std::uint16_t port = 443;
  bool verify_certificate = true;
  std::string ca_file;  // in addition to the system's authorities
  auto operator<=>(const WireTarget&) const = default;
};

struct WireLoss {
  ConnectFailure::Step step = ConnectFailure::Step::kName;  // kHandshake: after it stood
  bool clean = false;                                       // the far side has said all that it wanted to say
  std::string what;
};

class HttpWire {
 public:
  /// Hears what happens, on the loop's thread. After `on_lost` nothing more comes.
  class Owner {
   public:
    virtual void on_open() = 0;
    virtual void on_bytes(std::string_view bytes) = 0;  // valid until it returns
    virtual void on_lost(const WireLoss& why) = 0;

   protected:
    ~Owner() = default;
  };

  virtual ~HttpWire() = default;
  /// Whom to tell from now on; null: nobody, and then whatever comes ends the connection.
  virtual void own(Owner* owner) = 0;
  virtual void write(std::string bytes) = 0;  // once open; one at a time
  virtual void close() = 0;
  virtual bool is_open() const = 0;
  /// Nothing is being written.
  virtual bool written() const = 0;
};

/// Begins to connect; the owner hears of it, never before this returns.
std::shared_ptr<HttpWire> open_wire(EventLoop& loop, const WireTarget& target, HttpWire::Owner* owner);

/// Reads what is trusted for connections to this target, once in a process; from any thread. Said when a server
/// starts, a bad file is found there and no call waits for it.
Result<void> prepare_trust(const WireTarget& target);

}  // namespace parley
