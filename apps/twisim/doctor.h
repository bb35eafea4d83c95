// twisim doctor: everything between a telephone call and a working conversation, examined: GO or NO-GO.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "live_options.h"

namespace parley {

struct DoctorOptions {
  std::string target;
  std::string json;
  bool local = false;
  bool no_call = false;
  LiveOptions live;
};

void register_doctor(CLI::App& app, DoctorOptions& options, int& exit_code);

}  // namespace parley
