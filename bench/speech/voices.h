// Callers for measurements: who speaks. Sound that was made once is kept in a folder, since the same sentences are
// heard again and again. Not what a telephone makes of it (line.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// At 8 kHz, the same each time. A voice of flite ("kal", "awb", "rms") or one of espeak-ng by the language that it
/// speaks ("en-us+f3"); nothing where it cannot be spoken. An empty folder keeps nothing.
std::vector<std::int16_t> spoken_by(std::string_view voice, const std::string& text, const std::string& folder);

}  // namespace parley::bench
