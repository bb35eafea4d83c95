#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "core/base/json.h"
#include "core/base/overloaded.h"
#include "core/base/plain_text.h"
#include "core/base/utf8.h"

namespace parley::json {
namespace {

/// Gathers small pieces before they go to the string: a media message has a quote every few bytes, and an append
/// for each piece between two of them costs more than looking for it.
class Pieces {
 public:
  explicit Pieces(std::string& out) : out_(out) {}
  ~Pieces() { flush(); }
  Pieces(const Pieces&) = delete;
  Pieces& operator=(const Pieces&) = delete;

  /// Eight bytes are copied whatever `size` is, because that is one instruction.
  void add_of_word(std::uint64_t word, std::size_t size) {
    make_room();
    std::memcpy(buffer_.data() + used_, &word, sizeof word);
    used_ += size;
  }
  void add_escaped(char byte) {
    make_room();
    buffer_[used_++] = '\\';
    buffer_[used_++] = byte;
  }
  void add(std::string_view few) {
    make_room();
    std::memcpy(buffer_.data() + used_, few.data(), few.size());
    used_ += few.size();
  }

 private:
  static constexpr std::size_t kMostAtOnce = 8;

  void make_room() {
    if (used_ + kMostAtOnce > buffer_.size()) flush();
  }
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& out_;
  std::array<char, 512> buffer_;
  std::size_t used_ = 0;
};

void add_control(unsigned char byte, Pieces& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (byte) {
    case '\b':
      return out.add_escaped('b');
    case '\t':
      return out.add_escaped('t');
    case '\n':
      return out.add_escaped('n');
    case '\f':
      return out.add_escaped('f');
    case '\r':
      return out.add_escaped('r');
    default:
      break;
  }
  const std::array<char, 6> escaped{'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 0xFU]};
  out.add({escaped.data(), escaped.size()});
}

/// Adds the character at `at`, which is no plain byte, and returns its length in the text.
std::size_t add_special(std::string_view text, std::size_t at, Pieces& out) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '"' || byte == '\\') {
    out.add_escaped(text[at]);
    return 1;
  }
  if (byte < 0x20) {
    add_control(byte, out);
    return 1;
  }
  const std::size_t length = utf8_sequence_length(text, at);
  out.add(length > 0 ? text.substr(at, length) : std::string_view("\xEF\xBF\xBD"));
  return std::max<std::size_t>(length, 1);
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
  std::size_t at = plain_length(text);  // most texts are plain to their end
  out.append(text.data(), at);
  if (at == text.size()) return;
  Pieces pieces(out);
  while (at < text.size()) {
    const std::uint64_t word = word_at(text, at);
    const std::size_t plain = plain_bytes(word);
    pieces.add_of_word(word, plain);
    at += plain;
    if (plain < sizeof word && at < text.size()) at += add_special(text, at, pieces);
  }
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
