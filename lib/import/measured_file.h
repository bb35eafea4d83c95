// A file of any kind that holds calls, measured call by call: traces, recorded messages, stereo sound, and logs,
// which are read as they stream and never held whole. Nor is a trace that is too long to be held: of that the sound
// is not looked at.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/measure/call_measurements.h"
#include "files/text_file.h"

namespace parley {

struct MeasureOptions {
  std::string channels;                  // what the channels of a sound file hold; empty where nobody said it
  bool pace_only = false;                // stream every trace, whatever its length
  std::size_t most_held = kMaxTextFile;  // bytes of a trace that is measured with its sound
};

/// Calls `measured` for each call, in the order in which they end. "-" is standard input. An error when the file
/// cannot be read or no call is in it.
std::optional<Error> measure_file(const std::string& file, const MeasureOptions& options,
                                  const std::function<void(CallMeasurements)>& measured);

}  // namespace parley
