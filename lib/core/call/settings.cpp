#include "core/call/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include "core/vad/make_vad.h"

namespace parley {
namespace {

template <class Read>
Setting milliseconds(std::string_view key, std::string_view environment, std::int64_t low, std::int64_t high,
                     std::string_view doc, Read member) {
  return {key,
          environment,
          SettingUnit::kMilliseconds,
          low,
          high,
          doc,
          [member](const CallConfig& c) { return std::to_string(to_millis(member(const_cast<CallConfig&>(c)))); },
          [member](CallConfig& c, std::int64_t value) { member(c) = millis(value); },
          nullptr,
          {}};
}

template <class Read>
Setting number(std::string_view key, std::string_view environment, SettingUnit unit, std::int64_t low,
               std::int64_t high, std::string_view doc, Read member) {
  return {key,
          environment,
          unit,
          low,
          high,
          doc,
          [member, unit](const CallConfig& c) { return written(unit, member(const_cast<CallConfig&>(c))); },
          [member](CallConfig& c, std::int64_t value) { member(c) = static_cast<int>(value); },
          nullptr,
          {}};
}

template <class Read>
Setting flag(std::string_view key, std::string_view environment, std::string_view doc, Read member) {
  return {
      key,
      environment,
      SettingUnit::kSwitch,
      0,
      1,
      doc,
      [member](const CallConfig& c) { return std::string(member(const_cast<CallConfig&>(c)) ? "true" : "false"); },
      [member](CallConfig& c, std::int64_t value) { member(c) = value != 0; },
      nullptr,
      {}};
}

constexpr std::array<std::string_view, 3> kEarlyEnds{"off", "with_text", "always"};  // in the order of EarlyEnd
static_assert(static_cast<std::size_t>(EarlyEnd::kAlways) + 1 == kEarlyEnds.size());

Setting early_end_setting() {
  return {
      "endpoint.drop",
      "",
      SettingUnit::kName,
      0,
      0,
      "What ends an utterance sooner: nothing, a fall of the level with a complete text, or any such fall.",
      [](const CallConfig& c) { return std::string(kEarlyEnds[static_cast<std::size_t>(c.turn.endpoint.drop)]); },
      nullptr,
      [](CallConfig& c, std::string_view name) {
        const auto* found = std::find(kEarlyEnds.begin(), kEarlyEnds.end(), name);
        c.turn.endpoint.drop = static_cast<EarlyEnd>(found - kEarlyEnds.begin());
      },
      {kEarlyEnds.begin(), kEarlyEnds.end()}};
}

Setting detector_setting() {
  return {"vad.detector",
          "",
          SettingUnit::kName,
          0,
          0,
          "Which detector of voice decides.",
          [](const CallConfig& c) { return c.detector; },
          nullptr,
          [](CallConfig& c, std::string_view name) { c.detector = name; },
          vad_names()};
}

#define MEMBER(path)            \
  [](CallConfig & c) -> auto& { \
    return c.path;              \
  }

/// How the caller is heard, and when his turn is over.
std::vector<Setting> hearing_settings() {
  using enum SettingUnit;
  return {
      milliseconds("vad.calibration_ms", "", 0, 10'000,
                   "Unvoiced audio after which the noise floor counts as calibrated.", MEMBER(vad.calibration)),
      number("vad.min_threshold", "", kLevel, 1, 32'767, "Voice is never quieter than this RMS.",
             MEMBER(vad.min_threshold)),
      number("vad.floor_factor", "", kHundredths, 100, 2'000, "Voice is louder than the floor times this.",
             MEMBER(vad.floor_factor_percent)),
      number("vad.floor_offset", "", kLevel, 0, 32'767, "... plus this.", MEMBER(vad.floor_offset)),
      number("vad.fixed_threshold", "VAD_RMS", kLevel, 0, 32'767,
             "Replaces the voice and the barge-in threshold; 0 lets them follow the floor.",
             MEMBER(vad.fixed_threshold)),
      milliseconds("vad.onset_ms", "", 20, 500, "Voice this long is believed.", MEMBER(vad.onset)),
      milliseconds("vad.release_ms", "", 20, 500, "Silence this long ends a stretch of voice.",
                   MEMBER(vad.release)),
      milliseconds("endpoint.silence_ms", "MIN_UTT_SEC", 100, 10'000,
                   "Continuous silence that ends an utterance (the environment gives seconds).",
                   MEMBER(turn.endpoint.silence)),
      early_end_setting(),
      number("endpoint.drop_ratio", "", kHundredths, 0, 100,
             "... where the silence is at most so loud beside the voice before it.",
             MEMBER(turn.endpoint.drop_ratio_percent)),
      milliseconds("endpoint.drop_silence_ms", "", 40, 5'000, "... and has lasted this long.",
                   MEMBER(turn.endpoint.drop_silence)),
      milliseconds("endpoint.gap_ms", "", 100, 60'000, "No frames for this long is silence.",
                   MEMBER(turn.endpoint.gap)),
      milliseconds("endpoint.min_utterance_ms", "MIN_UTT_MS", 0, 10'000,
                   "An utterance is not closed before this length.", MEMBER(turn.endpoint.min_utterance)),
      milliseconds("endpoint.min_voiced_ms", "", 0, 5'000, "Less voiced audio than this is noise.",
                   MEMBER(turn.endpoint.min_voiced)),
      milliseconds("endpoint.max_utterance_ms", "MAX_UTT_MS", 500, 60'000,
                   "A longer segment is cut for recognition; the turn goes on.",
                   MEMBER(turn.endpoint.max_utterance)),
      milliseconds("endpoint.preroll_ms", "", 0, 2'000, "Audio kept from before the onset.",
                   MEMBER(turn.endpoint.preroll)),
      milliseconds("turn.max_caller_ms", "", 1'000, 600'000, "Longest turn of the caller.",
                   MEMBER(turn.max_caller)),
  };
}

/// What the agent says, and how it leaves.
std::vector<Setting> speaking_settings() {
  using enum SettingUnit;
  return {
      number("turn.max_turns", "MAX_TURNS", kCount, 1, 100'000, "Answered turns; the next one is a farewell.",
             MEMBER(max_turns)),
      milliseconds("idle.prompt_ms", "", 0, 3'600'000,
                   "Nobody speaks this long after a reply: \"are you there?\"; 0 never.", MEMBER(idle.prompt)),
      milliseconds("idle.hangup_ms", "", 0, 3'600'000,
                   "Nobody speaks this long after a reply: a farewell; 0 never.", MEMBER(idle.hangup)),
      milliseconds("dtmf.gap_ms", "", 100, 60'000, "No key for this long ends a number.", MEMBER(turn.digit_gap)),
      milliseconds("turn.filler_after_ms", "", 200, 60'000, "PROCESSING longer than this says \"one moment\".",
                   MEMBER(reply.filler_after)),
      milliseconds("turn.max_speaking_ms", "", 0, 600'000,
                   "A sentence that would end later is not started but offered; 0 says everything.",
                   MEMBER(reply.max_speaking)),
      milliseconds("turn.no_reply_ms", "", 500, 120'000,
                   "No reply audio this long after the end of utterance brings an apology.",
                   MEMBER(reply.no_reply)),
      milliseconds("turn.request_timeout_ms", "REQUEST_TIMEOUT_SEC", 100, 120'000,
                   "Wait for a provider inside a turn, within turn.no_reply_ms (the environment gives seconds).",
                   MEMBER(reply.request_timeout)),
      milliseconds("turn.opener_after_ms", "", 0, 60'000,
                   "The answer's first sentence is not spoken this long after its text: a cached word begins it; 0 "
                   "never.",
                   MEMBER(reply.opener_after)),
      milliseconds("turn.retry_after_ms", "", 0, 7'000,
                   "A model or synthesiser that failed before it gave anything is asked once more this much later.",
                   MEMBER(reply.retry_after)),
      milliseconds("stt.final_timeout_ms", "", 50, 30'000, "Wait for the recogniser's final words.",
                   MEMBER(turn.final_timeout)),
      milliseconds("stt.batch_ms", "STT_BATCH_MS", 20, 1'000, "Caller audio goes to the recogniser in such pieces.",
                   MEMBER(recognizer.batch)),
      flag("stt.streaming", "ENABLE_STREAMING_STT",
           "One recogniser session a call; false: one request for each segment of at most 3 s.",
           MEMBER(recognizer.streaming)),
      milliseconds("stt.kept_ms", "", 1'000, 60'000,
                   "Caller audio that is kept for a recogniser that died; the oldest is dropped.",
                   MEMBER(recognizer.kept)),
      milliseconds(
          "stt.rotate_ms", "", 0, 3'600'000,
          "A recogniser session this old is replaced at a silent point, 50 s later wherever the call is; 0 "
          "never. Google ends one after 305 s: 240000.",
          MEMBER(recognizer.rotate)),
      milliseconds("stt.partial_debounce_ms", "STT_PARTIAL_DEBOUNCE_MS", 0, 2'000,
                   "Words so far are acted on at most this often; the newest count.", MEMBER(partial_debounce)),
      flag("barge_in.enabled", "BARGE_IN", "The caller may interrupt.", MEMBER(turn.barge_in)),
      milliseconds("barge_in.min_ms", "", 20, 5'000, "Voice this long over the threshold takes the floor.",
                   MEMBER(barge_in.min)),
      milliseconds("barge_in.resume_after_ms", "", 0, 30'000,
                   "A reply that was interrupted for nothing goes on this long after the voice at the latest; 0 "
                   "never.",
                   MEMBER(turn.resume_after)),
      milliseconds("tx.lead_ms", "", 40, 10'000, "Most audio the far end holds.", MEMBER(speak.lead)),
      milliseconds("tx.catch_up_ms", "", 20, 10'000, "Most audio sent at once after a stall.",
                   MEMBER(speak.catch_up)),
      milliseconds("tx.trailing_silence_ms", "", 0, 2'000, "Silence after a reply, before its mark.",
                   MEMBER(speak.trailing_silence)),
      milliseconds("tx.mark_timeout_ms", "", 20, 10'000, "Wait for the mark past the computed end of playout.",
                   MEMBER(speak.mark_timeout)),
      milliseconds("greeting.delay_ms", "", 0, 250, "The line is heard this long before the greeting starts.",
                   MEMBER(greeting_delay)),
      milliseconds("drain.finish_ms", "DRAIN_SEC", 0, 3'600'000,
                   "A call goes on this long after the server began to drain, then comes a farewell (the "
                   "environment gives seconds).",
                   MEMBER(drain)),
      detector_setting(),
  };
}

#undef MEMBER

/// Edit distance, for "did you mean": keys are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
    }
  }
  return row[b.size()];
}

std::string nearest_key(std::string_view key) {
  const auto all = settings();
  const auto best = std::min_element(all.begin(), all.end(), [&](const Setting& a, const Setting& b) {
    return distance(a.key, key) < distance(b.key, key);
  });
  return std::string(best->key);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> truth(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (lower == "true" || lower == "1" || lower == "yes" || lower == "on") return 1;
  if (lower == "false" || lower == "0" || lower == "no" || lower == "off") return 0;
  return std::nullopt;
}

/// "0.35" as 350 with `places` 3. More than nine digits after the point are no number of ours; those beyond
/// `places` are left out.
std::optional<std::int64_t> decimal(std::string_view text, std::size_t places) {
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < places; ++i) scale *= 10;
  const auto dot = text.find('.');
  const auto whole = whole_number(text.substr(0, dot));
  if (!whole || text.front() == '-' || *whole > 86'400) return std::nullopt;
  const std::int64_t value = *whole * scale;
  if (dot == std::string_view::npos) return value;
  const std::string_view digits = text.substr(dot + 1);
  const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || digits.size() > 9 || !all_digits) return std::nullopt;
  std::string kept(digits.substr(0, places));
  kept.resize(places, '0');
  return value + whole_number(kept).value_or(0);
}

std::optional<std::int64_t> seconds_as_millis(std::string_view text) {
  return decimal(text, 3);
}

/// What would be lost is refused: 0.555 is not 0.55.
std::optional<std::int64_t> hundredths(std::string_view text) {
  const auto dot = text.find('.');
  if (dot != std::string_view::npos && text.size() - dot > 3) return std::nullopt;
  return decimal(text, 2);
}

std::optional<std::int64_t> parsed(SettingUnit unit, std::string_view text) {
  if (unit == SettingUnit::kSwitch) return truth(text);
  return unit == SettingUnit::kHundredths ? hundredths(text) : whole_number(text);
}

std::string allowed_by(const Setting& setting) {
  if (setting.unit == SettingUnit::kSwitch) return "true or false";
  const bool fraction = setting.unit == SettingUnit::kHundredths;
  return std::string(fraction ? "a number of at most two decimals" : "a whole number") + " from " +
         written(setting.unit, setting.low) + " to " + written(setting.unit, setting.high);
}

std::string one_of(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  return text;
}

Error no_seconds(std::string_view name, std::string_view text) {
  return make_error(std::string(name) + " must be seconds such as 0.35, not \"" + std::string(text) + "\"",
                    "environment");
}

}  // namespace

std::span<const Setting> settings() {
  static const std::vector<Setting> table = [] {
    std::vector<Setting> all = hearing_settings();
    const std::vector<Setting> more = speaking_settings();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
}

const Setting* find_setting(std::string_view key) {
  const auto all = settings();
  const auto it =
      std::find_if(all.begin(), all.end(), [key](const Setting& setting) { return setting.key == key; });
  return it == all.end() ? nullptr : &*it;
}

std::string written(SettingUnit unit, std::int64_t value) {
  if (unit != SettingUnit::kHundredths) return std::to_string(value);
  if (value < 0) return "-" + written(unit, -value);
  std::string text = std::to_string(value / 100);
  const std::int64_t fraction = value % 100;
  if (fraction == 0) return text;
  text += '.';
  text += std::to_string(fraction / 10);
  return fraction % 10 == 0 ? text : text + std::to_string(fraction % 10);
}

std::optional<Error> apply_setting(CallConfig& config, std::string_view key, std::string_view value,
                                   std::string_view place) {
  const Setting* setting = find_setting(key);
  if (setting == nullptr) {
    return make_error(
        "there is no setting \"" + std::string(key) + "\"; did you mean \"" + nearest_key(key) + "\"?",
        std::string(place));
  }
  if (setting->unit == SettingUnit::kName) {
    const auto& names = setting->names;
    if (std::find(names.begin(), names.end(), value) == names.end()) {
      return make_error(std::string(key) + " knows no \"" + std::string(value) + "\"; it may be " + one_of(names),
                        std::string(place));
    }
    setting->set_text(config, value);
    return std::nullopt;
  }
  const auto number = parsed(setting->unit, value);
  if (!number || *number < setting->low || *number > setting->high) {
    return make_error(
        std::string(key) + " must be " + allowed_by(*setting) + ", not \"" + std::string(value) + "\"",
        std::string(place));
  }
  setting->set_number(config, *number);
  return std::nullopt;
}

std::optional<Error> apply_environment(CallConfig& config,
                                       const std::function<std::optional<std::string>(std::string_view)>& lookup) {
  // An empty value is none, for that is how compose files and shells leave a name out.
  const auto given = [&](std::string_view name) {
    auto value = lookup(name);
    return value && value->empty() ? std::nullopt : value;
  };
  // Both names set the same limit; the one in milliseconds wins (SPEC 1.1).
  if (const auto limit = given("MAX_UTT_SEC"); limit && !given("MAX_UTT_MS")) {
    const auto ms = seconds_as_millis(*limit);
    if (!ms) return no_seconds("MAX_UTT_SEC", *limit);
    if (auto error =
            apply_setting(config, "endpoint.max_utterance_ms", std::to_string(*ms), "environment MAX_UTT_SEC"))
      return error;
  }
  for (const Setting& setting : settings()) {
    if (setting.environment.empty()) continue;
    auto value = given(setting.environment);
    if (!value) continue;
    const std::string place = "environment " + std::string(setting.environment);
    if (setting.environment.ends_with("_SEC")) {
      const auto ms = seconds_as_millis(*value);
      if (!ms) return no_seconds(setting.environment, *value);
      value = std::to_string(*ms);
    }
    if (auto error = apply_setting(config, setting.key, *value, place)) return error;
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> changed_settings(const CallConfig& config) {
  const CallConfig defaults;
  std::vector<std::pair<std::string, std::string>> changed;
  for (const Setting& setting : settings()) {
    std::string value = setting.get(config);
    if (value != setting.get(defaults)) changed.emplace_back(setting.key, std::move(value));
  }
  return changed;
}

std::vector<std::string> lint_settings(const CallConfig& config) {
  std::vector<std::string> notes;
  const EndpointConfig& endpoint = config.turn.endpoint;
  if (endpoint.silence < millis(300)) {
    notes.push_back("endpoint.silence_ms under 300 cuts callers off in the pauses of ordinary speech");
  }
  if (endpoint.silence > millis(1000)) {
    notes.push_back("endpoint.silence_ms over 1000 makes every answer wait that long");
  }
  if (config.reply.filler_after >= config.reply.no_reply) {
    notes.push_back("turn.filler_after_ms is not before turn.no_reply_ms: the filler is never said");
  }
  if (config.barge_in.min < config.vad.onset) {
    notes.push_back("barge_in.min_ms is under vad.onset_ms: the onset decides");
  }
  if (endpoint.drop == EarlyEnd::kAlways) {
    notes.push_back("endpoint.drop=always cuts callers off: nearly every pause begins with a fall of the level");
  }
  if (config.max_turns < 5) notes.push_back("turn.max_turns under 5 ends ordinary calls early");
  return notes;
}

}  // namespace parley
