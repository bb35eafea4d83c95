#include "core/reply/intents/example.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parley {
namespace {

constexpr int kDeepest = 6;

using Variants = std::vector<ExampleVariant>;

class ExampleReader {
 public:
  explicit ExampleReader(std::string_view text) : text_(text) {}

  Result<Variants> read() {
    Variants variants = alternatives(0);
    if (problem_.empty() && at_ < text_.size())
      fail(std::string("has a \"") + text_[at_] + "\" that closes nothing");
    const auto empty = [](const ExampleVariant& one) { return one.empty(); };
    const auto too_long = [](const ExampleVariant& one) { return one.size() > kMostExampleParts; };
    if (problem_.empty() && std::any_of(variants.begin(), variants.end(), empty)) fail("could be nothing at all");
    if (problem_.empty() && std::any_of(variants.begin(), variants.end(), too_long))
      fail("is longer than 24 words");
    if (!problem_.empty()) return make_error(problem_);
    return variants;
  }

 private:
  void fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  bool more() const { return problem_.empty() && at_ < text_.size(); }

  /// What stands between brackets, or the whole: sequences separated by bars.
  Variants alternatives(int depth) {
    if (depth > kDeepest) fail("has brackets that are nested too deeply");
    Variants all = sequence(depth);
    while (more() && text_[at_] == '|') {
      ++at_;
      Variants next = sequence(depth);
      std::move(next.begin(), next.end(), std::back_inserter(all));
      if (all.size() > kMostVariants) fail("stands for more than 600 sentences");
    }
    return all;
  }

  Variants sequence(int depth) {
    Variants all{{}};
    while (more()) {
      const char c = text_[at_];
      if (c == '|' || c == ')' || c == ']' || c == '}') break;
      if (c == '(' || c == '[') {
        append(all, bracket(depth, c == '('));
      } else if (c == '{') {
        append(all, {slot()});
      } else {
        append(all, {words()});
      }
    }
    return all;
  }

  Variants bracket(int depth, bool required) {
    ++at_;
    Variants inner = alternatives(depth + 1);
    const char closing = required ? ')' : ']';
    if (!more() || text_[at_] != closing) {
      fail(std::string("lacks a \"") + closing + "\"");
      return {{}};
    }
    ++at_;
    if (!required) inner.insert(inner.begin(), ExampleVariant{});
    return inner;
  }

  ExampleVariant slot() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      fail("lacks a \"}\"");
      return {};
    }
    ExamplePart part;
    part.word.text = std::exchange(particle_, {});
    part.slot = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (part.slot.empty()) fail("has a slot without a name");
    return {std::move(part)};
  }

  ExampleVariant words() {
    const std::size_t end = std::min(text_.find_first_of("()[]{}|", at_), text_.size());
    ExampleVariant parts;
    for (SpokenWord& word : spoken_words(text_.substr(at_, end - at_))) parts.push_back({"", std::move(word)});
    const bool glued = end < text_.size() && text_[end] == '{' && text_[end - 1] != ' ';
    if (glued && !parts.empty()) {
      particle_ = std::move(parts.back().word.text);
      parts.pop_back();
    }
    at_ = end;
    return parts;
  }

  void append(Variants& all, const Variants& next) {
    if (all.size() * next.size() > kMostVariants) return fail("stands for more than 600 sentences");
    Variants joined;
    joined.reserve(all.size() * next.size());
    for (const ExampleVariant& before : all) {
      for (const ExampleVariant& after : next) {
        joined.push_back(before);
        joined.back().insert(joined.back().end(), after.begin(), after.end());
        if (joined.back().size() > 2 * kMostExampleParts) return fail("is longer than 24 words");
      }
    }
    all = std::move(joined);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string particle_;  // to be written together with the slot that follows
  std::string problem_;
};

}  // namespace

Result<std::vector<ExampleVariant>> read_example(std::string_view text) {
  return ExampleReader(text).read();
}

}  // namespace parley
