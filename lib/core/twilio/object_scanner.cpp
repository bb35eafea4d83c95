#include "core/twilio/object_scanner.h"

#include <array>

#include "core/base/utf8.h"

namespace parley::twilio {
namespace {

/// Bytes that a string may hold as they are: ASCII without controls, quote and backslash.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = make_plain();

constexpr bool is_digit(int c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_high_surrogate(unsigned code) {
  return code >= 0xD800 && code < 0xDC00;
}
constexpr bool is_low_surrogate(unsigned code) {
  return code >= 0xDC00 && code < 0xE000;
}

constexpr int hex_value(int c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Four hex digits that the scanner has already seen to be such.
unsigned hex4_at(std::string_view text, std::size_t at) {
  unsigned code = 0;
  for (std::size_t i = 0; i < 4; ++i) code = code * 16 + static_cast<unsigned>(hex_value(text[at + i]));
  return code;
}

void append_utf8(unsigned code, std::string& out) {
  const auto continuation = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
  };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (code >> 6U)));
    continuation(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (code >> 12U)));
    continuation(6);
    continuation(0);
  } else {
    out.push_back(static_cast<char>(0xF0U | (code >> 18U)));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

char simple_escape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;  // quote, backslash, slash
  }
}

}  // namespace

std::string ScannedValue::unescaped() const {
  if (!escaped) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out.push_back(text[i]);
      continue;
    }
    if (text[++i] != 'u') {
      out.push_back(simple_escape(text[i]));
      continue;
    }
    unsigned code = hex4_at(text, i + 1);
    i += 4;
    if (is_high_surrogate(code)) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (hex4_at(text, i + 3) - 0xDC00);
      i += 6;
    }
    append_utf8(code, out);
  }
  return out;
}

bool ScannedValue::says(std::string_view expected) const {
  if (kind != Kind::kString) return false;
  return escaped ? unescaped() == expected : text == expected;
}

bool ObjectScanner::next(ScannedMember& found) {
  if (failed_ || state_ == State::kAfter) return false;
  if (state_ == State::kBefore) {
    skip_space();
    if (!take('{')) return fail();
    state_ = State::kInside;
    skip_space();
    if (take('}')) return finish();
  } else {
    if (take('}')) return finish();
    if (!take(',')) return fail();
  }
  return member(found, 1) || fail();
}

/// A key, a colon and a value, with the space after it. The value stands `depth` levels below the text.
bool ObjectScanner::member(ScannedMember& found, int depth) {
  skip_space();
  if (!string(found.key)) return false;
  skip_space();
  if (!take(':')) return false;
  skip_space();
  if (!value(found.value, depth)) return false;
  skip_space();
  return true;
}

bool ObjectScanner::value(ScannedValue& found, int depth) {
  using Kind = ScannedValue::Kind;
  if (peek() == '"') return string(found);
  const std::size_t start = at_;
  bool good = false;
  switch (peek()) {
    case '{':
      found.kind = Kind::kObject, good = object(depth + 1);
      break;
    case '[':
      found.kind = Kind::kArray, good = array(depth + 1);
      break;
    case 't':
      found.kind = Kind::kLiteral, good = literal("true");
      break;
    case 'f':
      found.kind = Kind::kLiteral, good = literal("false");
      break;
    case 'n':
      found.kind = Kind::kLiteral, good = literal("null");
      break;
    default:
      found.kind = Kind::kNumber, good = number();
      break;
  }
  found.escaped = false;
  found.text = text_.substr(start, at_ - start);
  return good;
}

bool ObjectScanner::object(int depth) {
  if (depth > kMaxDepth) return false;
  ++at_;
  skip_space();
  if (take('}')) return true;
  ScannedMember ignored;
  do {
    if (!member(ignored, depth)) return false;
  } while (take(','));
  return take('}');
}

bool ObjectScanner::array(int depth) {
  if (depth > kMaxDepth) return false;
  ++at_;
  skip_space();
  if (take(']')) return true;
  ScannedValue ignored;
  do {
    skip_space();
    if (!value(ignored, depth)) return false;
    skip_space();
  } while (take(','));
  return take(']');
}

bool ObjectScanner::string(ScannedValue& found) {
  if (!take('"')) return false;
  const std::size_t start = at_;
  found.kind = ScannedValue::Kind::kString;
  found.escaped = false;
  for (;;) {
    while (at_ < text_.size() && kPlain[static_cast<unsigned char>(text_[at_])]) ++at_;
    const int c = peek();
    if (c == '"') break;
    if (c == '\\') {
      found.escaped = true;
      if (!escape()) return false;
    } else if (c < 0x80 || !multibyte()) {  // the end of the text, a control character, or no UTF-8
      return false;
    }
  }
  found.text = text_.substr(start, at_ - start);
  ++at_;
  return true;
}

bool ObjectScanner::escape() {
  ++at_;
  const int letter = peek();
  if (letter < 0 || std::string_view("\"\\/bfnrtu").find(static_cast<char>(letter)) == std::string_view::npos) {
    return false;
  }
  ++at_;
  if (letter != 'u') return true;
  unsigned code = 0;
  if (!hex4(code) || is_low_surrogate(code)) return false;
  if (!is_high_surrogate(code)) return true;
  return take('\\') && take('u') && hex4(code) && is_low_surrogate(code);
}

bool ObjectScanner::hex4(unsigned& code) {
  code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const int digit = hex_value(peek());
    if (digit < 0) return false;
    code = code * 16 + static_cast<unsigned>(digit);
  }
  return true;
}

/// One character beyond ASCII.
bool ObjectScanner::multibyte() {
  const std::size_t length = utf8_sequence_length(text_, at_);
  at_ += length;
  return length > 0;
}

bool ObjectScanner::number() {
  take('-');
  if (!take('0') && !digits()) return false;
  if (take('.') && !digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    return digits();
  }
  return true;
}

bool ObjectScanner::digits() {
  const std::size_t start = at_;
  while (is_digit(peek())) ++at_;
  return at_ > start;
}

bool ObjectScanner::literal(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  return true;
}

/// The object is closed; only space may follow.
bool ObjectScanner::finish() {
  skip_space();
  if (at_ < text_.size()) return fail();
  state_ = State::kAfter;
  return false;
}

void ObjectScanner::skip_space() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    ++at_;
  }
}

bool ObjectScanner::take(char expected) {
  if (at_ >= text_.size() || text_[at_] != expected) return false;
  ++at_;
  return true;
}

bool ObjectScanner::fail() {
  failed_ = true;
  return false;
}

}  // namespace parley::twilio
