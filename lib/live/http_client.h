// One HTTP request as Twilio makes one to a webhook: five seconds to connect, fifteen for all of it, no redirects,
// a bounded answer, one connection a request. What is posted and what the answer means is the caller's business.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "live/event_loop.h"
#include "live/http_message.h"
#include "live/web_socket.h"

namespace parley {

struct HttpFetch {
  bool secure = false;
  std::string host;
  std::uint16_t port = 80;
  HttpRequest request;  // method, target, headers (beside Host and Content-Length) and body
  bool verify_certificate = true;
  std::string ca_file;
  std::size_t max_body_bytes = 256 * 1024;
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds total_timeout{15'000};
};

struct HttpAnswer {
  int status = 0;
  Headers headers;
  std::string body;
  std::chrono::microseconds took{};  // of all of it
};

/// Exactly one of the two is called back, on the loop's thread. Of a failure after the connection stood, the step
/// is kHandshake.
void fetch_http(EventLoop& loop, HttpFetch fetch, std::function<void(HttpAnswer)> answered,
                std::function<void(ConnectFailure)> failed);

}  // namespace parley
