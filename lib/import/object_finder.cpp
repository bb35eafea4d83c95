#include "import/object_finder.h"

namespace parley {
namespace {

bool is_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/// What numbers and true, false and null are made of.
bool is_scalar(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == 'E' || byte == '+' ||
         byte == '-' || byte == '.';
}

}  // namespace

bool ObjectFinder::push(std::string_view block, const Found& found) {
  for (const char byte : block) {
    // A byte that ends what was no object may begin one.
    if (!inside_ || !inside(byte)) {
      inside_ = false;
      outside(byte);
    } else if (brackets_.empty()) {
      inside_ = false;
      prefix_.clear();
      object_.text.push_back(byte);
      if (!found(object_)) return false;
    } else {
      object_.text.push_back(byte);
      if (object_.text.size() > kMostBytes) {
        too_long_ = true;
        return false;
      }
    }
    if (byte == '\n') {
      ++line_;
      if (!inside_) prefix_.clear();
    }
  }
  return true;
}

void ObjectFinder::outside(char byte) {
  if (byte != '{') {
    if (prefix_.size() < kMostPrefix) prefix_.push_back(byte);
    return;
  }
  inside_ = true;
  object_.text.assign(1, byte);
  object_.prefix = prefix_;
  object_.line = line_;
  brackets_.assign(1, byte);
  expect_ = Expect::kKeyOrEnd;
  string_ = escape_ = false;
}

bool ObjectFinder::inside(char byte) {
  return string_ ? in_string(byte) : structure(byte);
}

bool ObjectFinder::in_string(char byte) {
  if (escape_) {
    escape_ = false;
    return byte != '\n';
  }
  if (byte == '"') {
    string_ = false;
    expect_ = expect_ == Expect::kKeyOrEnd || expect_ == Expect::kKey ? Expect::kColon : Expect::kAfter;
    return true;
  }
  escape_ = byte == '\\';
  return static_cast<unsigned char>(byte) >= 0x20;  // a line that was cut off ends here
}

bool ObjectFinder::structure(char byte) {
  const bool value = expect_ == Expect::kValue || expect_ == Expect::kValueOrEnd;
  if (is_space(byte)) {
    if (expect_ == Expect::kScalar) expect_ = Expect::kAfter;
    return true;
  }
  switch (byte) {
    case '"':
      string_ = value || expect_ == Expect::kKeyOrEnd || expect_ == Expect::kKey;
      return string_;
    case '{':
    case '[':
      return value && open(byte);
    case '}':
    case ']':
      return close(byte);
    case ':':
      if (expect_ != Expect::kColon) return false;
      expect_ = Expect::kValue;
      return true;
    case ',':
      if (expect_ != Expect::kAfter && expect_ != Expect::kScalar) return false;
      expect_ = in_object() ? Expect::kKey : Expect::kValue;
      return true;
    default:
      if (!is_scalar(byte) || (!value && expect_ != Expect::kScalar)) return false;
      expect_ = Expect::kScalar;
      return true;
  }
}

bool ObjectFinder::open(char byte) {
  if (brackets_.size() >= kMostDepth) return false;
  brackets_.push_back(byte);
  expect_ = byte == '{' ? Expect::kKeyOrEnd : Expect::kValueOrEnd;
  return true;
}

bool ObjectFinder::close(char byte) {
  const bool empty = expect_ == (byte == '}' ? Expect::kKeyOrEnd : Expect::kValueOrEnd);
  if (!empty && expect_ != Expect::kAfter && expect_ != Expect::kScalar) return false;
  if (in_object() != (byte == '}')) return false;
  brackets_.pop_back();
  expect_ = Expect::kAfter;
  return true;
}

}  // namespace parley
