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
  auto profile = default_profile(config, speech.languages);
  if (!profile) return profile.error();
  speech.profiles.push_back(std::move(*profile));
  auto team = make_team(team_choice(config), {config.speech, make_workers(), speech.profiles});
  if (!team) return team.error();
  speech.team = std::move(*team);
  return speech;
}

AgentPlanner speaking_planner_of(const SpeechAssembly& speech, const CallConfig& base,
                                 std::vector<std::string>& warnings, KeepLead keep) {
  auto prepared = prepare_agents(speech.profiles, speech.languages, base, speech.team, warnings);
  return speaking_planner(
      speech.team, [first = prepared.front()](std::string_view) { return first; }, std::move(keep));
}

}  // namespace parley
