#include "core/diagnosis/profile.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parley {
namespace {

constexpr std::array kNames{std::pair{Profile::kUnknown, std::string_view("unknown")},
                            std::pair{Profile::kPipeline, std::string_view("pipeline")},
                            std::pair{Profile::kSpeechToSpeech, std::string_view("speech-to-speech")}};

/// They presume that a handler of one's own collects a turn, closes it and owes an answer to it.
constexpr std::array<std::string_view, 4> kOnlyOfSteps{"eou-late", "illegal-transition", "lost-turn",
                                                       "turn-never-closes"};

}  // namespace

std::string_view name_of(Profile profile) {
  return kNames[static_cast<std::size_t>(profile)].second;
}

std::optional<Profile> profile_from(std::string_view name) {
  for (const auto& [profile, each] : kNames) {
    if (each == name) return profile;
  }
  return std::nullopt;
}

bool applies(std::string_view rule, Profile profile) {
  if (profile != Profile::kSpeechToSpeech) return true;
  return std::find(kOnlyOfSteps.begin(), kOnlyOfSteps.end(), rule) == kOnlyOfSteps.end();
}

}  // namespace parley
