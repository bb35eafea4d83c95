// A file of any kind that holds calls, measured call by call: traces, recorded messages, stereo sound, and logs,
// which are read as they stream and never held whole.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/measure/call_measurements.h"

namespace parley {

/// Calls `measured` for each call, in the order in which they end. "-" is standard input. `channels` says what the
/// channels of a sound file hold. An error when the file cannot be read or no call is in it.
std::optional<Error> measure_file(const std::string& file, const std::string& channels,
                                  const std::function<void(CallMeasurements)>& measured);

}  // namespace parley
