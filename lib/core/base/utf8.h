// UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing over U+10FFFF. Says whether bytes
// are text; it neither decodes for display nor knows anything of characters beyond their bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley {

/// Length in bytes (1 to 4) of the valid sequence that begins at `at`, or 0 if there is none.
std::size_t utf8_sequence_length(std::string_view text, std::size_t at);
bool is_utf8(std::string_view text);

}  // namespace parley
