// twisim run: scenarios in virtual time against Parley's own core or the naive agent, or live against a target.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live_options.h"
#include "scenario_run.h"

namespace parley {

struct RunOptions {
  std::vector<std::string> paths;
  std::string out;
  std::string json;
  std::optional<std::uint64_t> seed;
  unsigned jobs = 1;
  bool update_golden = false;
  std::string baseline;
  std::string junit;
  std::string html;  // folder

  // Live.
  std::string target;
  std::string agent_log;
  std::string start;
  std::string ready;
  int ready_within_s = 30;
  int repeat = 1;
  int min_pass = 0;
  LiveOptions live;
};

/// Adds the subcommand; `exit_code` is set when it has run.
void register_run(CLI::App& app, RunOptions& options, int& exit_code);

}  // namespace parley
