// How Twilio asks for a stream: the URL of <Stream> as a connection to make, with the headers that were captured
// from the real one (`user-agent: Twilio.TmeWs/1.0`, the signature, no Origin, no subprotocol, no extensions).
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "live/web_socket.h"

namespace parley {

struct StreamRequest {
  std::string url;                   // ws:// or wss://
  std::string auth_token;            // empty: not signed
  bool sign_trailing_slash = false;  // Twilio's back end sometimes does
  Headers headers;                   // of the user, beside Twilio's
  bool verify_certificate = true;
  std::string ca_file;
};

struct StreamTarget {
  SocketTarget socket;
  std::string url;            // as it is called and signed: without query and fragment
  std::string dropped_query;  // Twilio does not send it
};

/// An IPv6 address is in brackets in a URL only; names and other addresses stay as they are.
std::string without_brackets(const std::string& host);

Result<StreamTarget> stream_target(const StreamRequest& request);

}  // namespace parley
