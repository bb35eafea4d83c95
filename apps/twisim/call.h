// twisim call: one live call to a server, shown while it happens and diagnosed at its end.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live_options.h"

namespace parley {

struct CallOptions {
  std::string target;
  std::string scenario;
  std::vector<std::string> sounds;
  std::vector<std::string> texts;
  std::string voice;  // that reads them; empty: the callers' own
  std::string recording;
  std::string channels;  // of a recording that is sound
  bool open_loop = false;
  std::string out;
  std::string json;
  std::string agent_log;
  std::optional<std::uint64_t> seed;
  std::string clear_marks;  // empty: the scenario's
  std::string inbound_silence;
  std::optional<std::int64_t> protocol_error_ms;
  LiveOptions live;
};

void register_call(CLI::App& app, CallOptions& options, int& exit_code);

}  // namespace parley
