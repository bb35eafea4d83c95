// The vector halves of base64.h, for that file alone. Each does as much from the front as fills whole registers, says
// how many bytes or characters that was, and leaves the rest to the scalar code. On processors that are not of the x86
// family they do nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace parley::twilio {

/// Call these only where `has_avx2()`. `out` has room for four characters for each three bytes.
std::size_t base64_encode_avx2(std::span<const std::uint8_t> bytes, char* out);
/// `text` holds whole groups of four without padding, `out` has room for all its bytes. Returns characters done;
/// `wrong` becomes true if one of them is not base64, and what was written is then of no use.
std::size_t base64_decode_avx2(std::string_view text, std::uint8_t* out, bool& wrong);

}  // namespace parley::twilio
