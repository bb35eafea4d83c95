// `twisim replay`: a recorded call through the core again, exactly or with other settings.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace parley {

struct ReplayOptions {
  std::string file;
  std::vector<std::string> set;  // "key=value"
  bool diff = false;
  bool recompute_vad = false;
};

void register_replay(CLI::App& app, ReplayOptions& options, int& exit_code);

}  // namespace parley
