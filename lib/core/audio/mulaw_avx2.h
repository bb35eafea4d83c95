// The vector halves of mulaw.h and level.h, for the audio box itself: everyone else calls those. Each function does as
// much from the front as fills whole registers, says how much that was, and leaves the rest to its scalar twin. On
// processors that are not of the x86 family all of them do nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace parley {

/// Call these only where `has_avx2()`. The outputs hold as many items as the inputs.
std::size_t mulaw_decode_avx2(std::span<const std::uint8_t> codes, std::int16_t* samples);
std::size_t mulaw_encode_avx2(std::span<const std::int16_t> samples, std::uint8_t* codes);
/// Adds the squares to `sum`.
std::size_t add_squares_avx2(std::span<const std::int16_t> samples, std::uint64_t& sum);
std::size_t add_squares_mulaw_avx2(std::span<const std::uint8_t> codes, std::uint64_t& sum);

}  // namespace parley
