#include "sim/naive_guest.h"

namespace parley {
namespace {

template <class T>
void override_with(T& member, const std::optional<T>& given) {
  if (given) member = *given;
}

}  // namespace

Result<NaiveConfig> naive_config_of(const Scenario& scenario) {
  const NaiveScript& script = scenario.agent.naive;
  NaiveConfig config;
  config.seed = scenario.seed;
  if (!script.fault.empty()) {
    const auto fault = naive_fault_from(script.fault);
    if (!fault) {
      std::string known;
      for (const NaiveFaultInfo& info : naive_faults()) known += (known.empty() ? "" : ", ") + std::string(info.name);
      return make_error("agent.fault knows no \"" + script.fault + "\"; there are " + known,
                        scenario.file + ":" + std::to_string(script.fault_line));
    }
    config.fault = *fault;
    config.pacing = info_of(*fault).pacing;
  }
  override_with(config.threshold, script.threshold);
  override_with(config.silence, script.silence);
  override_with(config.max_utterance, script.max_utterance);
  override_with(config.first_audio, script.first_audio);
  override_with(config.reply, script.reply);
  override_with(config.greeting, script.greeting);
  override_with(config.marks, script.marks);
  if (script.burst) config.pacing = *script.burst ? NaivePacing::kBurst : NaivePacing::kPaced;
  return config;
}

}  // namespace parley
