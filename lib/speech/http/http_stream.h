// One HTTP/1.1 exchange with a provider, its answer handed on piece by piece as it comes. Connections are kept per
// loop and used again; where one that was kept turns out to be dead and nothing was answered, the request goes out
// once more over a new one. No redirects, no proxies, no compression: providers' interfaces need none.
//
//   connect 3 s | first byte of the answer | each further piece | the whole        every wait has its deadline
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "live/event_loop.h"
#include "live/http_message.h"
#include "speech/http/http_wire.h"

namespace parley {

struct HttpStreamRequest {
  WireTarget to;
  HttpRequest request;  // method, target, headers (beside Host and Content-Length) and body
  std::size_t max_header_bytes = 32 * 1024;
  std::size_t max_body_bytes = 8 * 1024 * 1024;
  std::chrono::milliseconds connect_timeout{3'000};
  std::chrono::milliseconds first_byte_timeout{6'000};  // from the moment the request is sent
  std::chrono::milliseconds piece_timeout{4'000};       // between two pieces of the answer
  std::chrono::milliseconds total_timeout{25'000};
};

/// Why an exchange came to no good end.
struct HttpTrouble {
  enum class Kind : std::uint8_t { kConnect, kLate, kBroken, kMalformed, kTooLarge };
  Kind kind = Kind::kConnect;
  bool answered = false;  // its header had come
  std::string what;       // half a sentence: "no name server", "nothing came for 4000 ms"
};

/// Whom an exchange tells, on the loop's thread. After `end` or `failed`, of which exactly one comes unless the
/// stream is destroyed before, nothing more.
struct HttpStreamEvents {
  std::function<void(int status, const Headers& headers)> header;
  std::function<void(std::string_view piece)> body;  // valid until it returns
  std::function<void()> end;
  std::function<void(const HttpTrouble& trouble)> failed;
};

class HttpStream {
 public:
  /// Begins; events come later, never before this returns.
  HttpStream(EventLoop& loop, HttpStreamRequest request, HttpStreamEvents events);
  /// Nothing more is told; an answer that is on its way is cut off by closing its connection. May be called by an
  /// event.
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

 private:
  class Exchange;
  std::shared_ptr<Exchange> exchange_;
};

/// Opens a connection for what will be asked soon, so that a call's first request finds it standing. Does nothing
/// where one is kept already; a failure is left to the request to find out.
void warm_up(EventLoop& loop, const WireTarget& target);

/// Connections that wait for a request on this loop; for tests and for figures.
std::size_t kept_connections(EventLoop& loop);

}  // namespace parley
