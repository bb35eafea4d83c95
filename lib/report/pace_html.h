// What pacecheck measured and judged as one page that opens from disk: the budget with its verdicts, how messages
// followed each other, what the far end held over time, the drift with its confidence, latencies and their parts.
// The page is web/pace.html; here its data are written. Numbers are those of --json.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "report/pace_json.h"

namespace parley {

/// Calls beyond this stand in the table of calls and have no pictures.
inline constexpr std::size_t kMostPacePictures = 100;

std::string pace_html(std::span<const JudgedCall> calls, const JudgedCall& overall, std::string_view build);

}  // namespace parley
