// agentd's command line, environment and configuration file as one configuration. Later ones win: defaults, file,
// environment, --set, the other options.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "agent/agent_config.h"
#include "core/base/result.h"

namespace parley {

struct AgentdOptions {
  std::optional<std::string> mode;
  std::optional<std::string> listen;
  std::optional<std::string> trace_dir;
  std::optional<std::string> threads;
  std::optional<std::string> provider;
  std::optional<std::string> scenarios;
  std::optional<std::string> log_format;
  std::optional<std::string> log_level;
  std::string config_file;
  std::vector<std::string> set;  // KEY=VALUE
  bool check_config = false;
  bool print_config = false;
};

void register_options(CLI::App& app, AgentdOptions& options);
Result<AgentConfig> config_of(const AgentdOptions& options);

}  // namespace parley
