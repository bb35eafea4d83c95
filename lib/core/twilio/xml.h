// An XML document as a tree of elements, read as strictly as Twilio's parser reads TwiML: what is not well-formed
// is refused with its line. Bounded in size and depth, and a document type declaration is refused, so no entity can
// grow. It is no XML library: namespaces, comments and processing instructions are passed over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace parley::twilio {

struct XmlAttribute {
  std::string name;
  std::string value;
};

struct XmlElement {
  std::string name;
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  std::string text;        // its own character data, joined
  std::string inner_text;  // the same with that of all elements inside, in order
  int line = 0;            // 1-based

  /// The attribute's value, or nullptr.
  const std::string* attribute(std::string_view name) const;
};

struct XmlLimits {
  std::size_t bytes = 64 * 1024;
  int depth = 32;
};

/// The root element, or an error whose place is "line N".
Result<XmlElement> parse_xml(std::string_view text, const XmlLimits& limits = {});

/// Appends `text` as character data or the value of an attribute in double quotes. Control characters, which XML
/// cannot hold, are left out, and bytes that are no UTF-8 are replaced by U+FFFD.
void escape_xml(std::string_view text, std::string& out);

}  // namespace parley::twilio
