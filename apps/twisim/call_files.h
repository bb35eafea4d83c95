// Files that hold calls, told apart by what is in them: traces, recorded Twilio messages in any clothing, stereo
// sound.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley {

/// The calls in a file, at least one; "-" is standard input. `channels` says what the channels of a sound file hold
/// and is empty where nobody said it.
Result<std::vector<trace::CallTrace>> read_calls(const std::string& file, const std::string& channels);

}  // namespace parley
