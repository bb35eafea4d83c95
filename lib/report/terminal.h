// Text for a terminal: colour that can be switched off, and wrapping by characters and not by bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

enum class Ink { kPlain, kDim, kBold, kRed, kYellow, kGreen, kCyan, kBlue };

/// `text` in that colour by ANSI escapes, or as it is.
std::string inked(std::string_view text, Ink ink, bool colour);

/// Characters of UTF-8 text, each counted as one column.
std::size_t columns_of(std::string_view text);

/// Breaks `text` at spaces to lines of `width` columns. The first line begins with `first`, the others with as many
/// spaces; each ends with a line feed. A word that is longer than a line is not broken.
std::string wrapped(std::string_view text, std::string_view first, std::size_t width);

}  // namespace parley
