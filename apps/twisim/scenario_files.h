// The scenarios that a command line means: files as they are named, folders by their *.json, sorted.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace parley {

Result<std::vector<std::string>> scenario_files(const std::vector<std::string>& paths);

}  // namespace parley
