// Lines of "key value": each sets something or is an error that says what is allowed; what has been set is listed,
// and setting what is listed gives the same settings again. The same lines serve as an environment.
#include <map>
#include <optional>

#include "core/base/check.h"
#include "core/call/settings.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

std::map<std::string, std::string> read_lines(std::string_view text) {
  std::map<std::string, std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t space = line.find(' ');
    if (space != std::string_view::npos) lines[std::string(line.substr(0, space))] = line.substr(space + 1);
  }
  return lines;
}

void check_listed(const CallConfig& config) {
  CallConfig again;
  for (const auto& [key, value] : changed_settings(config))
    PARLEY_CHECK(!apply_setting(again, key, value, "again"));
  PARLEY_CHECK(changed_settings(again) == changed_settings(config));
  static_cast<void>(lint_settings(config));
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const std::map<std::string, std::string> lines = fuzz::read_lines(fuzz::text_of(data, size));
  CallConfig config;
  for (const auto& [key, value] : lines) {
    if (const auto error = apply_setting(config, key, value, "place")) {
      PARLEY_CHECK(!error->message.empty() && error->place == "place");
    }
  }
  fuzz::check_listed(config);

  CallConfig from_environment;
  const auto lookup = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = lines.find(std::string(name));
    return found == lines.end() ? std::nullopt : std::optional(found->second);
  };
  if (const auto error = apply_environment(from_environment, lookup)) PARLEY_CHECK(!error->message.empty());
  fuzz::check_listed(from_environment);
  return 0;
}
