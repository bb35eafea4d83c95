#include "sim/scenario.h"

#include <algorithm>

namespace parley {

std::string_view name_of(Anchor anchor) {
  switch (anchor) {
    case Anchor::kTime:
      return "at_ms";
    case Anchor::kPrevious:
      return "previous";
    case Anchor::kAgentSpeaking:
      return "agent_speaking";
    case Anchor::kAgentSilent:
      return "agent_silent";
    case Anchor::kMark:
      return "mark";
    case Anchor::kClear:
      return "clear";
  }
  return "";
}

Duration call_limit(const Scenario& scenario) {
  if (scenario.ends_by) return *scenario.ends_by;
  Duration limit = seconds(120);
  for (const CallerStep& step : scenario.caller) {
    if (step.anchor == Anchor::kTime) limit = std::max(limit, step.offset + seconds(60));
  }
  return limit;
}

std::string name_of_text(std::string_view text, std::string_view voice) {
  return std::string(voice) + " reads: " + std::string(text);
}

std::vector<NeededSound> sounds_needed(const Scenario& scenario) {
  std::vector<NeededSound> needed;
  for (const CallerStep& step : scenario.caller) {
    const Say* say = std::get_if<Say>(&step.act);
    if (say == nullptr) continue;
    const bool listed = std::any_of(needed.begin(), needed.end(),
                                    [&](const NeededSound& sound) { return sound.name == say->file; });
    if (listed) continue;
    needed.push_back({say->file, step.line, say->voice.empty() ? std::string() : say->text, say->voice});
  }
  return needed;
}

std::optional<Error> check_sounds(const Scenario& scenario, const SoundBank& sounds) {
  for (std::size_t i = 0; i < scenario.caller.size(); ++i) {
    const CallerStep& step = scenario.caller[i];
    const Say* say = std::get_if<Say>(&step.act);
    if (say == nullptr) continue;
    const std::string place = scenario.file + ":" + std::to_string(step.line);
    const std::string path = "caller[" + std::to_string(i) + "]";
    const auto sound = sounds.find(say->file);
    if (sound == sounds.end()) return make_error(path + ".say: there is no recording \"" + say->file + "\"", place);
    const Duration length = samples_to_duration(static_cast<std::int64_t>(sound->second.size()));
    const auto outside = [&](std::string_view key) {
      return make_error(path + "." + std::string(key) + " lies outside of \"" + say->file + "\", which is " +
                            std::to_string(to_millis(length)) + " ms long",
                        place);
    };
    if (say->from >= length) return outside("from_ms");
    if (say->to && *say->to > length) return outside("to_ms");
  }
  return std::nullopt;
}

}  // namespace parley
