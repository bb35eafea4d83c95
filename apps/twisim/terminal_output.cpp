#include "terminal_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace parley {

TerminalOutput terminal_output() {
  TerminalOutput output;
  output.is_terminal = isatty(STDOUT_FILENO) == 1;
  const char* no_colour = std::getenv("NO_COLOR");
  output.colour = output.is_terminal && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (output.is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) output.width = size.ws_col;
  return output;
}

}  // namespace parley
