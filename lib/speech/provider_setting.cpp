#include "speech/provider_setting.h"

#include <charconv>

namespace parley {
namespace {

bool same_word(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    if (byte != lower[i]) return false;
  }
  return true;
}

bool is_on(std::string_view text) {
  return same_word(text, "true") || same_word(text, "1") || same_word(text, "yes") || same_word(text, "on");
}

bool is_off(std::string_view text) {
  return same_word(text, "false") || same_word(text, "0") || same_word(text, "no") || same_word(text, "off");
}

bool is_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://", "ws://", "wss://"}) {
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  }
  return false;
}

std::int64_t number_in(std::string_view text, bool& whole) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  whole = error == std::errc{} && end == text.data() + text.size();
  return value;
}

std::string problem_with(const ProviderSetting& setting, std::string_view value) {
  switch (setting.kind) {
    case SettingKind::kText:
      return {};
    case SettingKind::kNumber: {
      bool whole = false;
      const std::int64_t number = number_in(value, whole);
      if (whole && number >= setting.low && number <= setting.high) return {};
      return "a whole number from " + std::to_string(setting.low) + " to " + std::to_string(setting.high);
    }
    case SettingKind::kSwitch:
      return is_on(value) || is_off(value) ? "" : "true or false";
    case SettingKind::kUrl:
      return value.empty() || is_url(value) ? "" : "an address such as https://host/path";
  }
  return {};
}

}  // namespace

std::string ProviderValues::set(const ProviderSetting& setting, std::string_view value) {
  std::string allowed = problem_with(setting, value);
  if (allowed.empty()) values_.insert_or_assign(std::string(setting.key), std::string(value));
  return allowed;
}

std::string ProviderValues::text(const ProviderSetting& setting) const {
  const auto found = values_.find(setting.key);
  return found == values_.end() ? std::string(setting.fallback) : found->second;
}

std::int64_t ProviderValues::number(const ProviderSetting& setting) const {
  bool whole = false;
  return number_in(text(setting), whole);
}

bool ProviderValues::on(const ProviderSetting& setting) const {
  return is_on(text(setting));
}

}  // namespace parley
