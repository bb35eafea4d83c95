#include "core/twilio/xml.h"

#include <expat.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "core/base/check.h"
#include "core/base/utf8.h"

namespace parley::twilio {
namespace {

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

/// What is open while the parser runs: elements are moved into their parent when they end.
class Builder {
 public:
  Builder(XML_Parser parser, int max_depth) : parser_(parser), max_depth_(max_depth) {}

  void begin(const XML_Char* name, const XML_Char** attributes) {
    if (static_cast<int>(open_.size()) >= max_depth_) {
      return stop("elements are nested more than " + std::to_string(max_depth_) + " deep");
    }
    XmlElement element;
    element.name = name;
    element.line = static_cast<int>(XML_GetCurrentLineNumber(parser_));
    for (; *attributes != nullptr; attributes += 2) element.attributes.push_back({attributes[0], attributes[1]});
    open_.push_back(std::move(element));
  }
  void end() {
    if (!refused_.empty()) return;
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(element);
    } else {
      open_.back().inner_text += element.inner_text;
      open_.back().children.push_back(std::move(element));
    }
  }
  void text(std::string_view characters) {
    if (open_.empty() || !refused_.empty()) return;
    open_.back().text += characters;
    open_.back().inner_text += characters;
  }
  void stop(std::string why) {
    if (!refused_.empty()) return;
    refused_ = std::move(why);
    XML_StopParser(parser_, XML_FALSE);
  }

  const std::string& refused() const { return refused_; }
  XmlElement& root() { return root_; }

 private:
  XML_Parser parser_;
  int max_depth_;
  std::vector<XmlElement> open_;
  XmlElement root_;
  std::string refused_;
};

Builder& builder(void* user_data) {
  return *static_cast<Builder*>(user_data);
}

void on_begin(void* user_data, const XML_Char* name, const XML_Char** attributes) {
  builder(user_data).begin(name, attributes);
}
void on_end(void* user_data, const XML_Char*) {
  builder(user_data).end();
}
void on_text(void* user_data, const XML_Char* characters, int size) {
  builder(user_data).text({characters, static_cast<std::size_t>(size)});
}
void on_doctype(void* user_data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  builder(user_data).stop("a document type declaration has no place here");
}

}  // namespace

const std::string* XmlElement::attribute(std::string_view wanted) const {
  for (const XmlAttribute& candidate : attributes) {
    if (candidate.name == wanted) return &candidate.value;
  }
  return nullptr;
}

Result<XmlElement> parse_xml(std::string_view text, const XmlLimits& limits) {
  if (text.size() > limits.bytes) {
    return make_error("a document of " + std::to_string(text.size()) + " bytes is over the limit of " +
                      std::to_string(limits.bytes));
  }
  const Parser parser(XML_ParserCreate(nullptr));
  PARLEY_CHECK(parser != nullptr);
  // A salt of its own, so that the library need not ask the system for one; so few names cannot be made to collide
  // to any effect.
  XML_SetHashSalt(parser.get(), 1);
  Builder build(parser.get(), limits.depth);
  XML_SetUserData(parser.get(), &build);
  XML_SetElementHandler(parser.get(), on_begin, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  const XML_Status status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (status != XML_STATUS_OK) {
    std::string why = build.refused();
    if (why.empty()) why = XML_ErrorString(XML_GetErrorCode(parser.get()));
    return make_error(std::move(why), "line " + std::to_string(XML_GetCurrentLineNumber(parser.get())));
  }
  return std::move(build.root());
}

void escape_xml(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = utf8_sequence_length(text, at);
    if (size == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    const std::string_view sequence = text.substr(at, size);
    at += size;
    const char first = sequence.front();
    if (first == '&') {
      out += "&amp;";
    } else if (first == '<') {
      out += "&lt;";
    } else if (first == '>') {
      out += "&gt;";
    } else if (first == '"') {
      out += "&quot;";
    } else if (first == '\t' || first == '\n' || first == '\r') {
      // As references, for an attribute's value would read them as spaces.
      out += first == '\t' ? "&#9;" : (first == '\n' ? "&#10;" : "&#13;");
    } else if (static_cast<unsigned char>(first) >= 0x20 && sequence != "\xEF\xBF\xBE" &&
               sequence != "\xEF\xBF\xBF") {
      out += sequence;
    }
  }
}

}  // namespace parley::twilio
