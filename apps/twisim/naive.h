// `twisim naive`: the handler that the field writes first, served on a socket with a chosen fault.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace parley {

struct NaiveOptions {
  std::string fault = "none";
  std::string listen = "127.0.0.1:5050";
  std::string scenarios;
  std::optional<int> first_audio_ms;
  std::optional<int> reply_ms;
  std::optional<int> greeting_ms;
  bool no_marks = false;
  bool list = false;
  std::string log;        // file for the agent's own log
  std::string confusion;  // file for the table
};

void register_naive(CLI::App& app, NaiveOptions& options, int& exit_code);

}  // namespace parley
