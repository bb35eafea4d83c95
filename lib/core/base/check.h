// Our own bugs stop the program, in release builds too: a voice agent in an impossible state must not
// keep talking. Input from outside is never checked this way; it becomes a value or an Error.
#pragma once

namespace parley {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace parley

#define PARLEY_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::parley::check_failed(#condition, __FILE__, __LINE__))
