// Files that hold calls, told apart by what is in them: traces, recorded Twilio messages in any clothing, stereo
// sound.
#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley {

/// The calls in a file, at least one; "-" is standard input. `channels` says what the channels of a sound file hold
/// and is empty where nobody said it.
Result<std::vector<trace::CallTrace>> read_calls(const std::string& file, const std::string& channels);

/// The same from a stream of text of which the beginning has been read already.
Result<std::vector<trace::CallTrace>> read_calls_after(std::string beginning, std::istream& in);

/// What a file is, from its first bytes.
bool is_sound_file(std::string_view head);
bool is_trace_text(std::string_view head);

}  // namespace parley
