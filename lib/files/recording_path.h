// Where a recording that a scenario names is found: beside the scenario first, then among the prompts that Debian's
// package asterisk-core-sounds-en-wav brings.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// The path of the recording, or nothing; `beside` is a file in whose folder is looked first.
std::string find_recording(std::string_view beside, std::string_view name);

}  // namespace parley
