// Options that all commands share which phone a server: how the stream is asked for and what its `start` carries.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "live/outgoing_call.h"
#include "live/stream_target.h"

namespace parley {

struct LiveOptions {
  std::vector<std::string> parameters;  // "name=value"
  std::vector<std::string> headers;     // "name=value"
  std::string auth_token_env = "TWILIO_AUTH_TOKEN";
  bool sign_trailing_slash = false;
  bool insecure = false;
  std::string ca_file;
  bool strict = false;
  std::string from = "+15005550006";
  std::string to = "+15005550009";
};

void add_live_options(CLI::App& command, LiveOptions& options);

/// The token that requests are signed with, from the environment; empty: they are not signed.
std::string auth_token_of(const LiveOptions& options);
/// The request for the stream at `url`.
Result<StreamRequest> stream_request_of(const LiveOptions& options, const std::string& url);
/// Twilio's side of a new call.
Result<PeerConfig> peer_config_of(const LiveOptions& options, std::uint64_t seed);

}  // namespace parley
