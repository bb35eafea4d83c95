// Wall-clock time as text, for people: what stands in front of log lines and in a trace's header. Nothing is
// decided by it.
#pragma once

#include <cstdint>
#include <string>

namespace parley::trace {

/// "2026-11-21T10:00:00.000123Z" of microseconds since 1970.
std::string utc_text(std::int64_t us_since_1970);

}  // namespace parley::trace
