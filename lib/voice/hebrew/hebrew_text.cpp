#include "voice/hebrew/hebrew_text.h"

#include <algorithm>
#include <optional>

#include "voice/characters.h"
#include "voice/english_text.h"
#include "voice/hebrew/guess.h"
#include "voice/hebrew/letters.h"
#include "voice/hebrew/numbers.h"

namespace parley::hebrew {
namespace {

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_latin(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_dash(char32_t c) {
  return c == U'-' || c == kMaqaf || (c >= 0x2010 && c <= 0x2014);
}

/// One letter that is written before another word with a dash between: "ב-5".
std::string_view lone_prefix(std::u32string_view word) {
  if (word.size() != 1) return {};
  switch (word[0]) {
    case kBet:
      return "be";
    case kLamed:
      return "le";
    case kHe:
      return "ha";
    case kVav:
      return "ve";
    case kMem:
      return "mi";
    case kShin:
      return "Se";
    case kKaf:
      return "ke";
    default:
      return {};
  }
}

std::optional<Currency> currency_of(char32_t c) {
  if (c == 0x20AA) return Currency::kShekel;
  if (c == U'$') return Currency::kDollar;
  if (c == 0x20AC) return Currency::kEuro;
  return std::nullopt;
}

/// Goes through a text once, writing what is said.
class Reader {
 public:
  Reader(std::u32string text, const Lexicon& lexicon) : text_(std::move(text)), lexicon_(lexicon) {}

  std::string read() {
    while (at_ < text_.size() && out_.size() < 8 * kMostSpokenBytes) {
      const char32_t c = text_[at_];
      if (is_letter(c)) {
        read_word();
      } else if (is_digit(c) || (c == U'+' && digit_at(at_ + 1))) {
        read_number(std::nullopt);
      } else if (is_latin(c)) {
        read_latin();
      } else {
        read_mark(c);
      }
    }
    close_group();
    return spoken_ ? out_ : std::string();
  }

 private:
  bool digit_at(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }
  bool letter_at(std::size_t at) const { return at < text_.size() && is_letter(text_[at]); }
  char32_t character(std::size_t at) const { return at < text_.size() ? text_[at] : U' '; }

  void say(std::string_view words) {
    if (words.empty()) return;
    if (!open_) {
      if (!out_.empty() && out_.back() != ' ') out_ += ' ';
      out_ += "[[";
      open_ = true;
    } else {
      out_ += ' ';
    }
    out_ += prefix_;
    out_ += words;
    prefix_.clear();
    spoken_ = true;
  }

  void close_group() {
    if (open_) out_ += "]]";
    open_ = false;
  }

  void pause(char mark) {
    if (!spoken_) return;
    close_group();
    if (!out_.empty() && out_.back() == ']') out_ += mark;
  }

  /// The Hebrew word at `at`, marks of abbreviation inside it with it.
  std::u32string word_at(std::size_t at) const {
    std::u32string word;
    while (at < text_.size()) {
      const char32_t c = text_[at];
      const bool inside = (c == U'"' || c == kGershayim) && letter_at(at + 1);
      const bool geresh = c == U'\'' || c == kGeresh || c == 0x2019;
      if (!is_letter(c) && !is_point(c) && !inside && !geresh) break;
      word += geresh ? U'\'' : c == kGershayim ? U'"' : c;
      ++at;
    }
    return word;
  }

  void read_word() {
    const std::u32string word = word_at(at_);
    at_ += word.size();
    const std::string_view prefix = lone_prefix(without_points(word));
    const bool dashed =
        at_ < text_.size() && is_dash(text_[at_]) && at_ + 1 < text_.size() && text_[at_ + 1] != U' ';
    if (!prefix.empty() && (dashed || digit_at(at_) || currency_of(character(at_)))) {
      prefix_ += prefix;
      if (dashed) ++at_;
      return;
    }
    say(phonemes_of_word(word, lexicon_));
  }

  void read_latin() {
    std::size_t end = at_;
    while (end < text_.size() && is_latin(text_[end])) ++end;
    const std::u32string_view word = std::u32string_view(text_).substr(at_, end - at_);
    at_ = end;
    std::u32string small(word);
    for (char32_t& c : small) {
      if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    }
    const std::string* known = lexicon_.find(small);
    say(known != nullptr ? *known : guess_latin(word));
  }

  /// The characters of a number and what may stand inside one, ending with a digit.
  std::string amount_at(std::size_t at) const {
    constexpr std::u32string_view kInside = U".,:/-\u2013";
    std::string amount;
    std::size_t length = 0;
    for (; at < text_.size() && amount.size() < 40; ++at) {
      const char32_t c = text_[at];
      if (is_digit(c)) {
        amount += static_cast<char>(c);
        length = amount.size();
      } else if (kInside.find(c) != std::u32string_view::npos && digit_at(at + 1)) {
        amount += c == 0x2013 ? '-' : static_cast<char>(c);
      } else {
        break;
      }
    }
    amount.resize(length);
    return amount;
  }

  void read_number(std::optional<Currency> before) {
    const bool plus = text_[at_] == U'+';
    if (plus) ++at_;
    const std::string amount = amount_at(at_);
    at_ += amount.size();
    if (plus) {
      say("pl'us");
      return say(spoken_digits(amount));
    }
    if (before) return say(spoken_amount(amount, *before));
    std::size_t behind = at_;
    if (character(behind) == U' ') ++behind;
    if (const auto money = currency_of(character(behind))) {
      at_ = behind + 1;
      return say(spoken_amount(amount, *money));
    }
    const std::u32string next = letter_at(behind) ? word_at(behind) : std::u32string();
    if (without_points(next) == U"\u05E9\"\u05D7") {
      at_ = behind + next.size();
      return say(spoken_amount(amount, Currency::kShekel));
    }
    if (character(at_) == U'%') {
      ++at_;
      return say(spoken_decimal(amount, Gender::kMasculine) + " aXuz'im");
    }
    read_plain(amount, without_points(next));
  }

  /// `noun` is the word behind it: what is counted, perhaps.
  void read_plain(const std::string& amount, const std::u32string& noun) {
    const auto digits = std::count_if(amount.begin(), amount.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool marked = amount.find_first_of(".,:/") != std::string::npos;
    const std::size_t dash = amount.find('-');
    if (!marked && (digits >= 7 || (amount.size() > 1 && amount.front() == '0'))) return say(spoken_digits(amount));
    if (dash != std::string::npos && amount.find('-', dash + 1) == std::string::npos) {
      read_plain(amount.substr(0, dash), {});
      say("?'ad");
      return read_plain(amount.substr(dash + 1), noun);
    }
    if (dash != std::string::npos) return say(spoken_digits(amount));
    if (const auto time = spoken_time(amount)) return say(*time);
    if (const auto date = spoken_date(amount)) return say(*date);
    const bool masculine = noun.size() > 2 && noun.ends_with(U"\u05D9\u05DD");
    const Gender gender = masculine ? Gender::kMasculine : Gender::kFeminine;
    const bool counts = masculine || (noun.size() > 2 && noun.ends_with(U"\u05D5\u05EA"));
    if (amount == "2" && counts) return say(spoken_count(2, gender));
    if (amount.find(':') != std::string::npos) return say(spoken_digits(amount));
    say(spoken_decimal(amount, gender));
  }

  void read_mark(char32_t c) {
    ++at_;
    if (const auto money = currency_of(c)) {
      if (character(at_) == U' ' && digit_at(at_ + 1)) ++at_;
      if (digit_at(at_)) read_number(money);
      return;
    }
    if (c == U'*' && digit_at(at_)) {
      say("koXav'it");
      const std::string amount = amount_at(at_);
      at_ += amount.size();
      return say(spoken_digits(amount));
    }
    if (c == U'.' && at_ > 1 && is_latin(text_[at_ - 2]) && is_latin(character(at_))) return say("nekud'a");
    if (c == U'.' || c == U'!' || c == 0x2026 || c == 0x5C3) return pause('.');
    if (c == U'?') return pause('?');
    if (c == U'&') return say("ve");
    if (c == U'@') return say("StQ\"'udel");
    const bool between_words = is_dash(c) && letter_at(at_);
    if (c == U',' || c == U';' || c == U':' || c == U'(' || c == U')' || c == U'\n') return pause(',');
    if (is_dash(c) && !between_words) pause(',');
  }

  const std::u32string text_;
  const Lexicon& lexicon_;
  std::size_t at_ = 0;
  std::string out_;
  std::string prefix_;  // said together with the next word
  bool open_ = false;   // a bracket is
  bool spoken_ = false;
};

}  // namespace

std::string speech_of(std::string_view text, const Lexicon& lexicon) {
  return Reader(characters_of(text.substr(0, 2 * kMostSpokenBytes)), lexicon).read();
}

}  // namespace parley::hebrew
