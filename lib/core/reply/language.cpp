#include "core/reply/language.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/base/check.h"
#include "core/base/json_fields.h"
#include "core/base/name_table.h"
#include "core/reply/language_texts.h"

namespace parley {
namespace {

constexpr std::size_t kMostWords = 5000;  // in one list; a typing error beyond that
constexpr std::size_t kMostMembers = 500;

constexpr NameTable<PhraseId, static_cast<std::size_t>(PhraseId::kCount)> kPhraseKeys(
    {"greeting", "filler", "apology", "not_caught", "farewell", "idle_prompt", "offer", "fallback", "opener",
     "transfer"},
    static_cast<PhraseId>(static_cast<std::size_t>(PhraseId::kCount) - 1));

struct TextMember {
  std::string_view key;
  std::string DialogueTexts::*member;
};
constexpr std::array<TextMember, 24> kDialogueMembers{{
    {"hint", &DialogueTexts::hint},
    {"or", &DialogueTexts::join_or},
    {"unsure", &DialogueTexts::unsure},
    {"menu_item", &DialogueTexts::menu_item},
    {"nothing_to_repeat", &DialogueTexts::nothing_to_repeat},
    {"ask_name", &DialogueTexts::ask_name},
    {"ask_number", &DialogueTexts::ask_number},
    {"ask_number_by_key", &DialogueTexts::ask_number_by_key},
    {"ask_other", &DialogueTexts::ask_other},
    {"more_digits", &DialogueTexts::more_digits},
    {"name_unclear", &DialogueTexts::name_unclear},
    {"number_unclear", &DialogueTexts::number_unclear},
    {"other_unclear", &DialogueTexts::other_unclear},
    {"confirm_number", &DialogueTexts::confirm_number},
    {"confirm_number_by_key", &DialogueTexts::confirm_number_by_key},
    {"number_again", &DialogueTexts::number_again},
    {"lead_taken", &DialogueTexts::lead_taken},
    {"lead_taken_without_name", &DialogueTexts::lead_taken_without_name},
    {"cancelled", &DialogueTexts::cancelled},
    {"transfer", &DialogueTexts::transfer},
    {"no_transfer", &DialogueTexts::no_transfer},
    {"keypad_only", &DialogueTexts::keypad_only},
    {"no_such_key", &DialogueTexts::no_such_key},
    {"star", &DialogueTexts::star},
}};

struct WordsMember {
  std::string_view key;
  Words HeardWords::*member;
};
constexpr std::array<WordsMember, 12> kHeardMembers{{
    {"yes", &HeardWords::yes},
    {"agrees", &HeardWords::agrees},
    {"refuses", &HeardWords::refuses},
    {"repeat", &HeardWords::repeat},
    {"cancel", &HeardWords::cancel},
    {"negations", &HeardWords::negations},
    {"backchannels", &HeardWords::backchannels},
    {"openers", &HeardWords::openers},
    {"closers", &HeardWords::closers},
    {"small_words", &HeardWords::small_words},
    {"common_words", &HeardWords::common_words},
    {"name_intros", &HeardWords::name_intros},
}};

class LanguageReader {
 public:
  /// Whatever the language holds already may be left out of the file, if `complete`.
  LanguageReader(Language& language, bool complete, FileProblem& problem)
      : language_(language), complete_(complete), problem_(problem) {}

  void read(const json::Value& file) {
    JsonFields fields(file, "", problem_);
    fields.take("$schema");
    text(fields, "language", language_.code);
    text(fields, "name", language_.name);
    phrases(fields);
    words(fields, "once_more", language_.once_more);
    part(fields, "dialogue", [&](JsonFields& texts) {
      for (const TextMember& one : kDialogueMembers) text(texts, one.key, language_.dialogue.*one.member);
    });
    if (const json::Value* voice = fields.take("busy_voice")) {
      JsonFields inner(*voice, "busy_voice", problem_);
      inner.read("voice", language_.busy_voice);
      inner.read("language", language_.busy_language);
      inner.finish();
    }
    part(fields, "hears", [&](JsonFields& heard) {
      for (const WordsMember& one : kHeardMembers) words(heard, one.key, language_.hears.*one.member);
    });
    numbers(fields, "numbers", language_.numbers, 0, 100);
    numbers(fields, "times_over", language_.times_over, 2, 9);
    days(fields);
    words(fields, "times", language_.times);
    words(fields, "time_words", language_.time_words);
    words(fields, "names", language_.names);
    fields.finish();
  }

 private:
  /// Whether there is something to read; else it has to be there already.
  bool present(JsonFields& fields, std::string_view key) {
    if (fields.take(key) != nullptr) return true;
    if (!complete_) fields.complain(key, "is missing");
    return false;
  }

  void text(JsonFields& fields, std::string_view key, std::string& out) {
    if (!present(fields, key)) return;
    fields.read(key, out);
  }

  void words(JsonFields& fields, std::string_view key, Words& out) {
    if (!present(fields, key)) return;
    out.clear();
    fields.read(key, out);
    if (out.size() > kMostWords) fields.complain(key, "has more than 5000 words");
  }

  template <class Read>
  void part(JsonFields& fields, std::string_view key, Read read) {
    if (!present(fields, key)) return;
    JsonFields inner(*fields.take(key), fields.path_of(key), problem_);
    read(inner);
    inner.finish();
  }

  void phrases(JsonFields& fields) {
    part(fields, "phrases", [&](JsonFields& texts) {
      for (std::size_t i = 0; i < language_.phrases.items.size(); ++i) {
        text(texts, kPhraseKeys.name_of(static_cast<PhraseId>(i)), language_.phrases.items[i].text);
      }
      text(texts, "busy", language_.busy);
    });
  }

  /// An object whose keys are not ours: each has a list of words.
  template <class Take>
  void table(JsonFields& fields, std::string_view key, Take take) {
    if (!present(fields, key)) return;
    const json::Object* object = fields.take(key)->as_object();
    if (object == nullptr) return fields.complain(key, "must be an object of lists of words");
    if (object->size() > kMostMembers) return fields.complain(key, "has more than 500 members");
    JsonFields inner(*fields.take(key), fields.path_of(key), problem_);
    for (const auto& [name, list] : *object) {
      Words found;
      inner.read(name, found);
      take(inner, name, std::move(found));
    }
  }

  void numbers(JsonFields& fields, std::string_view key, std::vector<std::pair<int, Words>>& out, int low,
               int high) {
    std::vector<std::pair<int, Words>> found;
    table(fields, key, [&](JsonFields& inner, const std::string& name, Words words) {
      int number = 0;
      const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
      if (error != std::errc{} || end != name.data() + name.size() || number < low || number > high) {
        inner.complain(name, "must be under a number from " + std::to_string(low) + " to " + std::to_string(high));
      } else if (words.empty()) {
        inner.complain(name, "needs a word");
      }
      found.emplace_back(number, std::move(words));
    });
    if (fields.has(key)) out = std::move(found);
    if (key == "numbers" && (fields.has(key) || !complete_)) digits(fields, out);
  }

  /// Numbers are read back digit by digit, so each digit has to have a word.
  void digits(JsonFields& fields, const std::vector<std::pair<int, Words>>& numbers) {
    for (int digit = 0; digit <= 9; ++digit) {
      const auto is_digit = [digit](const auto& one) { return one.first == digit; };
      if (std::none_of(numbers.begin(), numbers.end(), is_digit)) {
        return fields.complain("numbers", "has no word for " + std::to_string(digit));
      }
    }
  }

  void days(JsonFields& fields) {
    std::vector<std::pair<std::string, Words>> found;
    table(fields, "days",
          [&](JsonFields&, const std::string& name, Words words) { found.emplace_back(name, std::move(words)); });
    if (fields.has("days")) language_.days = std::move(found);
  }

  Language& language_;
  bool complete_;
  FileProblem& problem_;
};

Result<json::Value> parsed(std::string_view text, std::string_view file) {
  json::ParseOptions options;
  options.comments = true;
  return json::parse(text, file, options);
}

Languages read_embedded() {
  Languages all;
  const std::array<std::pair<std::string_view, std::string_view>, 2> files{
      {{english_language_text(), "languages/en.json"}, {hebrew_language_text(), "languages/he.json"}}};
  for (const auto& [text, file] : files) {
    const auto added = add_language(all, text, file);
    PARLEY_CHECK(added.has_value());
  }
  return all;
}

}  // namespace

Result<Language> read_language(std::string_view text, std::string_view file, const Language* base) {
  const auto value = parsed(text, file);
  if (!value) return value.error();
  FileProblem problem{std::string(file)};
  Language language = base != nullptr ? *base : Language{};
  LanguageReader(language, base != nullptr, problem).read(*value);
  if (!problem.first() && language.code.empty()) problem.report(0, "language must name the language, as \"en\"");
  if (problem.first()) return *problem.first();
  return language;
}

Result<LanguagePtr> add_language(Languages& languages, std::string_view text, std::string_view file) {
  const auto value = parsed(text, file);
  if (!value) return value.error();
  const json::Value* code = value->find("language");
  const std::string* name = code != nullptr ? code->as_string() : nullptr;
  const auto before = name != nullptr ? languages.find(*name) : languages.end();
  auto language = read_language(text, file, before != languages.end() ? before->second.get() : nullptr);
  if (!language) return language.error();
  auto added = std::make_shared<const Language>(std::move(*language));
  languages[added->code] = added;
  return LanguagePtr(added);
}

const Languages& embedded_languages() {
  static const Languages all = read_embedded();
  return all;
}

const Language& english() {
  return *embedded_languages().find("en")->second;
}

Phrases english_phrases() {
  return english().phrases;
}

const Language& language_of(const Languages& languages, std::string_view code) {
  auto found = languages.find(code);
  if (found == languages.end()) found = languages.find("en");
  return found != languages.end() ? *found->second : english();
}

}  // namespace parley
