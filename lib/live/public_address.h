// Where a request came from and under which name we were called, behind any proxy. Forwarded headers are believed
// from named proxies only: anybody else could write into them what he likes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "live/http_message.h"

namespace parley {

struct RequestOrigin {
  std::string client;      // address of whoever asked, as far as trusted proxies tell
  std::string host;        // under which we were called, with its port; empty when nobody said or it is no host
  bool secure = false;     // https as the client sees it
  bool forwarded = false;  // some proxy, trusted or not, has handed it on

  /// "https://host" or "wss://host", without a path.
  std::string http_base() const { return (secure ? "https://" : "http://") + host; }
  std::string socket_base() const { return (secure ? "wss://" : "ws://") + host; }
};

class PublicAddress {
 public:
  /// `public_host` may be empty, a host, or a host with "https://" or "http://" before it; `proxies` are addresses
  /// and networks ("10.0.0.0/8, ::1") separated by commas or spaces.
  static Result<PublicAddress> make(std::string_view public_host, std::string_view proxies);
  PublicAddress(PublicAddress&&) noexcept;
  PublicAddress& operator=(PublicAddress&&) noexcept;
  ~PublicAddress();

  bool configured() const { return !host_.empty(); }
  RequestOrigin origin_of(const HttpRequest& request) const;
  bool trusts(std::string_view address) const;

 private:
  struct Networks;
  PublicAddress();

  std::string host_;
  bool secure_ = true;
  std::unique_ptr<Networks> proxies_;
};

/// 127.0.0.0/8 or ::1, in any way of writing.
bool is_loopback(std::string_view address);
/// Only what a Host header may hold, so that it can stand in a URL and in XML.
bool is_host(std::string_view text);

}  // namespace parley
