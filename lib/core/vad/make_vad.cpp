#include "core/vad/make_vad.h"

#include "core/vad/energy_vad.h"

namespace parley {

std::unique_ptr<VoiceActivityDetector> make_vad(std::string_view name) {
  if (name == "energy") return std::make_unique<EnergyVad>();
  return nullptr;
}

std::vector<std::string_view> vad_names() {
  return {"energy"};
}

}  // namespace parley
