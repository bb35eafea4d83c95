// A stereo recording of a call, caller on one channel and agent on the other, as a trace of the far end by sound
// alone: 20 ms of media of each side every 20 ms. There are no marks and no clears in it, and nobody knows when
// anything was sent: what the agent's channel holds counts as sent when it was heard.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley {

struct StereoChannels {
  int caller = 0;
  int agent = 1;
};

/// "caller,agent" or "agent,caller": what the channels of a file hold, in their order.
Result<StereoChannels> stereo_channels(std::string_view text);

/// From samples at 8 kHz; the shorter side is filled up with silence.
trace::CallTrace trace_of_sound(std::span<const std::int16_t> caller, std::span<const std::int16_t> agent);

/// Any sound file with two channels, up to two hours.
Result<trace::CallTrace> read_stereo_recording(const std::string& path, const StereoChannels& channels);

}  // namespace parley
