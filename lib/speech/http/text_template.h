// A text with places such as {voice} that are filled in once, each value escaped for where it comes to stand. What
// is filled in is not looked at again; a place without a value stays as it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

enum class TextEscape : std::uint8_t { kNone, kJson, kXml, kUrl };

using TemplateValues = std::vector<std::pair<std::string_view, std::string_view>>;
std::string fill_template(std::string_view text, const TemplateValues& values, TextEscape escape);

/// For the content of an element and for attributes in either kind of quotes; what XML cannot hold becomes a space.
std::string xml_text(std::string_view text);

}  // namespace parley
