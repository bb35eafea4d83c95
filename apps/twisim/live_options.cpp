#include "live_options.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace parley {
namespace {

using Pair = std::pair<std::string, std::string>;

Result<std::vector<Pair>> pairs_of(const std::vector<std::string>& texts, std::string_view option) {
  std::vector<Pair> pairs;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return make_error("must be name=value, not \"" + text + "\"", std::string(option));
    }
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

/// A header must stay one line of one header.
bool is_header(const Pair& header) {
  constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
  const auto in_name = [&](char c) {
    const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return letter_or_digit || kTokenMarks.find(c) != std::string_view::npos;
  };
  const auto in_value = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; };
  return std::all_of(header.first.begin(), header.first.end(), in_name) &&
         std::all_of(header.second.begin(), header.second.end(), in_value);
}

}  // namespace

void add_live_options(CLI::App& command, LiveOptions& options) {
  command.add_option("--parameter", options.parameters, "name=value of <Parameter>; may be given several times.");
  command.add_option("--header", options.headers, "name=value, beside Twilio's own; may be given several times.");
  command.add_option("--auth-token-env", options.auth_token_env,
                     "Environment variable with the auth token that requests are signed with.");
  command.add_flag("--sign-trailing-slash", options.sign_trailing_slash,
                   "Signs the stream's URL with a slash behind it, as Twilio sometimes does.");
  CLI::Option* insecure = command.add_flag("--insecure", options.insecure, "Takes any certificate.");
  command.add_option("--ca", options.ca_file, "Certificate authorities (PEM) beside the system's.")
      ->check(CLI::ExistingFile)
      ->excludes(insecure);
  command.add_flag("--strict", options.strict, "Drops the messages that Twilio would warn of.");
  command.add_option("--from", options.from, "The caller's number, for a webhook.");
  command.add_option("--to", options.to, "The number that is called, for a webhook.");
}

std::string auth_token_of(const LiveOptions& options) {
  const char* token = std::getenv(options.auth_token_env.c_str());
  return token == nullptr ? std::string() : std::string(token);
}

Result<StreamRequest> stream_request_of(const LiveOptions& options, const std::string& url) {
  StreamRequest request;
  request.url = url;
  request.auth_token = auth_token_of(options);
  request.sign_trailing_slash = options.sign_trailing_slash;
  request.verify_certificate = !options.insecure;
  request.ca_file = options.ca_file;
  auto headers = pairs_of(options.headers, "--header");
  if (!headers) return headers.error();
  const auto bad = std::find_if_not(headers->begin(), headers->end(), is_header);
  if (bad != headers->end()) return make_error("is no HTTP header: \"" + bad->first + "\"", "--header");
  request.headers = std::move(*headers);
  return request;
}

Result<PeerConfig> peer_config_of(const LiveOptions& options, std::uint64_t seed) {
  PeerConfig peer;
  peer.seed = seed;
  peer.strict = options.strict;
  auto parameters = pairs_of(options.parameters, "--parameter");
  if (!parameters) return parameters.error();
  peer.custom_parameters = std::move(*parameters);
  draw_identifiers(peer);
  return peer;
}

}  // namespace parley
