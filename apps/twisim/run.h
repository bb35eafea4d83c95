// twisim run: scenarios in virtual time against Parley's own core or the naive agent.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley {

struct RunOptions {
  std::vector<std::string> paths;
  std::string out;
  std::string json;
  std::optional<std::uint64_t> seed;
  unsigned jobs = 1;
  bool update_golden = false;
};

/// Adds the subcommand; `exit_code` is set when it has run.
void register_run(CLI::App& app, RunOptions& options, int& exit_code);

}  // namespace parley
