// Every number that a user may turn, as one table over the members of CallConfig. The structs hold the defaults;
// the table adds key, unit, range, environment name and meaning. Parser, --help, --print-config, schema and
// start-up lints all come from it. Only apps read the environment.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/call/call_config.h"

namespace parley {

enum class SettingUnit : std::uint8_t { kMilliseconds, kCount, kLevel, kHundredths, kSwitch, kName };

struct Setting {
  std::string_view key;          // "endpoint.silence_ms"
  std::string_view environment;  // "" where there is none
  SettingUnit unit;
  std::int64_t low;  // of numbers, in their unit (milliseconds, counts, hundredths)
  std::int64_t high;
  std::string_view doc;
  std::function<std::string(const CallConfig&)> get;
  std::function<void(CallConfig&, std::int64_t)> set_number;
  std::function<void(CallConfig&, std::string_view)> set_text;
  std::vector<std::string_view> names;  // of kName: all that it may be
};

std::span<const Setting> settings();
const Setting* find_setting(std::string_view key);
/// A number of this unit as it is written: 220 hundredths are "2.2".
std::string written(SettingUnit unit, std::int64_t value);

/// Sets one key from its text. Errors say what is allowed; an unknown key names the nearest known one.
std::optional<Error> apply_setting(CallConfig& config, std::string_view key, std::string_view value,
                                   std::string_view place);
/// Sets what the environment gives; `lookup` answers nothing for a name that is not set.
std::optional<Error> apply_environment(CallConfig& config,
                                       const std::function<std::optional<std::string>(std::string_view)>& lookup);
/// Keys and values that differ from the defaults, in the order of the table.
std::vector<std::pair<std::string, std::string>> changed_settings(const CallConfig& config);
/// Combinations that are legal and unwise, each in a sentence.
std::vector<std::string> lint_settings(const CallConfig& config);

}  // namespace parley
