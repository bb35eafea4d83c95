// One line of a server's log, recognised by the words that it carries wherever on the line they stand: behind a
// time, a container's name, a level, an emoji, a colour. Any line is either nothing or an event; none is an error.
// Which call it belongs to is for the reader of the whole log (server_log.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/measure/server_log.h"

namespace parley {

struct LogLine {
  LogEvent event;           // without line and time
  std::string_view before;  // what stands before the words
  std::string stream_sid;   // where the line names them
  std::string call_sid;
};

/// Views into the result point into `line`, which has no escapes of a terminal.
std::optional<LogLine> read_log_line(std::string_view line);

/// Whether any of the words stand there: quick, for most lines are noise.
bool may_be_log_line(std::string_view line);

/// Without the escapes by which terminals are coloured.
std::string without_escapes(std::string_view line);

}  // namespace parley
