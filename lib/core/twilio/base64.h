// Standard base64 with padding (RFC 4648 section 4), strict: no white space, no missing padding, no stray bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace parley::twilio {

/// Bytes that `text` decodes to, or nothing if its length is not a multiple of four.
std::optional<std::size_t> base64_decoded_size(std::string_view text);
/// Decodes into `out`, which holds at least base64_decoded_size bytes; false if any character is not base64.
bool base64_decode(std::string_view text, std::uint8_t* out);
void base64_encode(std::span<const std::uint8_t> bytes, std::string& out);  // appends

}  // namespace parley::twilio
