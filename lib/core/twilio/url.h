// A ws, wss, http or https URL in its parts, as RFC 3986 divides it, and relative references resolved against one.
// Parts stay encoded as they were written. It opens nothing and looks up no name; what Twilio's signatures do to a
// URL is in signature.h and takes any text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace parley::twilio {

struct Url {
  std::string scheme;     // ws, wss, http or https, in lower case
  std::string user_info;  // "user:password", empty when there is none
  std::string host;       // in lower case; an IPv6 address in its brackets
  std::optional<std::uint16_t> port;
  std::string path;                  // empty or from "/" on
  std::optional<std::string> query;  // without its "?"
  std::optional<std::string> fragment;

  bool secure() const { return scheme == "wss" || scheme == "https"; }
  bool websocket() const { return scheme == "ws" || scheme == "wss"; }
  std::uint16_t effective_port() const {
    return port ? *port : (secure() ? std::uint16_t{443} : std::uint16_t{80});
  }
  /// What a request line says: the path, at least "/", and the query.
  std::string target() const;
  std::string text() const;

  friend bool operator==(const Url&, const Url&) = default;
};

/// Longer texts are no URLs: what is longer than any server takes would only be copied about.
inline constexpr std::size_t kMaxUrlBytes = 16 * 1024;

/// An absolute URL of one of the four schemes with a host; anything else is an error whose place is the text
/// itself.
Result<Url> parse_url(std::string_view text);

/// `reference` may be absolute ("wss://host/x"), or relative to `base` in any of the ways a web page may use.
Result<Url> resolve_url(const Url& base, std::string_view reference);

}  // namespace parley::twilio
