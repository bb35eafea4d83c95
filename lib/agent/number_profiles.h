// Who answers which number: the file of the setting agent.numbers. Numbers are written as in E.164 ("+15550100"),
// blanks and hyphens aside; "default" answers all others. What an entry leaves out is as in "default", and what
// that leaves out is as in the server's own settings.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/reply/language.h"
#include "speech/agent_profile.h"

namespace parley {

using ProfilePtr = std::shared_ptr<const AgentProfile>;

class NumberProfiles {
 public:
  using Own = std::vector<std::shared_ptr<AgentProfile>>;

  /// One profile answers every number.
  explicit NumberProfiles(AgentProfile only = {}) : profiles_{std::make_shared<AgentProfile>(std::move(only))} {}
  /// The first answers what is not among the numbers.
  NumberProfiles(Own profiles, std::map<std::string, std::size_t, std::less<>> numbers)
      : profiles_(std::move(profiles)), numbers_(std::move(numbers)) {}

  /// Never null, whatever was called.
  ProfilePtr profile_for(std::string_view called) const { return profiles_[index_for(called)]; }
  /// The place among `profiles` of the one that answers.
  std::size_t index_for(std::string_view called) const;
  std::vector<ProfilePtr> profiles() const { return {profiles_.begin(), profiles_.end()}; }
  /// Whom each profile answers, in their order: "default", "+15550102"; of an only one there is nothing to tell.
  std::vector<std::string> names() const;

  /// Once, before the first call: which languages the recogniser knows, so that callers are told of their keys in
  /// the others.
  void tell_who_is_understood(const std::function<bool(std::string_view language)>& understands);

 private:
  Own profiles_;
  std::map<std::string, std::size_t, std::less<>> numbers_;  // digits with a plus before them
};

/// Reads the intents of a file that an entry names; the file is as it is written there.
using LoadIntents = std::function<Result<std::shared_ptr<const IntentBook>>(const std::string& file)>;

/// `fallback` is what the server's own settings say. Errors name file and line.
Result<NumberProfiles> read_number_profiles(std::string_view text, std::string_view file,
                                            const AgentProfile& fallback, const Languages& languages,
                                            const LoadIntents& load);
/// The same from disk: intents are looked for beside the file.
Result<NumberProfiles> load_number_profiles(const std::string& file, const AgentProfile& fallback,
                                            const Languages& languages);

}  // namespace parley
