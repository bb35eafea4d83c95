#include "live/twiml_detour.h"

#include <utility>
#include <variant>

#include "core/twilio/twiml.h"

namespace parley {
namespace {

constexpr std::string_view kPrefix = "/_tap/";

bool same_server(const twilio::Url& a, const twilio::Url& b) {
  return a.host == b.host && a.effective_port() == b.effective_port() && a.secure() == b.secure();
}

std::string host_key(const twilio::Url& url) {
  return url.scheme + "/" + url.host + (url.port ? ":" + std::to_string(*url.port) : "");
}

/// As it may stand in an attribute; quotes are not among what URLs hold.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '&') {
      out += "&amp;";
    } else if (byte == '<') {
      out += "&lt;";
    } else {
      out += byte;
    }
  }
  return out;
}

/// Replaces `from` where it is the whole of an attribute's value.
bool replace_value(std::string& body, const std::string& from, const std::string& to) {
  bool replaced = false;
  for (const char quote : {'"', '\''}) {
    const std::string before = quote + from + quote;
    const std::string after = quote + to + quote;
    for (std::size_t at = body.find(before); at != std::string::npos; at = body.find(before, at + after.size())) {
      body.replace(at, before.size(), after);
      replaced = true;
    }
  }
  return replaced;
}

const twilio::Stream* stream_of(const twilio::Verb& verb) {
  if (const auto* connect = std::get_if<twilio::Connect>(&verb)) return &connect->stream;
  if (const auto* start = std::get_if<twilio::StartStream>(&verb)) return &start->stream;
  return nullptr;
}

}  // namespace

TwimlDetour::Rewritten TwimlDetour::rewrite(std::string_view body, const twilio::Url& document) {
  Rewritten out{std::string(body), {}, {}};
  const std::string place = document.text();
  twilio::TwimlSource source{place};
  source.plain_websocket = true;
  const twilio::TwimlReading reading = twilio::read_twiml(body, source);
  std::set<std::string> done;
  for (const twilio::Verb& verb : reading.verbs) {
    const twilio::Stream* stream = stream_of(verb);
    if (stream == nullptr || !done.insert(stream->written_url).second) continue;
    const auto url = twilio::parse_url(stream->written_url);
    // A relative one leads here by itself, and one that cannot be read leads nowhere.
    if (!url || !url->websocket() || same_server(*url, document)) continue;
    const auto detour = detour_of(*url, document);
    const std::string written = escaped(stream->written_url);
    if (detour && replace_value(out.body, written, escaped(*detour))) {
      out.rerouted.push_back(stream->written_url);
    } else {
      out.left.push_back(stream->written_url);
    }
  }
  return out;
}

std::optional<std::string> TwimlDetour::detour_of(const twilio::Url& stream, const twilio::Url& document) {
  twilio::Url detour = stream;
  detour.scheme = document.secure() ? "wss" : "ws";
  detour.user_info.clear();
  detour.host = document.host;
  detour.port = document.port;
  if (!same_server(stream, target_)) {
    const std::string key = host_key(stream);
    if (!hosts_.contains(key) && hosts_.size() >= kMostHosts) return std::nullopt;
    hosts_.insert(key);
    detour.path = std::string(kPrefix) + key + (stream.path.empty() ? "/" : stream.path);
  }
  return detour.text();
}

std::optional<twilio::Url> TwimlDetour::destination(std::string_view request_target) const {
  if (!request_target.starts_with(kPrefix)) {
    twilio::Url base = target_;
    base.path.clear();
    base.query.reset();
    base.fragment.reset();
    base.scheme = target_.secure() ? "wss" : "ws";
    auto url = twilio::parse_url(base.text() + std::string(request_target));
    if (!url) return std::nullopt;
    return *url;
  }
  const std::string_view rest = request_target.substr(kPrefix.size());
  const std::size_t scheme_end = rest.find('/');
  const std::size_t host_end = scheme_end == std::string_view::npos ? scheme_end : rest.find('/', scheme_end + 1);
  if (host_end == std::string_view::npos || !hosts_.contains(rest.substr(0, host_end))) return std::nullopt;
  auto url =
      twilio::parse_url(std::string(rest.substr(0, scheme_end)) + ":/" + std::string(rest.substr(scheme_end)));
  if (!url) return std::nullopt;
  // Only what a TwiML has named is connected to, or anybody could reach anything through the tap.
  if (!hosts_.contains(host_key(*url))) return std::nullopt;
  return *url;
}

}  // namespace parley
