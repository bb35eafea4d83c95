#include "speech/http/service_address.h"

#include <algorithm>

#include "core/twilio/url.h"

namespace parley {

Result<ServiceAddress> service_address(std::string_view base, std::string_view place, std::string_view key) {
  std::string whole(place);
  if (place.find("://") == std::string_view::npos) {
    while (base.ends_with('/')) base.remove_suffix(1);
    whole = std::string(base) + (place.empty() || place.starts_with('/') || place.starts_with('?') ? "" : "/");
    whole += place;
  }
  const auto url = twilio::parse_url(whole);
  if (!url) return make_error("must be an address such as https://host/path", std::string(key));
  if (url->websocket()) return make_error("must begin with http:// or https://", std::string(key));
  if (!url->user_info.empty()) {
    return make_error("must not hold a name and password; keys have settings of their own", std::string(key));
  }
  ServiceAddress out;
  out.to.secure = url->secure();
  out.to.host = url->host;
  if (out.to.host.starts_with('[')) out.to.host = out.to.host.substr(1, out.to.host.size() - 2);
  out.to.port = url->effective_port();
  out.target = url->target();
  const auto unfit = [](char byte) { return static_cast<unsigned char>(byte) <= ' ' || byte == 0x7F; };
  if (std::any_of(out.target.begin(), out.target.end(), unfit)) {
    return make_error("must not hold spaces", std::string(key));
  }
  return out;
}

std::string url_part(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kMarks = "-._~";
  std::string out;
  for (const char byte : text) {
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || kMarks.find(byte) != std::string_view::npos;
    if (plain) {
      out += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    out += '%';
    out += kDigits[code >> 4U];
    out += kDigits[code & 15U];
  }
  return out;
}

}  // namespace parley
