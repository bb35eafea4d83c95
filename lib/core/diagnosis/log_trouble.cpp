#include "core/diagnosis/log_trouble.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kBefore = seconds(5);  // an error comes before its silence is noticed,
constexpr Duration kAfter = seconds(8);   // or when a request has waited long enough
constexpr std::size_t kMostTrouble = 3;
constexpr std::size_t kMostBytes = 120;

// Parts of words, in lower case; "error" is in TypeError, ECONNRESET has "econn".
constexpr std::array<std::string_view, 22> kTrouble{
    "error",     "exception", "traceback", "fatal",        "panic",    "unhandled", "uncaught", "fail",
    "timed out", "timeout",   "refused",   "econn",        "epipe",    "reset by",  "abort",    "rate limit",
    "quota",     "denied",    "forbidden", "unauthorized", "too many", "unexpected"};
// Such words where they tell the opposite.
constexpr std::array<std::string_view, 9> kNoTrouble{"timeout: 0", "timeout=0",     "no error",
                                                     "0 error",    "error: null",   "errors: 0",
                                                     "error=null", "without error", "error: none"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// What is part of a longer word or number is something else: "10 errors", "timeout=0.5".
bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  const auto is_more = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.'; };
  const bool begins = at == 0 || !is_more(text[at - 1]);
  const std::size_t end = at + size;
  return begins && (end >= text.size() || text[end] == 's' || !is_more(text[end]));
}

/// The line without the phrases that only name trouble to say that there is none.
std::string without_reassurance(std::string text) {
  for (const std::string_view phrase : kNoTrouble) {
    for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at + 1)) {
      if (stands_alone(text, at, phrase.size())) text.replace(at, phrase.size(), phrase.size(), ' ');
    }
  }
  return text;
}

bool holds_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// "status 503", "HTTP/1.1 429", "code=500": the first number behind a word that announces one is of an HTTP error.
bool has_bad_status(std::string_view text) {
  constexpr std::size_t kBetween = 8;  // `code": "` and the like
  for (const std::string_view word : {"status", "code", "http/1.0", "http/1.1", "http/2"}) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      std::string_view rest = text.substr(at + word.size());
      const auto number = std::find_if(rest.begin(), rest.end(), is_digit);
      if (number - rest.begin() > static_cast<std::ptrdiff_t>(kBetween)) continue;
      rest.remove_prefix(static_cast<std::size_t>(number - rest.begin()));
      const auto digits = std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin();
      if (digits == 3 && (rest[0] == '4' || rest[0] == '5')) return true;
    }
  }
  return false;
}

bool lies_by(const TroubleLine& line, const Finding& finding) {
  const Instant until = std::min(finding.at + kAfter, finding.until);
  return line.at >= finding.at - kBefore && line.at <= until;
}

bool add_to(Finding& finding, std::span<const TroubleLine> lines) {
  std::vector<std::string> told;
  for (const TroubleLine& line : lines) {
    if (told.size() == kMostTrouble) break;
    if (!lies_by(line, finding)) continue;
    const std::string text = quoted_line(line.text);
    if (std::find(told.begin(), told.end(), text) != told.end()) continue;
    told.push_back(text);
    finding.evidence.push_back({"the agent's log, seen " + moment_text(line.at) + ": \"" + text + "\"", line.at});
  }
  if (told.empty()) return false;
  finding.causes.insert(finding.causes.begin(),
                        {Certainty::kPossible, "what the agent's log told of then: \"" + told.front() + "\"", {}});
  return true;
}

}  // namespace

bool tells_of_trouble(std::string_view line) {
  std::string text(line.substr(0, 1000));
  std::transform(text.begin(), text.end(), text.begin(), lower);
  text = without_reassurance(std::move(text));
  return holds_one_of(text, kTrouble) || has_bad_status(text);
}

std::string quoted_line(std::string_view line) {
  std::string text;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    const bool begins_one = (byte & 0xC0U) != 0x80U;
    if (begins_one && text.size() + 4 > kMostBytes) return text + "…";
    text += byte < 0x20 || byte == 0x7F ? ' ' : c;
    if (text.size() >= 2 * kMostBytes) break;  // it is no UTF-8
  }
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::size_t add_trouble(std::span<const TroubleLine> lines, std::vector<Finding>& findings) {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](Finding& finding) {
    return finding.severity != Severity::kInfo && add_to(finding, lines);
  }));
}

}  // namespace parley
