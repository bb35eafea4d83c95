#include "speech/http/text_template.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "speech/http/service_address.h"

namespace parley {
namespace {

std::string escaped(std::string_view value, TextEscape escape) {
  switch (escape) {
    case TextEscape::kNone:
      return std::string(value);
    case TextEscape::kJson: {
      std::string out;
      json::escape(value, out);
      return out;
    }
    case TextEscape::kXml:
      return xml_text(value);
    case TextEscape::kUrl:
      return url_part(value);
  }
  return {};
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_sequence_length(text, at);
    const std::string_view one = text.substr(at, std::max<std::size_t>(length, 1));
    at += one.size();
    if (one == "&") {
      out += "&amp;";
    } else if (one == "<") {
      out += "&lt;";
    } else if (one == ">") {
      out += "&gt;";
    } else if (one == "'") {
      out += "&#39;";
    } else if (one == "\"") {
      out += "&#34;";
    } else if (length == 0 || static_cast<unsigned char>(one.front()) < 0x20 || one == "\xEF\xBF\xBE" ||
               one == "\xEF\xBF\xBF") {
      out += ' ';
    } else {
      out += one;
    }
  }
  return out;
}

std::string fill_template(std::string_view text, const TemplateValues& values, TextEscape escape) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const auto place = std::find_if(values.begin(), values.end(), [text](const auto& value) {
      return text.substr(1).starts_with(value.first) && text.substr(1 + value.first.size()).starts_with('}');
    });
    if (place == values.end()) {
      out += '{';
      text.remove_prefix(1);
      continue;
    }
    out += escaped(place->second, escape);
    text.remove_prefix(place->first.size() + 2);
  }
  return out;
}

}  // namespace parley
