// Typed access to the members of one JSON object of a file that a person wrote. The keys that are asked for are the
// keys that exist: `finish` complains about any other and names the nearest one. The first problem wins, since the
// later ones are often its children.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace parley {

/// Where the first problem of a file is kept.
class FileProblem {
 public:
  explicit FileProblem(std::string file) : file_(std::move(file)) {}
  void report(int line, std::string message);
  const std::optional<Error>& first() const { return first_; }

 private:
  std::string file_;
  std::optional<Error> first_;
};

inline constexpr std::int64_t kLongestMs = 4LL * 3600 * 1000;  // four hours: a typing error beyond that

class JsonFields {
 public:
  /// `path` is how messages call the object: "caller[1]", empty for the whole file.
  JsonFields(const json::Value& value, std::string path, FileProblem& problem);

  bool has(std::string_view key) const { return value_.find(key) != nullptr; }
  int line() const { return value_.line(); }
  int line_of(std::string_view key) const;
  std::string path_of(std::string_view key) const;
  /// The member, or nullptr. The key counts as known from now on.
  const json::Value* take(std::string_view key);

  void read(std::string_view key, std::string& out);
  void read(std::string_view key, bool& out);
  void read(std::string_view key, int& out, std::int64_t low, std::int64_t high);
  void read(std::string_view key, std::uint64_t& out);
  void read(std::string_view key, std::vector<std::string>& out);
  void read_ms(std::string_view key, Duration& out, std::int64_t low = 0);
  void read_ms(std::string_view key, std::optional<Duration>& out, std::int64_t low = 0);

  template <class T, class... Bounds>
  void read(std::string_view key, std::optional<T>& out, Bounds... bounds) {
    T value{};
    if (!has(key)) return known(key);
    read(key, value, bounds...);
    out = std::move(value);
  }

  template <class T>
  using Choices = std::span<const std::pair<std::string_view, T>>;
  /// One of a closed set of words.
  template <class T>
  void read_choice(std::string_view key, T& out, Choices<T> choices) {
    std::vector<std::string_view> words;
    for (const auto& choice : choices) words.push_back(choice.first);
    if (const std::optional<std::size_t> index = choose(key, words)) out = choices[*index].second;
  }

  /// A problem with one member.
  void complain(std::string_view key, std::string_view message);
  /// Unknown keys. Call it last. Keys in `elsewhere` exist but mean nothing here; `why` says so.
  void finish(std::span<const std::string_view> elsewhere = {}, std::string_view why = {});

 private:
  void known(std::string_view key);
  std::optional<std::size_t> choose(std::string_view key, std::span<const std::string_view> words);
  std::optional<std::int64_t> whole(std::string_view key, std::string_view what, std::int64_t low,
                                    std::int64_t high);

  const json::Value& value_;
  std::string path_;
  FileProblem& problem_;
  std::vector<std::string> known_;
};

/// The word that takes the fewest edits to reach; empty if there are no words.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words);

/// As shown in a message: quoted, and cut at a character's beginning where it is long.
std::string quoted(std::string_view text);

/// For messages: `the string "x"`, "the number 7", "an object".
std::string described(const json::Value& value);

}  // namespace parley
