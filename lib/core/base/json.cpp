#include "core/base/json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

namespace parley::json {
namespace {

/// How far the lexer has read. It lives outside the iterator, because the library copies iterators and we ask
/// for the line while it reads.
struct Reading {
  const char* at = nullptr;
  const char* end = nullptr;
  int line = 1;
  bool after_newline = false;

  void advance() {
    after_newline = *at == '\n';
    if (after_newline) ++line;
    ++at;
  }
  /// The line of the last byte read: a newline belongs to the line that it closes.
  int line_of_last() const { return after_newline ? line - 1 : line; }
};

/// Feeds the library from a Reading and counts lines on the way. The end iterator holds no Reading.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator() = default;
  explicit CountingIterator(Reading* reading) : reading_(reading) {}

  reference operator*() const { return *reading_->at; }
  CountingIterator& operator++() {
    reading_->advance();
    return *this;
  }
  CountingIterator operator++(int) {
    reading_->advance();
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.ended() == b.ended(); }
  friend bool operator!=(const CountingIterator& a, const CountingIterator& b) { return !(a == b); }

 private:
  bool ended() const { return reading_ == nullptr || reading_->at == reading_->end; }
  Reading* reading_ = nullptr;
};

using Member = Object::value_type;

/// The member that repeats the key of an earlier one, the first such in the text; nullptr if all differ.
const Member* find_duplicate(const Object& object) {
  constexpr std::size_t kFewMembers = 12;
  if (object.size() <= kFewMembers) {
    for (auto later = object.begin(); later != object.end(); ++later) {
      const auto same = [&](const Member& earlier) { return earlier.first == later->first; };
      if (std::any_of(object.begin(), later, same)) return &*later;
    }
    return nullptr;
  }
  // Sorted, so that an object of a million keys cannot cost a million squared.
  std::vector<const Member*> sorted;
  sorted.reserve(object.size());
  for (const Member& member : object) sorted.push_back(&member);
  const auto by_key = [](const Member* a, const Member* b) { return a->first < b->first; };
  std::stable_sort(sorted.begin(), sorted.end(), by_key);
  const Member* found = nullptr;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const bool repeats = sorted[i]->first == sorted[i - 1]->first;
    if (repeats && (found == nullptr || sorted[i] < found)) found = sorted[i];
  }
  return found;
}

/// What the library complains of, without its own prefixes: the place is ours to say.
std::string plain_message(std::string_view what) {
  if (const auto bracket = what.find("] "); bracket != std::string_view::npos) what.remove_prefix(bracket + 2);
  const auto column = what.find("column ");
  if (what.substr(0, 11) == "parse error" && column != std::string_view::npos) {
    const auto colon = what.find(": ", column);
    if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
  }
  return std::string(what);
}

/// Receives the library's events and builds the tree. A callback that returns false stops the parse.
class TreeBuilder {
 public:
  TreeBuilder(const Reading& reading, std::string_view name, int max_depth)
      : reading_(reading), name_(name), max_depth_(max_depth) {}

  // The names and signatures of the callbacks are the library's.
  bool null() { return add(nullptr, reading_.line); }
  bool boolean(bool flag) { return add(flag, reading_.line); }
  // The end of a number shows only in the byte that follows it, which may be a newline.
  bool number_integer(std::int64_t number) { return add(number, reading_.line_of_last()); }
  bool number_unsigned(std::uint64_t number) {
    if (number > static_cast<std::uint64_t>(INT64_MAX)) {
      return add(static_cast<double>(number), reading_.line_of_last());
    }
    return add(static_cast<std::int64_t>(number), reading_.line_of_last());
  }
  bool number_float(double number, const std::string&) { return add(number, reading_.line_of_last()); }
  bool string(std::string& text) { return add(std::move(text), reading_.line); }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // only binary formats have it
  bool start_object(std::size_t) { return open(Object{}); }
  bool start_array(std::size_t) { return open(Array{}); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    open_.back().key_line = reading_.line;
    return true;
  }
  bool end_object() {
    const Member* duplicate = find_duplicate(*open_.back().container.as_object());
    if (duplicate == nullptr) return close();
    return fail("the key \"" + duplicate->first + "\" is given twice", duplicate->second.line());
  }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const std::exception& error) {
    return fail(plain_message(error.what()), reading_.line_of_last());
  }

  /// Keeps the first error; always false, which stops the parse.
  bool fail(std::string message, int line) {
    if (!error_) error_ = make_error(std::move(message), std::string(name_) + ":" + std::to_string(line));
    return false;
  }
  Result<Value> result() {
    if (error_) return std::move(*error_);
    return std::move(root_);
  }

 private:
  struct Open {
    Value container;
    std::string key;  // of the member that is being read, when the container is an object
    int key_line = 0;
  };

  bool in_object() const { return !open_.empty() && open_.back().container.as_object() != nullptr; }
  bool add(Value::Data data, int line) {
    place(Value(std::move(data), in_object() ? open_.back().key_line : line));
    return true;
  }
  void place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* object = std::get_if<Object>(&open_.back().container.data())) {
      object->emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      std::get<Array>(open_.back().container.data()).push_back(std::move(value));
    }
  }
  bool open(Value::Data data) {
    if (open_.size() >= static_cast<std::size_t>(std::max(max_depth_, 0))) {
      return fail("nested deeper than " + std::to_string(max_depth_) + " levels", reading_.line);
    }
    const int line = in_object() ? open_.back().key_line : reading_.line;
    open_.push_back({Value(std::move(data), line), {}, 0});
    return true;
  }
  bool close() {
    Value value = std::move(open_.back().container);
    open_.pop_back();
    place(std::move(value));
    return true;
  }
  const Reading& reading_;
  std::string_view name_;
  int max_depth_;
  std::vector<Open> open_;  // bounded by max_depth_
  Value root_;
  std::optional<Error> error_;
};

}  // namespace

Result<Value> parse(std::string_view text, std::string_view name, const ParseOptions& options) {
  Reading reading{text.data(), text.data() + text.size()};
  TreeBuilder builder(reading, name, options.max_depth);
  using Library = nlohmann::json;
  // Nothing is thrown: with a handler of one's own the library reports errors to `parse_error`. Strict: text
  // after the value is an error.
  const bool good = Library::sax_parse(CountingIterator(&reading), CountingIterator(), &builder,
                                       Library::input_format_t::json, true, options.comments);
  // The library takes a zero byte for the end of the text.
  if (good && reading.at[-1] == '\0') builder.fail("a zero byte after the value", reading.line);
  return builder.result();
}

}  // namespace parley::json
