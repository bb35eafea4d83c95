// The list of providers: every name that a configuration may say, and what makes it. A new one is a line here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "speech/provider_setting.h"
#include "speech/speech_team.h"

namespace parley {

struct TeamChoice {
  std::string recognizer = "embedded";
  std::string replier = "embedded";
  std::string synthesizer = "embedded";
};

/// What may be chosen for each, in the order in which people should see it.
std::vector<std::string> recognizer_names();
std::vector<std::string> replier_names();
std::vector<std::string> synthesizer_names();

/// The settings of all providers, in the order of the list.
const std::vector<const ProviderSetting*>& provider_settings();

/// Makes all three; the error names the provider and the setting that is wrong or missing.
Result<SpeechTeam> make_team(const TeamChoice& choice, const ProviderParts& parts);

}  // namespace parley
