// docs/findings.md as text: every finding that there is, with what is to be known of it, and how often the
// diagnosis was right about it where faults had been planted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

std::string findings_catalogue();
/// The section of one id; nothing for an id that there is not.
std::optional<std::string> finding_section(std::string_view id);

}  // namespace parley
