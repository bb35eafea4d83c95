// Verdicts as JUnit's XML, which build servers show. One suite; a case is a scenario. Bytes that XML cannot carry
// are replaced, so that the file can always be read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace parley {

struct JunitCase {
  enum class Outcome : std::uint8_t { kPassed, kFailed, kSkipped };  // kSkipped: no verdict

  std::string name;
  Duration took{};
  Outcome outcome = Outcome::kPassed;
  std::string message;  // one line: why it failed or was skipped
  std::string details;  // the rest, as text
};

std::string junit_xml(std::string_view suite, std::span<const JunitCase> cases);

}  // namespace parley
