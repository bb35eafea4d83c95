// Walks the members of one JSON object in a text, in whatever order and spacing, without building anything:
// values come out as the stretches of text they are. It is the slow road of the wire codec, for `media` messages
// that are not written as Twilio writes them, and it finds the event of every other one. Not a JSON library: it
// knows no numbers and no trees (core/base/json.h does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::twilio {

/// One value as it stands in the text.
struct ScannedValue {
  enum class Kind : std::uint8_t { kAbsent, kObject, kArray, kString, kNumber, kLiteral };

  Kind kind = Kind::kAbsent;
  bool escaped = false;   // a string with at least one backslash in it
  std::string_view text;  // without the quotes for a string

  bool present() const { return kind != Kind::kAbsent; }
  /// What a string says, escapes resolved.
  std::string unescaped() const;
  bool says(std::string_view expected) const;
};

struct ScannedMember {
  ScannedValue key;
  ScannedValue value;
};

/// Everything is checked on the way: syntax, depth, escapes, UTF-8, and that nothing follows the object. Each
/// byte is looked at once.
class ObjectScanner {
 public:
  static constexpr int kMaxDepth = 64;  // as in json::ParseOptions

  explicit ObjectScanner(std::string_view text) : text_(text) {}

  /// The next member, or false when there is none; then failed() tells an end from an error.
  bool next(ScannedMember& member);
  bool failed() const { return failed_; }
  /// Where in the text the scanner stands: after an error, at what is wrong.
  std::size_t position() const { return at_; }

 private:
  enum class State : std::uint8_t { kBefore, kInside, kAfter };

  bool member(ScannedMember& member, int depth);
  bool value(ScannedValue& value, int depth);
  bool object(int depth);
  bool array(int depth);
  bool string(ScannedValue& value);
  bool escape();
  bool hex4(unsigned& code);
  bool multibyte();
  bool number();
  bool digits();
  bool literal(std::string_view word);
  bool finish();
  void skip_space();
  bool take(char expected);
  bool fail();
  int peek() const { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : -1; }

  std::string_view text_;
  std::size_t at_ = 0;
  State state_ = State::kBefore;
  bool failed_ = false;
};

}  // namespace parley::twilio
