// UTF-8 as characters, for those who must look at them one by one. What is no UTF-8 becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::u32string characters_of(std::string_view text);

}  // namespace parley
