#include "core/audio/level.h"

#include <array>
#include <cstddef>

#include "core/audio/mulaw_table.h"

namespace parley {
namespace {

/// The largest integer whose square is not above `value`, bit by bit: exact, and the same everywhere.
constexpr std::uint32_t integer_square_root(std::uint32_t value) {
  std::uint32_t root = 0;
  for (std::uint32_t bit = 1U << 30U; bit != 0; bit >>= 2U) {
    const std::uint32_t trial = root + bit;
    const bool fits = value >= trial;
    value -= fits ? trial : 0;
    root = (root >> 1U) + (fits ? bit : 0);
  }
  return root;
}

/// A square is at most 2^30, so the mean fits 32 bits; rounding it down first does not change the rounded root.
int root_of_mean(std::uint64_t sum_of_squares, std::size_t count) {
  if (count == 0) return 0;
  return static_cast<int>(integer_square_root(static_cast<std::uint32_t>(sum_of_squares / count)));
}

constexpr std::array<std::uint32_t, 256> make_squares() {
  std::array<std::uint32_t, 256> squares{};
  for (std::size_t code = 0; code < squares.size(); ++code) {
    const int sample = kMulawSamples[code];
    squares[code] = static_cast<std::uint32_t>(sample * sample);
  }
  return squares;
}

// The squares of all 256 codes, so that a level needs no decoded samples.
constexpr std::array<std::uint32_t, 256> kSquares = make_squares();

}  // namespace

int rms_level(std::span<const std::int16_t> samples) {
  std::uint64_t sum = 0;
  for (const int sample : samples) sum += static_cast<std::uint32_t>(sample * sample);
  return root_of_mean(sum, samples.size());
}

int rms_level_mulaw(std::span<const std::uint8_t> codes) {
  std::uint64_t sum = 0;
  for (const std::uint8_t code : codes) sum += kSquares[code];
  return root_of_mean(sum, codes.size());
}

}  // namespace parley
