#include "core/base/json_fields.h"

#include <algorithm>

namespace parley {

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string out = "\"";
  if (text.size() <= kShown) {
    out += text;
  } else {
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out += text.substr(0, end);
    out += "...";
  }
  out += '"';
  return out;
}

namespace {

std::string list_of(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += quoted(words[i]);
  }
  return out;
}

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words) {
  // A key longer than any of ours is no slip of the finger; cutting it bounds the work.
  word = word.substr(0, 64);
  std::string_view best;
  std::size_t fewest = 0;
  for (const std::string_view candidate : words) {
    const std::size_t edits = edits_between(word, candidate);
    if (best.empty() || edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

std::string described(const json::Value& value) {
  const std::string* text = value.as_string();
  return text == nullptr ? value.describe() : "the string " + quoted(*text);
}

void FileProblem::report(int line, std::string message) {
  if (first_) return;
  first_ = make_error(std::move(message), line > 0 ? file_ + ":" + std::to_string(line) : file_);
}

JsonFields::JsonFields(const json::Value& value, std::string path, FileProblem& problem)
    : value_(value), path_(std::move(path)), problem_(problem) {
  if (value_.as_object() == nullptr) {
    problem_.report(value_.line(),
                    (path_.empty() ? "the file" : path_) + " must be an object, not " + described(value_));
  }
}

std::string JsonFields::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

int JsonFields::line_of(std::string_view key) const {
  const json::Value* member = value_.find(key);
  return member != nullptr ? member->line() : value_.line();
}

void JsonFields::known(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
}

const json::Value* JsonFields::take(std::string_view key) {
  known(key);
  return value_.find(key);
}

void JsonFields::complain(std::string_view key, std::string_view message) {
  problem_.report(line_of(key), path_of(key) + " " + std::string(message));
}

void JsonFields::read(std::string_view key, std::string& out) {
  const json::Value* member = take(key);
  if (member == nullptr) return;
  if (member->as_string() != nullptr) {
    out = *member->as_string();
  } else {
    complain(key, "must be a string, not " + described(*member));
  }
}

void JsonFields::read(std::string_view key, bool& out) {
  const json::Value* member = take(key);
  if (member == nullptr) return;
  if (member->as_bool() != nullptr) {
    out = *member->as_bool();
  } else {
    complain(key, "must be true or false, not " + described(*member));
  }
}

std::optional<std::int64_t> JsonFields::whole(std::string_view key, std::string_view what, std::int64_t low,
                                              std::int64_t high) {
  const json::Value* member = take(key);
  if (member == nullptr) return std::nullopt;
  const std::int64_t* number = member->as_int();
  if (number == nullptr) {
    complain(key, "must be " + std::string(what) + ", not " + described(*member));
    return std::nullopt;
  }
  if (*number < low || *number > high) {
    complain(key, "must be between " + std::to_string(low) + " and " + std::to_string(high) + ", not " +
                      std::to_string(*number));
    return std::nullopt;
  }
  return *number;
}

void JsonFields::read(std::string_view key, int& out, std::int64_t low, std::int64_t high) {
  if (const auto number = whole(key, "a whole number", low, high)) out = static_cast<int>(*number);
}

void JsonFields::read(std::string_view key, std::uint64_t& out) {
  if (const auto number = whole(key, "a whole number", 0, INT64_MAX)) out = static_cast<std::uint64_t>(*number);
}

void JsonFields::read(std::string_view key, std::vector<std::string>& out) {
  const json::Value* member = take(key);
  if (member == nullptr) return;
  const json::Array* array = member->as_array();
  if (array == nullptr) return complain(key, "must be a list of strings, not " + described(*member));
  for (std::size_t i = 0; i < array->size(); ++i) {
    const json::Value& item = (*array)[i];
    if (item.as_string() != nullptr) {
      out.push_back(*item.as_string());
    } else {
      problem_.report(item.line(),
                      path_of(key) + "[" + std::to_string(i) + "] must be a string, not " + described(item));
    }
  }
}

void JsonFields::read_ms(std::string_view key, Duration& out, std::int64_t low) {
  if (const auto number = whole(key, "a whole number of milliseconds", low, kLongestMs)) out = millis(*number);
}

void JsonFields::read_ms(std::string_view key, std::optional<Duration>& out, std::int64_t low) {
  if (const auto number = whole(key, "a whole number of milliseconds", low, kLongestMs)) out = millis(*number);
}

std::optional<std::size_t> JsonFields::choose(std::string_view key, std::span<const std::string_view> words) {
  const json::Value* member = take(key);
  if (member == nullptr) return std::nullopt;
  if (const std::string* text = member->as_string()) {
    const auto found = std::find(words.begin(), words.end(), *text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  }
  complain(key, "must be " + list_of(words) + ", not " + described(*member));
  return std::nullopt;
}

void JsonFields::finish(std::span<const std::string_view> elsewhere, std::string_view why) {
  const json::Object* object = value_.as_object();
  if (object == nullptr) return;
  const std::vector<std::string_view> words(known_.begin(), known_.end());
  for (const auto& [key, member] : *object) {
    if (std::find(words.begin(), words.end(), key) != words.end()) continue;
    if (std::find(elsewhere.begin(), elsewhere.end(), key) != elsewhere.end()) {
      problem_.report(member.line(), path_of(key) + " " + std::string(why));
    } else {
      problem_.report(member.line(), "unknown key " + quoted(key) + (path_.empty() ? "" : " in " + path_) +
                                         "; the nearest known one is " + quoted(nearest_word(key, words)));
    }
    return;  // one is enough, and a file may hold thousands
  }
}

}  // namespace parley
