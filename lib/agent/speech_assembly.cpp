#include "agent/speech_assembly.h"

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>

#include "speech/worker_pool.h"

namespace parley {
namespace {

/// Engines that are built in work where calls do not: a thread a processor, and two where there is one, so that a
/// voice is not kept waiting by another call's recogniser.
std::shared_ptr<WorkerPool> make_workers() {
  return std::make_shared<WorkerPool>(std::max(2U, std::thread::hardware_concurrency()));
}

}  // namespace

Result<SpeechAssembly> assemble_speech(const AgentConfig& config) {
  SpeechAssembly speech;
  auto languages = read_languages(config.languages);
  if (!languages) return languages.error();
  speech.languages = std::move(*languages);
  if (!speech.languages.contains(config.language)) {
    return make_error("there is no file for the language \"" + config.language +
                          "\", so the agent would not know what to say by itself; put " + config.language +
                          ".json into the folder that agent.languages names",
                      "agent.language");
  }
  auto profile = default_profile(config, speech.languages);
  if (!profile) return profile.error();
  speech.numbers = NumberProfiles(**profile);
  if (!config.numbers.empty()) {
    auto numbers = load_number_profiles(config.numbers, **profile, speech.languages);
    if (!numbers) return numbers.error();
    speech.numbers = std::move(*numbers);
  }
  auto team = make_team(team_choice(config), {config.speech, make_workers(), speech.numbers.profiles()});
  if (!team) return team.error();
  speech.team = std::move(*team);
  speech.numbers.tell_who_is_understood(
      [&](std::string_view language) { return speech.team.recognizer->understands(language); });
  return speech;
}

BusyWords busy_words_of(const SpeechAssembly& speech) {
  return [languages = speech.languages, numbers = speech.numbers](std::string_view called) {
    const Language& language = language_of(languages, numbers.profile_for(called)->language);
    return twilio::Say{language.busy, language.busy_voice, language.busy_language};
  };
}

AgentPlanner speaking_planner_of(const SpeechAssembly& speech, const CallConfig& base,
                                 std::vector<std::string>& warnings, KeepLead keep) {
  auto prepared = prepare_agents(speech.numbers.profiles(), speech.languages, base, speech.team, warnings);
  return speaking_planner(
      speech.team,
      [prepared = std::move(prepared), numbers = speech.numbers](std::string_view called) {
        return prepared[numbers.index_for(called)];
      },
      std::move(keep));
}

}  // namespace parley
