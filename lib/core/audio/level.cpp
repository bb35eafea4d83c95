#include "core/audio/level.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "core/audio/mulaw_avx2.h"
#include "core/audio/mulaw_table.h"
#include "core/base/cpu.h"

namespace parley {
namespace {

/// The largest integer whose square is not above `value`. A double holds 32 bits with room to spare and its square
/// root is the nearest that there is, on every machine; so what is cut off is exact.
std::uint32_t integer_square_root(std::uint32_t value) {
  return static_cast<std::uint32_t>(std::sqrt(static_cast<double>(value)));
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

std::uint64_t energy_of(std::span<const std::int16_t> samples) {
  std::uint64_t sum = 0;
  const std::size_t done = has_avx2() ? add_squares_avx2(samples, sum) : 0;
  for (const int sample : samples.subspan(done)) sum += static_cast<std::uint32_t>(sample * sample);
  return sum;
}

int rms_level(std::span<const std::int16_t> samples) {
  return root_of_mean(energy_of(samples), samples.size());
}

int rms_level_mulaw(std::span<const std::uint8_t> codes) {
  std::uint64_t sum = 0;
  const std::size_t done = has_avx2() ? add_squares_mulaw_avx2(codes, sum) : 0;
  for (const std::uint8_t code : codes.subspan(done)) sum += kSquares[code];
  return root_of_mean(sum, codes.size());
}

}  // namespace parley
