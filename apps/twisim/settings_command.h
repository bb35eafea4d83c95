// twisim settings: the table of the agent's settings, for people, programs and editors.
#pragma once

#include <CLI/CLI.hpp>

namespace parley {

struct SettingsOptions {
  bool schema = false;
  bool json = false;
};

void register_settings(CLI::App& app, SettingsOptions& options, int& exit_code);

}  // namespace parley
