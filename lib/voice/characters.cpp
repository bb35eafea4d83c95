#include "voice/characters.h"

#include <cstddef>

#include "core/base/utf8.h"

namespace parley {

std::u32string characters_of(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = utf8_sequence_length(text, at);
    const auto byte = [&](std::size_t i) {
      return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    switch (length) {
      case 1:
        characters += byte(0);
        break;
      case 2:
        characters += (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
        break;
      case 3:
        characters += (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        break;
      case 4:
        characters +=
            (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU);
        break;
      default:
        characters += U'\uFFFD';
        break;
    }
    at += length == 0 ? 1 : length;
  }
  return characters;
}

}  // namespace parley
