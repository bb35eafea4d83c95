// How alike a stretch of audio and a longer one are at each place where the first may lie in the second. Integers,
// so that every compiler and every processor agrees. What a likeness means is for those who ask.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

/// products[at] becomes the sum over i of pattern[i] * stretch[at + i]. The stretch holds at least
/// pattern.size() + products.size() - 1 samples, and both are scaled so that the sums fit into 32 bits.
void correlate(std::span<const std::int16_t> pattern, std::span<const std::int16_t> stretch,
               std::span<std::int32_t> products);

}  // namespace parley
