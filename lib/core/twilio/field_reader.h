// Takes the members of a parsed JSON object as the types of a wire message. What is wrong first stays as the
// reason and everything after it is read as nothing, so a message is read straight through and judged once at
// the end. Not for `media`, which has no tree.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/json.h"

namespace parley::twilio {

class FieldReader {
 public:
  /// `reason` outlives the reader and is shared with the readers of inner objects.
  FieldReader(const json::Value& object, std::string& reason) : object_(&object), reason_(reason) {}

  bool has(std::string_view key) const { return find(key) != nullptr; }
  std::string text(std::string_view key);
  Sid sid(std::string_view key);
  /// A whole number of 0 or more, as a string or as a number.
  std::int64_t count(std::string_view key, std::int64_t most = std::numeric_limits<std::int64_t>::max());
  std::vector<std::string> texts(std::string_view key);
  /// An object of strings, in the order of the text; none if it is absent.
  std::vector<std::pair<std::string, std::string>> text_map(std::string_view key);
  FieldReader inner(std::string_view key);
  /// The path of the first member that is none of `known`; empty if there is none.
  std::string first_besides(std::initializer_list<std::string_view> known) const;

  void fail(std::string_view key, std::string_view what);
  bool good() const { return reason_.empty(); }

 private:
  FieldReader(const json::Value* object, std::string path, std::string& reason)
      : object_(object), path_(std::move(path)), reason_(reason) {}

  const json::Value* find(std::string_view key) const { return object_ != nullptr ? object_->find(key) : nullptr; }
  /// The member, or nothing with the reason that it is missing.
  const json::Value* require(std::string_view key);
  std::string path_to(std::string_view key) const;

  const json::Value* object_;
  std::string path_;  // of this object, with a dot at its end; empty for the message itself
  std::string& reason_;
};

}  // namespace parley::twilio
