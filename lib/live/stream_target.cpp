#include "live/stream_target.h"

#include <utility>

#include "core/twilio/signature.h"
#include "core/twilio/url.h"

namespace parley {

std::string without_brackets(const std::string& host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

Result<StreamTarget> stream_target(const StreamRequest& request) {
  auto url = twilio::parse_url(request.url);
  if (!url) return url.error();
  if (!url->websocket()) return make_error("a stream's URL begins with wss:// (or ws:// for a test)", request.url);
  StreamTarget target;
  target.dropped_query = url->query.value_or("");
  url->query.reset();
  url->fragment.reset();
  target.url = url->text();
  SocketTarget& socket = target.socket;
  socket.secure = url->secure();
  socket.host = without_brackets(url->host);
  socket.port = url->effective_port();
  socket.path = url->target();
  socket.verify_certificate = request.verify_certificate;
  socket.ca_file = request.ca_file;
  socket.headers = {{"User-Agent", "Twilio.TmeWs/1.0"}};
  if (!request.auth_token.empty()) {
    std::string signed_url = target.url;
    if (request.sign_trailing_slash) signed_url += '/';
    socket.headers.emplace_back("x-twilio-signature", twilio::sign(request.auth_token, signed_url));
  }
  for (const auto& header : request.headers) socket.headers.push_back(header);
  return target;
}

}  // namespace parley
