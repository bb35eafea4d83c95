#include "tests/tidy/source_text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace parley::tidy {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// Copies a source while blanking what is not wanted; line breaks always stay.
class Blanker {
 public:
  Blanker(std::string_view source, Keep keep) : source_(source), out_(source), keep_(keep) {}

  std::string run() {
    while (at_ < source_.size()) {
      if (starts("//")) {
        blank_until(source_.find('\n', at_), true);
      } else if (starts("/*")) {
        blank_until(after(source_.find("*/", at_ + 2), 2), true);
      } else if (starts("R\"") && !(at_ > 0 && is_word(source_[at_ - 1]))) {
        raw_string();
      } else if (source_[at_] == '"' || (source_[at_] == '\'' && !digit_separator())) {
        literal(source_[at_]);
      } else {
        ++at_;
      }
    }
    return out_;
  }

 private:
  bool starts(std::string_view what) const { return source_.substr(at_, what.size()) == what; }
  // 1'000 is one number, not the beginning of a character.
  bool digit_separator() const {
    return at_ > 0 && std::isxdigit(static_cast<unsigned char>(source_[at_ - 1])) != 0;
  }
  static std::size_t after(std::size_t position, std::size_t more) {
    return position == std::string_view::npos ? position : position + more;
  }
  void blank_until(std::size_t end, bool really) {
    end = std::min(end, source_.size());
    for (; at_ < end; ++at_) {
      if (really && source_[at_] != '\n') out_[at_] = ' ';
    }
  }
  void raw_string() {
    const std::size_t open = source_.find('(', at_);
    if (open == std::string_view::npos) {
      at_ = source_.size();
      return;
    }
    const std::string end = ")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"";
    at_ += 2;  // the quote stays, so that a literal still stands where one stood
    const std::size_t close = source_.find(end, open);
    blank_until(close == std::string_view::npos ? close : close + end.size() - 1, keep_ == Keep::kCodeOnly);
    if (at_ < source_.size()) ++at_;
  }
  void literal(char quote) {
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != quote && source_[end] != '\n') {
      end += source_[end] == '\\' ? 2U : 1U;
    }
    ++at_;
    blank_until(end, keep_ == Keep::kCodeOnly);
    if (at_ < source_.size()) ++at_;
  }

  std::string_view source_;
  std::string out_;
  Keep keep_;
  std::size_t at_ = 0;
};

// Preprocessor lines, continuations included, would otherwise run into the head of the next function.
std::string without_preprocessor(std::string text) {
  bool inside = false;
  bool line_begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      if (inside && !(i > 0 && text[i - 1] == '\\')) inside = false;
      line_begins = true;
      continue;
    }
    if (line_begins && text[i] == '#') inside = true;
    if (!is_space(text[i])) line_begins = false;
    if (inside && !(text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\n')) text[i] = ' ';
  }
  // The continuation signs were needed until here.
  std::replace(text.begin(), text.end(), '\\', ' ');
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_template_head(std::string_view head) {
  while (head.substr(0, 8) == "template") {
    int depth = 0;
    std::size_t i = head.find('<');
    for (; i < head.size(); ++i) {
      if (head[i] == '<') ++depth;
      if (head[i] == '>' && --depth == 0) break;
    }
    head = i < head.size() ? trimmed(head.substr(i + 1)) : std::string_view{};
  }
  return head;
}

std::string_view without_access(std::string_view head) {
  for (const std::string_view word : {"public:", "private:", "protected:"}) {
    if (head.substr(0, word.size()) == word) return trimmed(head.substr(word.size()));
  }
  return head;
}

enum class Brace { kScope, kFunction, kPartOfHead, kInitializer };

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.substr(0, word.size()) == word && (text.size() == word.size() || !is_word(text[word.size()]));
}

// What an opening brace at namespace or class level begins, from the text between the last boundary and it.
Brace brace_after(std::string_view raw_head) {
  const bool glued = !raw_head.empty() && !is_space(raw_head.back());
  const std::string_view head = without_template_head(without_access(trimmed(raw_head)));
  if (head.empty()) return Brace::kScope;
  for (const std::string_view word :
       {"namespace", "class", "struct", "union", "enum", "extern", "inline namespace"}) {
    if (begins_with_word(head, word)) return Brace::kScope;
  }
  int depth = 0;
  bool after_parameters = false;
  bool in_member_list = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '(') ++depth;
    if (head[i] == ')' && --depth == 0) after_parameters = true;
    if (depth > 0 || head[i] == ')') continue;
    const bool colon_pair = (i + 1 < head.size() && head[i + 1] == ':') || (i > 0 && head[i - 1] == ':');
    if (head[i] == ':' && !colon_pair && after_parameters) in_member_list = true;
    if (head[i] == '=' && head.find("operator") == std::string_view::npos) return Brace::kInitializer;
  }
  if (depth > 0) return Brace::kPartOfHead;           // a default argument: `std::vector<int> more = {}`
  if (!after_parameters) return Brace::kInitializer;  // `std::array<int, 3> kTable{...}`
  // In `Pacer(int n) : queue_{n} {` the first brace touches the member's name and the body's does not.
  return in_member_list && glued && (is_word(head.back()) || head.back() == '>') ? Brace::kPartOfHead
                                                                                 : Brace::kFunction;
}

std::size_t matching_brace(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return text.size() - 1;
}

int line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

}  // namespace

std::string without_comments(std::string_view source, Keep keep) {
  return Blanker(source, keep).run();
}

std::vector<Include> includes_of(std::string_view source) {
  const std::string text = without_comments(source, Keep::kLiterals);
  std::vector<Include> found;
  int line = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view rest = trimmed(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
    ++line;
    if (rest.empty() || rest.front() != '#') continue;
    rest = trimmed(rest.substr(1));
    if (!begins_with_word(rest, "include")) continue;
    rest = trimmed(rest.substr(7));
    if (rest.size() < 2 || (rest.front() != '<' && rest.front() != '"')) continue;
    const bool angled = rest.front() == '<';
    const std::size_t close = rest.find(angled ? '>' : '"', 1);
    if (close != std::string_view::npos) found.push_back({std::string(rest.substr(1, close - 1)), angled, line});
  }
  return found;
}

std::vector<Function> functions_of(std::string_view source) {
  const std::string text = without_preprocessor(without_comments(source, Keep::kCodeOnly));
  std::vector<Function> found;
  std::size_t boundary = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ';' || text[i] == '}') boundary = i + 1;
    if (text[i] != '{') continue;
    const Brace brace = brace_after(std::string_view(text).substr(boundary, i - boundary));
    if (brace == Brace::kScope) {
      boundary = i + 1;
      continue;
    }
    const std::size_t close = matching_brace(text, i);
    if (brace == Brace::kFunction) {
      const int first = line_at(text, i);
      found.push_back({first, line_at(text, close) - first + 1});
    }
    i = close;
    if (brace != Brace::kPartOfHead) boundary = close + 1;
  }
  return found;
}

int count_lines(std::string_view text) {
  const auto breaks = std::count(text.begin(), text.end(), '\n');
  return static_cast<int>(breaks) + (text.empty() || text.back() == '\n' ? 0 : 1);
}

}  // namespace parley::tidy
