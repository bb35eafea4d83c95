// The settings of providers: each provider's file has a table of its own, and this is what the tables are made of
// and what was given for them. Configuration file, environment, --set and --print-config come from the tables.
// Nothing here reads the environment; apps do.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "speech/agent_profile.h"

namespace parley {

class WorkerPool;

enum class SettingKind : std::uint8_t { kText, kNumber, kSwitch, kUrl };

struct ProviderSetting {
  std::string_view key;          // "openai.base_url"
  std::string_view environment;  // "OPENAI_BASE_URL"; "" where there is none
  std::string_view fallback;     // what holds when nothing was given
  std::string_view doc;          // meaning and unit, a sentence
  SettingKind kind = SettingKind::kText;
  std::int64_t low = 0;  // of numbers
  std::int64_t high = 0;
  bool secret = false;  // never shown; given by environment, or as a file that NAME_FILE names
};

class ProviderValues {
 public:
  /// An empty answer is success; else what is allowed.
  std::string set(const ProviderSetting& setting, std::string_view value);
  bool given(const ProviderSetting& setting) const { return values_.find(setting.key) != values_.end(); }

  std::string text(const ProviderSetting& setting) const;
  std::int64_t number(const ProviderSetting& setting) const;
  bool on(const ProviderSetting& setting) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// What a provider is made of when a server starts.
struct ProviderParts {
  ProviderValues values;
  std::shared_ptr<WorkerPool> workers;                        // for what would hold up a loop
  std::vector<std::shared_ptr<const AgentProfile>> profiles;  // all that calls may have
};

}  // namespace parley
