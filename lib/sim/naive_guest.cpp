#include "sim/naive_guest.h"

namespace parley {
namespace {

template <class T>
void override_with(T& member, const std::optional<T>& given) {
  if (given) member = *given;
}

}  // namespace

NaiveConfig naive_config_of(const Scenario& scenario) {
  const NaiveScript& script = scenario.agent.naive;
  NaiveConfig config;
  config.seed = scenario.seed;
  config.fault = script.fault;
  config.pacing = script.pacing.value_or(info_of(script.fault).pacing);
  override_with(config.threshold, script.threshold);
  override_with(config.silence, script.silence);
  override_with(config.max_utterance, script.max_utterance);
  override_with(config.first_audio, script.first_audio);
  override_with(config.reply, script.reply);
  override_with(config.greeting, script.greeting);
  override_with(config.marks, script.marks);
  override_with(config.barge_in, script.barge_in);
  override_with(config.fault_on_turn, script.fault_on_turn);
  override_with(config.calls_before, script.calls_before);
  return config;
}

}  // namespace parley
