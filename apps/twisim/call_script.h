// What a live caller says, made of what the command line names: a scenario, sound files or texts said in turn, or a
// recorded call whose caller is played again. A script in memory; nothing is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "live/outgoing_call.h"

namespace parley {

Result<CallScript> script_of_scenario(const std::string& path, std::optional<std::uint64_t> seed);

/// Each is said when the agent has been heard and is silent again, or after long patience; the first also where the
/// agent says nothing by itself.
Result<CallScript> script_of_sounds(const std::vector<std::string>& files);

/// The same with texts, which flite reads aloud.
Result<CallScript> script_of_texts(const std::vector<std::string>& texts, const std::string& voice);

/// The caller of a recorded call (trace, recording, stereo sound with `channels`). Each of his utterances follows
/// what the agent does as it followed it then; `open_loop` plays him as he was, whatever the agent does.
Result<CallScript> script_of_recording(const std::string& file, const std::string& channels, bool open_loop);

}  // namespace parley
