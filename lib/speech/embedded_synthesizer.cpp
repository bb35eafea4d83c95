#include "speech/embedded_synthesizer.h"

#include <algorithm>
#include <utility>

#include "speech/by_language.h"
#include "speech/espeak_synthesizer.h"
#include "speech/flite_synthesizer.h"

namespace parley {
namespace {

constexpr std::string_view kFliteLanguage = "en";

/// Each engine judges the voices of its own profiles only.
ProviderParts parts_of(const ProviderParts& parts, bool english) {
  ProviderParts own = parts;
  std::erase_if(own.profiles,
                [english](const auto& profile) { return (profile->language == kFliteLanguage) != english; });
  return own;
}

}  // namespace

Result<std::shared_ptr<const SynthesisProvider>> make_embedded_synthesizer(const ProviderParts& parts) {
  auto flite = make_flite_synthesizer(parts_of(parts, true));
  if (!flite) return flite.error();
  auto espeak = make_espeak_synthesizer(parts_of(parts, false));
  if (!espeak) return espeak.error();
  SynthesisByLanguage::Named named;
  named.emplace(kFliteLanguage, std::move(*flite));
  return std::shared_ptr<const SynthesisProvider>(
      std::make_shared<SynthesisByLanguage>(std::move(named), std::move(*espeak)));
}

}  // namespace parley
