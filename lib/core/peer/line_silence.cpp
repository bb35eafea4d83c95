#include "core/peer/line_silence.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>

namespace parley {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
static_assert(std::tuple_size_v<Frame> % kWord == 0, "a frame is whole words");
static_assert(std::endian::native == std::endian::little, "the first sample has to be the lowest byte");

constexpr std::uint64_t each_byte(std::uint64_t byte) {
  return 0x0101010101010101ULL * byte;
}

/// Eight samples, each from its own eight random bits: the lowest is the sign, and all others zero, as one time in
/// 128, is a step off zero.
std::uint64_t eight_samples(std::uint64_t bits) {
  const std::uint64_t negative = (bits & each_byte(0x01)) << 7U;
  const std::uint64_t rest = (bits >> 1U) & each_byte(0x7F);
  const std::uint64_t off_zero = ~(rest + each_byte(0x7F)) & each_byte(0x80);  // no sum leaves its byte
  return (~std::uint64_t{0} ^ negative) - (off_zero >> 7U);
}

}  // namespace

bool is_silence(const Frame& frame) {
  std::uint64_t all = ~std::uint64_t{0};
  for (std::size_t i = 0; i < frame.size(); i += kWord) {
    std::uint64_t word = 0;
    std::memcpy(&word, frame.data() + i, kWord);
    all &= word;
  }
  return all == each_byte(kMulawSilence);
}

void fill_with_line_silence(Random& random, Frame& frame) {
  for (std::size_t i = 0; i < frame.size(); i += kWord) {
    const std::uint64_t word = eight_samples(random.next());
    std::memcpy(frame.data() + i, &word, kWord);
  }
}

}  // namespace parley
