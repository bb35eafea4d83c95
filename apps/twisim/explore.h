// twisim explore: random calls in virtual time, held against what must always hold and, where they are healthy,
// against all rules of the diagnosis. What fails is made small and written as a scenario.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace parley {

struct ExploreOptions {
  std::vector<std::string> paths;  // scenarios to be held against the same, instead of random ones
  std::int64_t calls = 1000;
  std::uint64_t seed = 1;
  std::string only;  // "healthy", "rough"; empty: in turns
  unsigned jobs = 1;
  int stop_after = 5;  // failures
  bool write_only = false;
  std::string out;
};

void register_explore(CLI::App& app, ExploreOptions& options, int& exit_code);

}  // namespace parley
