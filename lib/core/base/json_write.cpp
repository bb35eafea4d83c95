#include <array>
#include <charconv>
#include <cstring>

#include "core/base/json.h"
#include "core/base/overloaded.h"
#include "core/base/utf8.h"

namespace parley::json {
namespace {

constexpr std::uint64_t each_byte(unsigned char byte) {
  return 0x0101010101010101ULL * byte;
}

/// Whether all eight bytes may be copied as they are: ASCII, no control character, no quote, no backslash.
bool eight_plain_bytes(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  const std::uint64_t quote = word ^ each_byte('"');
  const std::uint64_t backslash = word ^ each_byte('\\');
  const std::uint64_t special = word | ((word - each_byte(0x20)) & ~word) | ((quote - each_byte(1)) & ~quote) |
                                ((backslash - each_byte(1)) & ~backslash);
  return (special & each_byte(0x80)) == 0;
}

void escape_control(unsigned char byte, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (byte) {
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += kHex[byte >> 4U];
  out += kHex[byte & 0xFU];
}

template <class Number>
void append_number(Number number, std::string& out) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_double(double number, std::string& out) {
  if (!(number - number == 0)) {  // JSON has neither infinities nor NaN
    out += "null";
    return;
  }
  const std::size_t before = out.size();
  append_number(number, out);
  // So that it is read back as a double.
  if (out.find_first_of(".e", before) == std::string::npos) out += ".0";
}

}  // namespace

void escape(std::string_view text, std::string& out) {
  std::size_t run = 0;  // where the bytes begin that are copied as they are
  std::size_t at = 0;
  const auto copy_run = [&] { out.append(text, run, at - run); };
  while (at < text.size()) {
    if (text.size() - at >= 8 && eight_plain_bytes(text.data() + at)) {
      at += 8;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
      ++at;
      continue;
    }
    const std::size_t length = byte < 0x80 ? 0 : utf8_sequence_length(text, at);
    if (length > 0) {
      at += length;
      continue;
    }
    copy_run();
    if (byte >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else if (byte < 0x20) {
      escape_control(byte, out);
    } else {
      out += '\\';
      out += text[at];
    }
    run = ++at;
  }
  copy_run();
}

void Writer::separate() {
  if (!first_ && !after_key_) out_ += ',';
  first_ = false;
  after_key_ = false;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  first_ = true;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  first_ = false;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  first_ = true;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  value(name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  out_ += '"';
  escape(text, out_);
  out_ += '"';
  return *this;
}

Writer& Writer::value(std::int64_t number) {
  separate();
  append_number(number, out_);
  return *this;
}

Writer& Writer::value(bool flag) {
  separate();
  out_ += flag ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

Writer& Writer::value(const Value& tree) {
  std::visit(overloaded{
                 [this](std::nullptr_t) { null(); },
                 [this](bool flag) { value(flag); },
                 [this](std::int64_t number) { value(number); },
                 [this](double number) {
                   separate();
                   append_double(number, out_);
                 },
                 [this](const std::string& text) { value(std::string_view(text)); },
                 [this](const Array& items) {
                   begin_array();
                   for (const Value& item : items) value(item);
                   end_array();
                 },
                 [this](const Object& members) {
                   begin_object();
                   for (const auto& [name, item] : members) member(name, item);
                   end_object();
                 },
             },
             tree.data());
  return *this;
}

}  // namespace parley::json
