// Bytes inside a trace line, as standard base64 with padding. Only for what is rare on the line (audio that a
// provider sent, texts that are no UTF-8); media messages carry their own base64 and never come here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::trace {

void append_base64(std::span<const std::uint8_t> bytes, std::string& out);
void append_base64(std::string_view bytes, std::string& out);
/// False if `text` is not strict base64; then `out` holds nothing of use.
bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out);
bool decode_base64(std::string_view text, std::string& out);

}  // namespace parley::trace
