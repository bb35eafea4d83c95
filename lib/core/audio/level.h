// How loud a stretch of audio is, as integers so that every compiler agrees.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

/// The sum of the squares.
std::uint64_t energy_of(std::span<const std::int16_t> samples);
/// Root mean square on the 16-bit scale, rounded down; 0 for an empty span.
int rms_level(std::span<const std::int16_t> samples);
/// The same for mu-law bytes.
int rms_level_mulaw(std::span<const std::uint8_t> codes);

/// RMS of a full-scale square wave is 0 dBov (ITU-T G.711 Appendix I usage); -50 dBov is this RMS. Audio over
/// it counts as audible.
inline constexpr int kAudibleRms = 104;  // 32768 * 10^(-50/20), rounded up

}  // namespace parley
