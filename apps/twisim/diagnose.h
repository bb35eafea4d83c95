// twisim diagnose: findings from traces, recordings and stereo sound.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace parley {

struct DiagnoseOptions {
  std::vector<std::string> files;
  std::string json;
  std::string html;      // folder
  std::string channels;  // of sound files; empty: not said
  std::string profile = "unknown";
  std::string agent_log;
  std::string explain;  // the id of a finding
  bool catalogue = false;
};

void register_diagnose(CLI::App& app, DiagnoseOptions& options, int& exit_code);

}  // namespace parley
