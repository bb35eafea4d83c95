// Any text is JSON or an error with a place, and a scenario or an error with a place. What is JSON is written and
// read again to the same text.
#include "core/base/check.h"
#include "core/base/json.h"
#include "core/call/settings.h"
#include "sim/scenario.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

void check_json(const std::string& text) {
  const auto parsed = json::parse(text, "fuzz.json");
  if (!parsed.has_value()) {
    PARLEY_CHECK(!parsed.error().message.empty() && parsed.error().place.starts_with("fuzz.json:"));
    return;
  }
  std::string written;
  json::Writer(written).value(*parsed);
  const auto again = json::parse(written, "again.json");
  PARLEY_CHECK(again.has_value());
  std::string twice;
  json::Writer(twice).value(*again);
  PARLEY_CHECK(twice == written);
}

void check_scenario(const std::string& text) {
  const Result<Scenario> scenario = read_scenario(text, "fuzz.json");
  if (!scenario.has_value()) {
    PARLEY_CHECK(!scenario.error().message.empty() && scenario.error().place.starts_with("fuzz.json:"));
    return;
  }
  PARLEY_CHECK(call_limit(*scenario) > Duration{});
  static_cast<void>(check_sounds(*scenario, SoundBank{}));
  CallConfig config;
  for (const ScenarioSetting& setting : scenario->settings) {
    static_cast<void>(apply_setting(config, setting.key, setting.value, "fuzz.json"));
  }
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = parley::fuzz::text_of(data, size);
  parley::fuzz::check_json(text);
  parley::fuzz::check_scenario(text);
  return 0;
}
