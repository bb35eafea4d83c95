// A program that is run once: given a text, its output is read as it comes, and it is gone when this returns. No
// shell, no terminal, none of our other files; whatever happens, no process and no zombie is left behind.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace parley {

struct ChildLimits {
  std::chrono::milliseconds time{5000};
  std::size_t bytes = 8'000'000;  // of output
};

/// `command` is the program, found on the path, and its arguments. `take` is given each piece of output; false: no
/// more is wanted, the program is killed, and that is no error. Errors, each a plain sentence: it cannot be
/// started, it took too long or said too much (and was killed), it ended badly.
Result<void> run_child(const std::vector<std::string>& command, std::string_view input,
                       const std::function<bool(std::span<const std::uint8_t>)>& take,
                       const ChildLimits& limits = {});

}  // namespace parley
