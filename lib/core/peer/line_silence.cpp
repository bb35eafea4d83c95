#include "core/peer/line_silence.h"

#include <algorithm>
#include <cstdint>

namespace parley {

bool is_silence(const Frame& frame) {
  return std::all_of(frame.begin(), frame.end(), [](std::uint8_t code) { return code == kMulawSilence; });
}

void fill_with_line_silence(Random& random, Frame& frame) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < frame.size(); ++i, bits >>= 8U) {
    if (i % 8 == 0) bits = random.next();  // eight bits a sample
    const bool negative = (bits & 1U) != 0;
    const bool off_zero = (bits & 0xFEU) == 0;  // one in 128
    frame[i] = static_cast<std::uint8_t>((negative ? 0x7FU : 0xFFU) - (off_zero ? 1U : 0U));
  }
}

}  // namespace parley
