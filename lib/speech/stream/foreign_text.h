// What somebody else wrote, made fit for a sentence of ours: one line, valid UTF-8, bounded, and without the key
// that he may have quoted.
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::string foreign_text(std::string_view text, std::string_view secret = {}, std::size_t most_bytes = 160);

}  // namespace parley
