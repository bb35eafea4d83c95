#include "core/twilio/url.h"

#include <algorithm>

namespace parley::twilio {
namespace {

constexpr std::size_t kMostShown = 80;
constexpr std::string_view kUnreserved = "-._~";
constexpr std::string_view kSubDelimiters = "!$&'()*+,;=";

Error refuse(std::string_view why, std::string_view text) {
  std::string shown(text.substr(0, kMostShown));
  if (text.size() > kMostShown) shown += "...";
  return make_error(std::string(why), "\"" + shown + "\"");
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_hex(char character) {
  return is_digit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
}
bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& character : out) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return out;
}

/// Whether `text` holds letters, digits, escapes and the marks that RFC 3986 allows everywhere or in `also`.
bool consists_of(std::string_view text, std::string_view also) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    if (character == '%') {
      if (text.size() - at < 3 || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
      at += 2;
      continue;
    }
    const bool allowed = is_letter(character) || is_digit(character) || kUnreserved.find(character) != also.npos ||
                         kSubDelimiters.find(character) != also.npos || also.find(character) != also.npos;
    if (!allowed) return false;
  }
  return true;
}

/// The five parts of any text (RFC 3986, appendix B). A part that is not there is nothing; one may be empty.
struct Reference {
  std::optional<std::string_view> scheme;
  std::optional<std::string_view> authority;
  std::string_view path;
  std::optional<std::string_view> query;
  std::optional<std::string_view> fragment;
};

/// Cuts `text` at the first `mark` and gives what follows it.
std::optional<std::string_view> cut_after(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

Reference divide(std::string_view text) {
  Reference parts;
  parts.fragment = cut_after(text, '#');
  parts.query = cut_after(text, '?');
  const std::size_t colon = text.find_first_of(":/");
  if (colon != std::string_view::npos && text[colon] == ':') {
    parts.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t slash = std::min(text.find('/'), text.size());
    parts.authority = text.substr(0, slash);
    text.remove_prefix(slash);
  }
  parts.path = text;
  return parts;
}

bool well_formed(const Reference& parts) {
  return consists_of(parts.path, "/:@") && (!parts.query || consists_of(*parts.query, "/:@?")) &&
         (!parts.fragment || consists_of(*parts.fragment, "/:@?"));
}

/// Inside the brackets only digits, colons and dots can stand: which of them make an address is for who connects.
bool is_host(std::string_view host) {
  if (!host.starts_with('[')) return !host.empty() && consists_of(host, "");
  if (host.size() < 4 || !host.ends_with(']')) return false;
  const std::string_view address = host.substr(1, host.size() - 2);
  return std::ranges::all_of(address, [](char c) { return is_hex(c) || c == ':' || c == '.'; }) &&
         address.find(':') != std::string_view::npos;
}

std::optional<std::uint16_t> port_of(std::string_view digits) {
  unsigned number = 0;
  for (const char digit : digits) {
    if (!is_digit(digit)) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(digit - '0');
    if (number > 0xFFFF) return std::nullopt;
  }
  return number == 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(number));
}

/// "user:password@host:port" into the parts of `url`; the reason why not, or nothing.
std::string_view read_authority(std::string_view authority, Url& url) {
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    url.user_info = authority.substr(0, at);
    if (!consists_of(url.user_info, ":"))
      return "the user name or password holds a character that has to be escaped";
    authority.remove_prefix(at + 1);
  }
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  const std::string_view host = authority.substr(0, has_port ? colon : authority.size());
  if (host.empty()) return "the URL names no host";
  if (!is_host(host)) return "the host is none";
  url.host = lower(host);
  const std::string_view port = has_port ? authority.substr(colon + 1) : std::string_view();
  if (port.empty()) return {};  // "host:" means the port of the scheme
  url.port = port_of(port);
  return url.port ? std::string_view() : "the port is no number from 1 to 65535";
}

/// Resolves "." and ".." in a path that begins with "/"; there is nothing above the root.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    const bool up = segment == "..";
    if (up) out.resize(std::min(out.rfind('/'), out.size()));
    if (!up && segment != ".") {
      out += '/';
      out += segment;
    } else if (path.empty()) {
      out += '/';  // "a/.." is a folder
    }
  }
  return out;
}

Result<Url> assemble(const Reference& parts, std::string_view text) {
  Url url;
  url.scheme = lower(parts.scheme.value_or(""));
  if (url.scheme != "ws" && url.scheme != "wss" && url.scheme != "http" && url.scheme != "https") {
    return refuse("the scheme is none of ws, wss, http and https", text);
  }
  if (!parts.authority) return refuse("the URL names no host", text);
  if (!well_formed(parts)) return refuse("the URL holds a character that has to be escaped", text);
  const std::string_view wrong = read_authority(*parts.authority, url);
  if (!wrong.empty()) return refuse(wrong, text);
  url.path = parts.path;
  if (parts.query) url.query = *parts.query;
  if (parts.fragment) url.fragment = *parts.fragment;
  return url;
}

}  // namespace

std::string Url::target() const {
  std::string out = path.empty() ? "/" : path;
  if (query) out += "?" + *query;
  return out;
}

std::string Url::text() const {
  std::string out = scheme + "://";
  if (!user_info.empty()) out += user_info + "@";
  out += host;
  if (port) out += ":" + std::to_string(*port);
  out += path;
  if (query) out += "?" + *query;
  if (fragment) out += "#" + *fragment;
  return out;
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return refuse("the URL is too long", text);
  const Reference parts = divide(text);
  if (!parts.scheme) return refuse("this is no absolute URL", text);
  return assemble(parts, text);
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  if (reference.size() > kMaxUrlBytes) return refuse("the URL is too long", reference);
  const Reference parts = divide(reference);
  if (parts.scheme) return assemble(parts, reference);
  if (parts.authority) {
    Reference with_scheme = parts;
    with_scheme.scheme = base.scheme;
    return assemble(with_scheme, reference);
  }
  if (!well_formed(parts)) return refuse("the URL holds a character that has to be escaped", reference);
  Url url = base;
  url.fragment.reset();
  if (parts.fragment) url.fragment = *parts.fragment;
  if (parts.query || !parts.path.empty()) url.query.reset();
  if (parts.query) url.query = *parts.query;
  if (parts.path.starts_with('/')) {
    url.path = without_dots(parts.path);
  } else if (!parts.path.empty()) {
    const std::size_t folder = base.path.rfind('/');
    url.path = without_dots((folder == std::string::npos ? "/" : base.path.substr(0, folder + 1)) +
                            std::string(parts.path));
  }
  return url;
}

}  // namespace parley::twilio
