#include "core/twilio/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/base/check.h"
#include "core/twilio/base64.h"

namespace parley::twilio {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::string_view kBodyHash = "bodySHA256";
// What Node's older encoder of query strings left as it was; Twilio's validator for Node still tries it.
constexpr std::string_view kLegacyUnreserved = "-.~_!'()*";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// A URL cut where the variants differ. The parts joined are the text.
struct Cut {
  std::string_view scheme;     // with "://"
  std::string_view user_info;  // with "@"
  std::string_view host;
  std::string_view port;  // with ":"
  std::string_view path;
  std::string_view query;     // with "?"
  std::string_view fragment;  // with "#"
};

Cut cut(std::string_view url) {
  Cut parts;
  const std::size_t fragment = std::min(url.find('#'), url.size());
  parts.fragment = url.substr(fragment);
  url = url.substr(0, fragment);
  const std::size_t query = std::min(url.find('?'), url.size());
  parts.query = url.substr(query);
  url = url.substr(0, query);
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    parts.path = url;
    return parts;
  }
  parts.scheme = url.substr(0, scheme + 3);
  url.remove_prefix(scheme + 3);
  const std::size_t path = std::min(url.find('/'), url.size());
  parts.path = url.substr(path);
  std::string_view authority = url.substr(0, path);
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    parts.user_info = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  const std::size_t colon = authority.rfind(':');
  // The colons of an IPv6 address are inside its brackets.
  const bool has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  parts.host = authority.substr(0, has_port ? colon : authority.size());
  parts.port = authority.substr(parts.host.size());
  return parts;
}

using Variants = std::vector<std::string>;

void add(Variants& variants, std::string text) {
  if (std::find(variants.begin(), variants.end(), text) == variants.end()) variants.push_back(std::move(text));
}

/// As it is, without a port, and with the port that Twilio or one of its validators takes for the scheme's own.
Variants ports_of(const Cut& parts) {
  Variants ports;
  add(ports, std::string(parts.port));
  add(ports, "");
  if (parts.scheme == "https://" || parts.scheme == "wss://") add(ports, ":443");
  // The validators know https only, and take 80 for any other scheme's port.
  if (parts.scheme == "http://" || parts.scheme == "wss://" || parts.scheme == "ws://") add(ports, ":80");
  return ports;
}

/// Twilio's manual tells those whose upgrade does not verify to add a slash; a server that is told "/" cannot know
/// whether the URL ended in one.
Variants paths_of(const Cut& parts) {
  Variants paths;
  add(paths, std::string(parts.path));
  const bool websocket = parts.scheme == "wss://" || parts.scheme == "ws://";
  if (!websocket || !parts.query.empty()) return paths;
  const bool slash = !parts.path.empty() && parts.path.back() == '/';
  add(paths, slash ? std::string(parts.path.substr(0, parts.path.size() - 1)) : std::string(parts.path) + "/");
  return paths;
}

Variants queries_of(const Cut& parts) {
  Variants queries;
  add(queries, std::string(parts.query));
  if (parts.query.size() < 2) return queries;
  std::string standard;  // an apostrophe is escaped in the queries of web URLs
  for (const char character : parts.query) {
    if (character == '\'') {
      standard += "%27";
    } else {
      standard += character;
    }
  }
  add(queries, std::move(standard));
  const Result<Form> fields = parse_form(parts.query.substr(1));
  if (!fields.has_value()) return queries;
  std::string legacy;
  for (const FormField& field : *fields) {
    legacy += legacy.empty() ? '?' : '&';
    percent_encode(field.name, kLegacyUnreserved, legacy);
    legacy += '=';
    percent_encode(field.value, kLegacyUnreserved, legacy);
  }
  add(queries, std::move(legacy));
  return queries;
}

/// What follows the URL in the signed text.
std::string parameter_text(const Form& parameters) {
  std::vector<std::pair<std::string_view, std::string_view>> sorted;
  sorted.reserve(parameters.size());
  for (const FormField& field : parameters) sorted.emplace_back(field.name, field.value);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string text;
  for (const auto& [name, value] : sorted) {
    text += name;
    text += value;
  }
  return text;
}

std::string sign_text(std::string_view auth_token, std::string_view text) {
  PARLEY_CHECK(auth_token.size() <= std::numeric_limits<int>::max());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  // It fails only if the library was built without SHA-1, and then no signature could ever be right.
  PARLEY_CHECK(HMAC(EVP_sha1(), auth_token.data(), static_cast<int>(auth_token.size()), bytes_of(text), text.size(),
                    digest.data(), &size) != nullptr);
  PARLEY_CHECK(size == kSha1Bytes);
  std::string out;
  base64_encode(std::span<const std::uint8_t>(digest).first(kSha1Bytes), out);
  return out;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string sign(std::string_view auth_token, std::string_view url, const Form& parameters) {
  return sign_text(auth_token, std::string(url) + parameter_text(parameters));
}

std::vector<std::string> url_variants(std::string_view url) {
  const Cut parts = cut(url);
  Variants variants;
  add(variants, std::string(url));
  if (parts.scheme.empty()) return variants;
  Variants users;
  add(users, std::string(parts.user_info));
  add(users, "");
  for (const std::string& user : users) {
    for (const std::string& port : ports_of(parts)) {
      for (const std::string& path : paths_of(parts)) {
        for (const std::string& query : queries_of(parts)) {
          std::string text(parts.scheme);
          text.append(user).append(parts.host).append(port).append(path).append(query);
          add(variants, std::move(text));
        }
      }
    }
  }
  return variants;
}

bool valid(std::string_view auth_token, std::string_view signature, std::span<const std::string> urls,
           const Form& parameters) {
  if (auth_token.empty()) return false;
  const std::string suffix = parameter_text(parameters);
  bool any = false;
  for (const std::string& url : urls) any = same(sign_text(auth_token, url + suffix), signature) || any;
  return any;
}

bool valid_body(std::string_view auth_token, std::string_view signature, std::span<const std::string> urls,
                std::string_view body) {
  if (urls.empty()) return false;
  const std::string_view query = cut(urls.front()).query;
  const Result<Form> fields = parse_form(query.empty() ? query : query.substr(1));
  if (!fields.has_value()) return false;
  const std::string* hash = find_field(*fields, kBodyHash);
  return hash != nullptr && same(*hash, body_sha256(body)) && valid(auth_token, signature, urls);
}

std::string body_sha256(std::string_view body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  PARLEY_CHECK(SHA256(bytes_of(body), body.size(), digest.data()) != nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  return out;
}

}  // namespace parley::twilio
