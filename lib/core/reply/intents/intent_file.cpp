#include "core/reply/intents/intent_file.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/reply/intents/intent_file_parts.h"
#include "core/reply/reply_ending.h"

namespace parley {
namespace {

using KindName = std::pair<std::string_view, SlotKind>;
constexpr std::array<KindName, 8> kKinds{{{"choice", SlotKind::kChoice},
                                          {"name", SlotKind::kName},
                                          {"phone", SlotKind::kPhone},
                                          {"number", SlotKind::kNumber},
                                          {"day", SlotKind::kDay},
                                          {"time", SlotKind::kTime},
                                          {"yes_no", SlotKind::kYesNo},
                                          {"text", SlotKind::kText}}};
using ActionName = std::pair<std::string_view, IntentAction>;
constexpr std::array<ActionName, 5> kActions{{{"answer", IntentAction::kAnswer},
                                              {"hang_up", IntentAction::kHangUp},
                                              {"transfer", IntentAction::kTransfer},
                                              {"repeat", IntentAction::kRepeat},
                                              {"menu", IntentAction::kMenu}}};
constexpr std::array<std::string_view, 12> kIntentKeys{"name",    "topic",   "then",       "transfer_to",
                                                       "if_yes",  "if_no",   "key",        "examples",
                                                       "collect", "answers", "answers_by", "answers_of"};
constexpr std::size_t kMostVariantsOfABook = 20'000;

class IntentFileReader {
 public:
  IntentFileReader(const Languages& languages, FileProblem& problem)
      : languages_(languages), problem_(problem), texts_(languages, problem) {}

  IntentBook::Parts read(const json::Value& file) {
    JsonFields fields(file, "", problem_);
    fields.take("$schema");
    texts_.read_facts(fields);
    read_slots(fields);
    read_intents(fields);
    fields.finish();
    read_follow_ups(member_list(file));
    std::set<std::string> spoken;
    for (const Intent& intent : parts_.intents) {
      for (const auto& [language, examples] : intent.examples) spoken.insert(language);
    }
    for (const std::string& code : spoken) parts_.languages.push_back(languages_.find(code)->second);
    return std::move(parts_);
  }

 private:
  // ---- slots ----

  void read_slots(JsonFields& fields) {
    const json::Value* member = fields.take("slots");
    if (member == nullptr) return;
    JsonFields inner(*member, "slots", problem_);
    if (member->as_object() == nullptr) return;
    if (member->as_object()->size() > kMostSlots) return fields.complain("slots", "are more than 100");
    for (const auto& [name, value] : *member->as_object()) {
      JsonFields slot(value, inner.path_of(name), problem_);
      read_slot(name, slot);
      if (problem_.first()) return;
    }
    for (const IntentSlot& slot : parts_.slots) slot_names_.push_back(slot.name);
  }

  void read_slot(const std::string& name, JsonFields& fields) {
    IntentSlot slot;
    slot.name = name;
    fields.read_choice("kind", slot.kind, JsonFields::Choices<SlotKind>(kKinds));
    slot.called = texts_.read(fields, "called");
    slot.ask = texts_.read(fields, "ask");
    texts_.complete(fields, "ask", slot.ask, {});
    if (const json::Value* values = fields.take("values")) {
      if (slot.kind != SlotKind::kChoice) return fields.complain("values", "belong to slots of kind \"choice\"");
      JsonFields inner(*values, fields.path_of("values"), problem_);
      if (values->as_object() == nullptr) return;
      if (values->as_object()->size() > kMostTexts) return fields.complain("values", "are more than 500");
      for (const auto& [value, words] : *values->as_object())
        slot.choices.push_back({value, texts_.read(inner, value)});
    }
    if (slot.kind == SlotKind::kChoice && slot.choices.empty()) fields.complain("values", "are missing");
    fields.finish();
    parts_.slots.push_back(std::move(slot));
  }

  int slot_of(const std::string& name) const {
    const auto found = std::find(slot_names_.begin(), slot_names_.end(), name);
    return found == slot_names_.end() ? -1 : static_cast<int>(found - slot_names_.begin());
  }

  std::string no_slot(const std::string& name) const {
    const std::vector<std::string_view> names(slot_names_.begin(), slot_names_.end());
    std::string message = "names the slot " + quoted(name) + ", which is not there";
    if (!names.empty()) message += "; the nearest is " + quoted(nearest_word(name, names));
    return message;
  }

  // ---- intents ----

  void read_intents(JsonFields& fields) {
    const json::Value* member = fields.take("intents");
    const json::Array* list = member != nullptr ? member->as_array() : nullptr;
    if (list == nullptr || list->empty())
      return fields.complain("intents", "must be a list with an intent or more");
    if (list->size() > kMostIntents) return fields.complain("intents", "are more than 300");
    for (std::size_t i = 0; i < list->size() && !problem_.first(); ++i) {
      JsonFields intent((*list)[i], "intents[" + std::to_string(i) + "]", problem_);
      read_intent(intent);
    }
  }

  void read_intent(JsonFields& fields) {
    // A key that is misspelt is told before the one that is missing for it.
    for (const std::string_view key : kIntentKeys) fields.take(key);
    fields.finish();
    Intent intent;
    fields.read("name", intent.name);
    if (intent.name.empty()) fields.complain("name", "is missing");
    for (const Intent& other : parts_.intents) {
      if (other.name == intent.name) fields.complain("name", "is the name of another intent already");
    }
    intent.topic = texts_.read(fields, "topic");
    texts_.complete(fields, "topic", intent.topic, {});
    fields.read_choice("then", intent.action, JsonFields::Choices<IntentAction>(kActions));
    fields.read("transfer_to", intent.transfer_to);
    if (!intent.transfer_to.empty() && !is_dialable(intent.transfer_to)) {
      fields.complain("transfer_to", kTransferForm);
    }
    read_key(fields, intent);
    read_examples(fields, intent);
    read_collect(fields, intent);
    intent.answers = texts_.read(fields, "answers");
    texts_.complete(fields, "answers", intent.answers, known_in_answers());
    read_answers_of(fields, intent);
    check_answers(fields, intent);
    check_values_answered(fields, intent);
    parts_.intents.push_back(std::move(intent));
  }

  static const json::Array& member_list(const json::Value& file) {
    static const json::Array kNone;
    const json::Value* member = file.find("intents");
    return member != nullptr && member->as_array() != nullptr ? *member->as_array() : kNone;
  }

  /// What "yes" or "no" to an answer means is another intent, before or after it.
  void read_follow_ups(const json::Array& list) {
    for (std::size_t i = 0; i < list.size() && !problem_.first(); ++i) {
      JsonFields fields(list[i], "intents[" + std::to_string(i) + "]", problem_);
      parts_.intents[i].if_yes = read_follow_up(fields, "if_yes");
      parts_.intents[i].if_no = read_follow_up(fields, "if_no");
    }
  }

  int read_follow_up(JsonFields& fields, std::string_view key) {
    std::string name;
    fields.read(key, name);
    if (name.empty()) return -1;
    std::vector<std::string_view> names;
    for (const Intent& intent : parts_.intents) names.push_back(intent.name);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<int>(found - names.begin());
    fields.complain(key,
                    "names no intent; the nearest to " + quoted(name) + " is " + quoted(nearest_word(name, names)));
    return -1;
  }

  std::vector<std::string> known_in_answers() const {
    std::vector<std::string> known = slot_names_;
    known.emplace_back("topics");
    known.emplace_back("menu");
    return known;
  }

  void read_key(JsonFields& fields, Intent& intent) {
    std::string key;
    fields.read("key", key);
    if (key.empty()) return;
    const bool is_key = key.size() == 1 && std::string_view("0123456789*").find(key[0]) != std::string_view::npos;
    if (!is_key) return fields.complain("key", "must be one key of the telephone, as \"1\", and not \"#\"");
    for (const Intent& other : parts_.intents) {
      if (other.key == key[0]) return fields.complain("key", "is the key of " + quoted(other.name) + " already");
    }
    intent.key = key[0];
    if (intent.topic.empty()) fields.complain("key", "needs a topic, so that the menu can say what it is for");
  }

  void read_examples(JsonFields& fields, Intent& intent) {
    const Texts written = texts_.read(fields, "examples");
    if (written.empty() && intent.key == 0) return fields.complain("examples", "are missing");
    for (const auto& [language, examples] : written) {
      std::vector<ExampleVariant>& all = intent.examples[language];
      for (const std::string& text : examples) {
        auto variants = read_example(text);
        if (!variants)
          return fields.complain("examples",
                                 "in \"" + language + "\": " + quoted(text) + " " + variants.error().message);
        for (const ExampleVariant& variant : *variants) check_slots(fields, text, variant);
        variants_ += variants->size();
        if (variants_ > kMostVariantsOfABook)
          return fields.complain("examples", "stand for more than 20000 sentences in the file");
        all.insert(all.end(), variants->begin(), variants->end());
      }
    }
  }

  void check_slots(JsonFields& fields, const std::string& text, const ExampleVariant& variant) {
    for (const ExamplePart& part : variant) {
      if (!part.slot.empty() && slot_of(part.slot) < 0) {
        return fields.complain("examples", "with " + quoted(text) + " " + no_slot(part.slot));
      }
    }
  }

  void read_collect(JsonFields& fields, Intent& intent) {
    std::vector<std::string> names;
    fields.read("collect", names);
    for (const std::string& name : names) {
      if (slot_of(name) < 0) return fields.complain("collect", no_slot(name));
      intent.collect.push_back(slot_of(name));
    }
  }

  void read_answers_of(JsonFields& fields, Intent& intent) {
    std::string by;
    fields.read("answers_by", by);
    if (!by.empty()) {
      intent.answers_by = slot_of(by);
      if (intent.answers_by < 0) return fields.complain("answers_by", no_slot(by));
    }
    const json::Value* member = fields.take("answers_of");
    if ((member != nullptr) != (intent.answers_by >= 0)) {
      return fields.complain("answers_of", "and answers_by belong together");
    }
    if (member == nullptr) return;
    JsonFields inner(*member, fields.path_of("answers_of"), problem_);
    if (member->as_object() == nullptr) return;
    for (const auto& [value, texts] : *member->as_object()) {
      check_value(inner, value, parts_.slots[static_cast<std::size_t>(intent.answers_by)]);
      Texts answers = texts_.read(inner, value);
      texts_.complete(inner, value, answers, known_in_answers());
      intent.answers_of.emplace_back(value, std::move(answers));
    }
  }

  void check_value(JsonFields& fields, const std::string& value, const IntentSlot& slot) {
    if (slot.kind != SlotKind::kChoice) return;
    std::vector<std::string_view> values;
    for (const SlotChoice& choice : slot.choices) values.push_back(choice.value);
    if (std::find(values.begin(), values.end(), value) != values.end()) return;
    fields.complain(value, "is no value of the slot " + quoted(slot.name) + "; the nearest is " +
                               quoted(nearest_word(value, values)));
  }

  /// Who is understood has to be answered.
  void check_answers(JsonFields& fields, const Intent& intent) {
    if (intent.action != IntentAction::kAnswer || !intent.collect.empty()) return;
    for (const auto& [language, examples] : intent.examples) {
      bool answered = !texts_in(intent.answers, language).empty();
      for (const auto& [value, texts] : intent.answers_of)
        answered = answered || !texts_in(texts, language).empty();
      if (!answered) fields.complain("answers", "has nothing in \"" + language + "\", in which there are examples");
    }
  }

  /// Else a caller who has said the value would be asked for it again.
  void check_values_answered(JsonFields& fields, const Intent& intent) {
    if (intent.answers_by < 0) return;
    for (const SlotChoice& choice : parts_.slots[static_cast<std::size_t>(intent.answers_by)].choices) {
      const auto is_its = [&](const auto& one) { return one.first == choice.value; };
      const auto own = std::find_if(intent.answers_of.begin(), intent.answers_of.end(), is_its);
      for (const auto& [language, examples] : intent.examples) {
        const bool said = !texts_in(choice.words, language).empty();
        const bool answered = !texts_in(intent.answers, language).empty() ||
                              (own != intent.answers_of.end() && !texts_in(own->second, language).empty());
        if (said && !answered) {
          fields.complain("answers_of", "has nothing for " + quoted(choice.value) + " in \"" + language + "\"");
        }
      }
    }
  }

  const Languages& languages_;
  FileProblem& problem_;
  IntentTexts texts_;
  IntentBook::Parts parts_;
  std::vector<std::string> slot_names_;
  std::size_t variants_ = 0;
};

}  // namespace

Result<IntentBook> read_intent_book(std::string_view text, std::string_view file, const Languages& languages) {
  json::ParseOptions options;
  options.comments = true;
  const auto value = json::parse(text, file, options);
  if (!value) return value.error();
  FileProblem problem{std::string(file)};
  IntentBook::Parts parts = IntentFileReader(languages, problem).read(*value);
  if (problem.first()) return *problem.first();
  return IntentBook(std::move(parts));
}

}  // namespace parley
