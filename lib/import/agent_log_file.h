// The calls that a server's log tells of, read from its file as it streams: all of it, or what was added since.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/measure/server_log.h"

namespace parley {

/// How long the file is now, so that what is added later can be told from what stood there; 0 while there is none.
std::int64_t agent_log_size(const std::string& file);

/// "-" is standard input. A file that has become shorter than `from` was begun anew and is read whole. An error
/// when it cannot be read; no call in it is none.
Result<std::vector<LogCall>> read_agent_log(const std::string& file, std::int64_t from = 0);

}  // namespace parley
