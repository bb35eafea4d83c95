// Puts data into a page: JSON in the place that the page keeps for it, in a form that cannot end the script element
// around it. What the data are is not its business.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// The page with `json` instead of `place`, which stands in it once.
inline std::string page_with_data(std::string_view page, std::string_view place, std::string_view json) {
  const std::size_t at = page.find(place);
  std::string html(page.substr(0, at));
  html.reserve(page.size() + json.size());
  for (const char c : json) {
    if (c == '<') {
      html += "\\u003c";
    } else {
      html.push_back(c);
    }
  }
  html += page.substr(at + place.size());
  return html;
}

}  // namespace parley
