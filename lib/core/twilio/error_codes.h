// Twilio's error and warning codes as far as a stream and its webhooks can earn them: level, title, and what cures
// it. Twilio's own titles, so that a person finds them in the debugger; the cures are ours. It decides nothing: who
// raises a code is the reader of TwiML, the peer or a preflight.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace parley::twilio {

enum class Level : std::uint8_t { kWarning, kError };
std::string_view name_of(Level level);  // "warning", "error"

struct ErrorCode {
  int code;
  Level level;
  std::string_view title;
  std::string_view cure;
};

/// In ascending order.
std::span<const ErrorCode> error_codes();
/// The entry of that code, or nullptr.
const ErrorCode* find_error_code(int code);

}  // namespace parley::twilio
