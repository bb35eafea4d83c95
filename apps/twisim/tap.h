// twisim tap: stands between Twilio and a server for real calls, passes everything on and records it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace parley {

struct TapOptions {
  std::string listen = "127.0.0.1:5051";
  std::string to;
  std::string out;
  std::string public_host;
  std::string auth_token_env;
  std::string certificate;
  std::string key;
  std::string ca_file;
  bool insecure = false;
  bool keep_host = false;
  bool no_rewrite = false;
  bool no_audio = false;
};

void register_tap(CLI::App& app, TapOptions& options, int& exit_code);

}  // namespace parley
