// A setting as the environment gives it: the variable NAME, or, as secrets are mounted into containers, the first
// line of the file that NAME_FILE names. What is empty counts as not set. It reads no environment itself; apps do.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace parley {

using EnvironmentLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Nothing where neither is set; an error, which names the variable, where the file cannot be read or its first
/// line is blank.
Result<std::optional<std::string>> environment_value(std::string_view name, const EnvironmentLookup& lookup);

}  // namespace parley
