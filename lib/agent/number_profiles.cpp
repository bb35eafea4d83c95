#include "agent/number_profiles.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/base/json_fields.h"
#include "core/reply/intents/intent_file.h"
#include "core/reply/reply_ending.h"
#include "files/text_file.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 2'000'000;
constexpr std::size_t kMostNumbers = 10'000;
constexpr std::string_view kDefault = "default";

/// Digits with a plus before them; empty if it is no number as E.164 has them.
std::string plain_number(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.') continue;
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c == '+' && out.empty())) return "";
    out += c;
  }
  const bool whole = out.size() >= 8 && out.size() <= 16 && out.front() == '+';
  return whole ? out : "";
}

class NumbersReader {
 public:
  NumbersReader(FileProblem& problem, const Languages& languages, const LoadIntents& load)
      : problem_(problem), languages_(languages), load_(load) {}

  NumberProfiles read(const json::Value& file, const AgentProfile& fallback) {
    JsonFields fields(file, "", problem_);
    AgentProfile first = fallback;
    if (const json::Value* entry = file.find(kDefault)) read_entry(*entry, kDefault, first);
    std::vector<std::shared_ptr<AgentProfile>> profiles{std::make_shared<AgentProfile>(first)};
    std::map<std::string, std::size_t, std::less<>> numbers;
    const json::Object* entries = file.as_object();
    if (entries != nullptr && entries->size() > kMostNumbers)
      problem_.report(file.line(), "there are more than 10000 numbers");
    for (std::size_t i = 0; entries != nullptr && i < entries->size() && !problem_.first(); ++i) {
      const auto& [key, entry] = (*entries)[i];
      if (key == kDefault || key == "$schema") continue;
      const std::string number = plain_number(key);
      if (number.empty()) {
        problem_.report(entry.line(),
                        parley::quoted(key) + " is neither a number as \"+15550100\" nor \"default\"");
        break;
      }
      AgentProfile profile = first;
      read_entry(entry, key, profile);
      if (!numbers.emplace(number, profiles.size()).second)
        problem_.report(entry.line(), parley::quoted(key) + " is given twice");
      profiles.push_back(std::make_shared<AgentProfile>(std::move(profile)));
    }
    return {std::move(profiles), std::move(numbers)};
  }

 private:
  void read_entry(const json::Value& entry, std::string_view key, AgentProfile& profile) {
    JsonFields fields(entry, parley::quoted(key), problem_);
    const std::string language = profile.language;
    fields.read("language", profile.language);
    check_language(fields, profile.language);
    // A voice and a greeting are of a language: those of another do not pass on.
    if (profile.language != language) profile.voice = profile.greeting = "";
    fields.read("voice", profile.voice);
    fields.read("greeting", profile.greeting);
    fields.read("prompt", profile.prompt);
    fields.read("history", profile.history, 0, 200);
    fields.read("transfer_to", profile.transfer_to);
    if (fields.has("transfer_to") && !profile.transfer_to.empty() && !is_dialable(profile.transfer_to))
      fields.complain("transfer_to", kTransferForm);
    read_intents(fields, profile);
    fields.finish();
  }

  void check_language(JsonFields& fields, const std::string& code) {
    if (languages_.contains(code)) return;
    std::vector<std::string_view> codes;
    for (const auto& [known, language] : languages_) codes.push_back(known);
    fields.complain("language", "is " + parley::quoted(code) + ", which the agent does not know; the nearest is " +
                                    parley::quoted(nearest_word(code, codes)));
  }

  void read_intents(JsonFields& fields, AgentProfile& profile) {
    std::string file;
    fields.read("intents", file);
    if (problem_.first()) return;
    if (!file.empty()) {
      auto known = books_.find(file);
      if (known == books_.end()) {
        auto book = load_(file);
        if (!book) return fields.complain("intents", "cannot be used: " + book.error().text());
        known = books_.emplace(file, std::move(*book)).first;
      }
      profile.intents = known->second;
    }
    if (profile.intents != nullptr && profile.intents->language(profile.language) == nullptr) {
      fields.complain("language",
                      "is " + parley::quoted(profile.language) + ", in which the intents have no examples");
    }
  }

  FileProblem& problem_;
  const Languages& languages_;
  const LoadIntents& load_;
  std::map<std::string, std::shared_ptr<const IntentBook>> books_;  // one for all that name the same file
};

}  // namespace

void NumberProfiles::tell_who_is_understood(const std::function<bool(std::string_view language)>& understands) {
  for (const auto& profile : profiles_) profile->hears = understands(profile->language);
}

std::vector<std::string> NumberProfiles::names() const {
  std::vector<std::string> names(profiles_.size());
  if (profiles_.size() > 1) names.front() = kDefault;
  for (const auto& [number, index] : numbers_) names[index] = number;
  return names;
}

std::size_t NumberProfiles::index_for(std::string_view called) const {
  const auto found = numbers_.find(plain_number(called));
  return found == numbers_.end() ? 0 : found->second;
}

Result<NumberProfiles> read_number_profiles(std::string_view text, std::string_view file,
                                            const AgentProfile& fallback, const Languages& languages,
                                            const LoadIntents& load) {
  json::ParseOptions options;
  options.comments = true;
  const auto value = json::parse(text, file, options);
  if (!value) return value.error();
  FileProblem problem{std::string(file)};
  NumberProfiles profiles = NumbersReader(problem, languages, load).read(*value, fallback);
  if (problem.first()) return *problem.first();
  return profiles;
}

Result<NumberProfiles> load_number_profiles(const std::string& file, const AgentProfile& fallback,
                                            const Languages& languages) {
  const auto text = read_text_file(file, kMostBytes);
  if (!text) return text.error();
  const auto load = [&](const std::string& name) -> Result<std::shared_ptr<const IntentBook>> {
    const std::string path = (fs::path(file).parent_path() / name).string();
    const auto intents = read_text_file(path, kMostBytes);
    if (!intents) return intents.error();
    auto book = read_intent_book(*intents, path, languages);
    if (!book) return book.error();
    return std::make_shared<const IntentBook>(std::move(*book));
  };
  return read_number_profiles(*text, file, fallback, languages, load);
}

}  // namespace parley
