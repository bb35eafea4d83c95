// An HTTP request and its answer as plain values, so that those who answer them need not know the library below.
#pragma once

#include <string>
#include <string_view>

#include "live/web_socket.h"

namespace parley {

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  // path and query as sent
  Headers headers;
  std::string body;
  std::string remote_address;  // "127.0.0.1", without the port
  bool secure = false;         // came over our own TLS

  /// The first header of this name in any case; empty if there is none.
  std::string_view header(std::string_view name) const;
  /// The target without its query.
  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  Headers headers;
};

/// The first header of this name in any case; empty if there is none.
std::string_view header_of(const Headers& headers, std::string_view name);

}  // namespace parley
