#include "speech/providers.h"

#include <algorithm>
#include <array>
#include <span>

#include "speech/by_language.h"
#include "speech/keypad_recognizer.h"

namespace parley {
namespace {

template <class Provider>
struct Entry {
  std::string_view name;
  Result<std::shared_ptr<const Provider>> (*make)(const ProviderParts& parts);
};

Result<std::shared_ptr<const RecognizerProvider>> make_keypad(const ProviderParts&) {
  return std::shared_ptr<const RecognizerProvider>(std::make_shared<KeypadRecognizers>());
}

constexpr std::array kRecognizers{
    Entry<RecognizerProvider>{"keypad", make_keypad},
};

template <class Provider>
Result<std::shared_ptr<const Provider>> make(std::span<const Entry<Provider>> entries, std::string_view role,
                                             const std::string& name, const ProviderParts& parts) {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&name](const Entry<Provider>& one) { return one.name == name; });
  if (entry == entries.end()) return make_error("there is no provider \"" + name + "\"", std::string(role));
  auto made = entry->make(parts);
  if (!made) return make_error(made.error().text(), std::string(role) + " " + name);
  return made;
}

template <class Provider, std::size_t kCount>
std::vector<std::string> names_of(const std::array<Entry<Provider>, kCount>& entries) {
  std::vector<std::string> names;
  for (const Entry<Provider>& entry : entries) names.emplace_back(entry.name);
  return names;
}

}  // namespace
}  // namespace parley
