// twisim load: many callers at once, and what they lived through.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "live_options.h"

namespace parley {

struct LoadOptions {
  std::string target;
  std::string scenario;
  int calls = 10;
  int ramp_s = 5;
  int duration_s = 30;
  unsigned threads = 1;
  std::string json;
  LiveOptions live;
};

void register_load(CLI::App& app, LoadOptions& options, int& exit_code);

}  // namespace parley
