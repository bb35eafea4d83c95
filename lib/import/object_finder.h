// Finds JSON objects in a text of any other kind: one a line, in an array, behind the prefix of a log line, spread
// over lines. It is fed in blocks and holds one object at a time. It is no parser: what it finds has balanced
// brackets and the shape of JSON; whether it means anything is for others to say.
//
//   2026-11-21 10:00:00.123 INFO {req-7} recv {"event":"media", ...}
//   `------------ prefix ---------------------' `------ text ------'
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct FoundObject {
  std::string text;
  std::string prefix;     // before it on its line, or since the object before it; at most kMostPrefix bytes
  std::int64_t line = 1;  // where it begins
};

class ObjectFinder {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20U;
  static constexpr std::size_t kMostPrefix = 256;
  static constexpr std::size_t kMostDepth = 64;

  /// `found` returns false to stop the search.
  using Found = std::function<bool(const FoundObject&)>;

  explicit ObjectFinder(std::int64_t first_line = 1) : line_(first_line) {}

  /// False when the search is over: `found` stopped it, or an object is too long.
  bool push(std::string_view block, const Found& found);
  /// An object is longer than kMostBytes; it began on line().
  bool too_long() const { return too_long_; }
  std::int64_t line() const { return too_long_ ? object_.line : line_; }
  /// The text ended inside an object.
  bool unfinished() const { return inside_; }

 private:
  enum class Expect : std::uint8_t { kKeyOrEnd, kKey, kColon, kValue, kValueOrEnd, kScalar, kAfter };

  void outside(char byte);
  /// False if the byte cannot stand here, so that what began was no object.
  bool inside(char byte);
  bool in_string(char byte);
  bool structure(char byte);
  bool open(char byte);
  bool close(char byte);
  bool in_object() const { return !brackets_.empty() && brackets_.back() == '{'; }

  std::int64_t line_;
  bool inside_ = false;
  bool too_long_ = false;
  FoundObject object_;
  std::string prefix_;
  std::vector<char> brackets_;
  Expect expect_ = Expect::kKeyOrEnd;
  bool string_ = false;
  bool escape_ = false;
};

}  // namespace parley
