#include "live/request_signature.h"

#include <iterator>

#include "core/twilio/form.h"
#include "core/twilio/signature.h"

namespace parley {

std::vector<std::string> signable_urls(const HttpRequest& request, const RequestOrigin& origin, bool socket) {
  // A proxy that ends TLS and says nothing of it makes https look like http, so both are tried; a signature under
  // either needs the token.
  RequestOrigin other = origin;
  other.secure = !origin.secure;
  std::vector<std::string> urls;
  for (const RequestOrigin& one : {origin, other}) {
    std::vector<std::string> bases;
    if (socket) bases.push_back(one.socket_base());
    bases.push_back(one.http_base());
    for (const std::string& base : bases) {
      std::vector<std::string> variants = twilio::url_variants(base + request.target);
      std::move(variants.begin(), variants.end(), std::back_inserter(urls));
    }
  }
  return urls;
}

bool signed_by_twilio(std::string_view auth_token, const HttpRequest& request, const RequestOrigin& origin,
                      bool socket) {
  if (auth_token.empty()) return true;
  const std::string_view signature = request.header("X-Twilio-Signature");
  if (signature.empty() || origin.host.empty()) return false;
  const std::vector<std::string> urls = signable_urls(request, origin, socket);
  if (socket || request.method != "POST") return twilio::valid(auth_token, signature, urls);
  if (request.header("Content-Type").substr(0, 33) != "application/x-www-form-urlencoded") {
    return twilio::valid_body(auth_token, signature, urls, request.body);
  }
  const auto form = twilio::parse_form(request.body);
  return form.has_value() && twilio::valid(auth_token, signature, urls, *form);
}

}  // namespace parley
