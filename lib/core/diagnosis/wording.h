// Times and counts as findings write them. Integers only, no locale, so that a text is the same everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace parley {

/// "6.84 s": an instant of the call, to a hundredth of a second.
std::string moment_text(Instant at);
/// "1.2 s" from one second on, else "350 ms".
std::string span_text(Duration span);
/// "1 turn", "3 turns".
std::string count_text(std::int64_t count, std::string_view noun);

}  // namespace parley
