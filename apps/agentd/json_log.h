// The operator's log as JSON lines: one object each, with time, level and message.
#pragma once

#include <spdlog/formatter.h>

#include <memory>

namespace parley {

std::unique_ptr<spdlog::formatter> json_log_formatter();

}  // namespace parley
