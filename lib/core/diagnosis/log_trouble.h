// What a server whose log has a form of its own wrote while it was phoned, as evidence. Nobody can read such a log
// but for the words of trouble in it, and its lines have the time at which they were seen in the file, a tenth of a
// second or so after they were written. So a line is laid beside what was found and proves nothing by itself.
//
// Not here: logs whose lines are known (agent_log.h), and the reading of the file.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

struct TroubleLine {
  Instant at;  // when it was seen
  std::string text;
};

/// Whether people would take the line for one of trouble: an error, an exception, a status of 4xx or 5xx.
bool tells_of_trouble(std::string_view line);
/// The line as it is quoted: one line of at most 120 bytes without control characters, cut between characters of
/// UTF-8.
std::string quoted_line(std::string_view line);
/// Adds to each error and warning the lines that were seen about when it began, three at most. How many findings
/// got one.
std::size_t add_trouble(std::span<const TroubleLine> lines, std::vector<Finding>& findings);

}  // namespace parley
