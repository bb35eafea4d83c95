// The list of detectors by name.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/vad/voice_activity_detector.h"

namespace parley {

/// A detector by its name, or nullptr if there is none of that name.
std::unique_ptr<VoiceActivityDetector> make_vad(std::string_view name);
std::vector<std::string_view> vad_names();

}  // namespace parley
