// The files of languages/ as they are embedded into the program. Not parsed: core/reply/language.h does that.
#pragma once

#include <string_view>

namespace parley {

std::string_view english_language_text();
std::string_view hebrew_language_text();

}  // namespace parley
