// Which attributes and children each element of TwiML may have, and what Twilio warns of (12200) where a document
// departs from that. Names alone: values and the meaning of elements are the reader's (twiml.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/twilio/xml.h"

namespace parley::twilio {

struct ElementSchema {
  std::string_view name;
  std::string_view attributes;  // words separated by blanks
  std::string_view children;    // the same
  bool text = false;            // it may hold character data
};

/// The schema of an element, or nullptr for one that is unknown or whose inside nobody checks.
const ElementSchema* find_schema(std::string_view name);
/// Whether `element` may stand directly in `parent`. What may stand in an element without schema is not known: all.
bool may_contain(std::string_view parent, std::string_view element);

struct SchemaWarning {
  std::string text;
  int line;
};
/// Everything below and in `element` that departs from the schema, in the order of the document.
std::vector<SchemaWarning> check_schema(const XmlElement& element);

}  // namespace parley::twilio
