// What standard output can show.
#pragma once

#include <cstddef>

namespace parley {

struct TerminalOutput {
  bool is_terminal = false;
  bool colour = false;      // a terminal, and NO_COLOR is not set
  std::size_t width = 100;  // of the terminal, or 100
};

TerminalOutput terminal_output();

}  // namespace parley
