#include "sim/recomputed_vad.h"

#include <algorithm>
#include <variant>

#include "core/call/call_config.h"

namespace parley {
namespace {

// Frames that arrived at other instants are placed a little differently; less than one frame is no difference.
constexpr Duration kSameInstant = kFrameDuration;

std::vector<VoiceStretch> stretches_of(const trace::CallTrace& trace) {
  std::vector<VoiceStretch> stretches;
  for (const trace::CallEvent& event : trace.events) {
    if (const auto* started = std::get_if<trace::VoiceStarted>(&event.what)) {
      stretches.push_back({started->onset, kNever});
    } else if (const auto* ended = std::get_if<trace::VoiceEnded>(&event.what)) {
      if (!stretches.empty() && stretches.back().end == kNever) stretches.back().end = ended->last_voiced;
    }
  }
  return stretches;
}

bool near(Instant a, Instant b) {
  if (a == kNever || b == kNever) return a == b;
  return (a < b ? b - a : a - b) < kSameInstant;
}

bool overlap(const VoiceStretch& a, const VoiceStretch& b) {
  return a.onset < b.end && b.onset < a.end;
}

}  // namespace

VoiceComparison compare_voice(const trace::CallTrace& recorded, const trace::CallTrace& recomputed) {
  const std::vector<VoiceStretch> before = stretches_of(recorded);
  const std::vector<VoiceStretch> after = stretches_of(recomputed);
  VoiceComparison result;
  for (const VoiceStretch& stretch : before) {
    const auto meets = [&](const VoiceStretch& other) { return overlap(stretch, other); };
    const auto equals = [&](const VoiceStretch& other) {
      return near(stretch.onset, other.onset) && near(stretch.end, other.end);
    };
    if (std::any_of(after.begin(), after.end(), equals)) {
      ++result.same;
    } else if (std::any_of(after.begin(), after.end(), meets)) {
      ++result.moved;
    } else {
      result.unheard.push_back(stretch);
    }
  }
  for (const VoiceStretch& stretch : after) {
    const bool known = std::any_of(before.begin(), before.end(),
                                   [&](const VoiceStretch& other) { return overlap(stretch, other); });
    if (!known) result.newly.push_back(stretch);
  }
  return result;
}

Result<RecomputedVad> recompute_vad(const trace::CallTrace& trace, std::string_view name,
                                    const std::vector<std::pair<std::string, std::string>>& changes) {
  trace::CallTrace heard_anew = trace;
  const CallConfig defaults;
  heard_anew.header.detector = defaults.detector;
  std::erase_if(heard_anew.header.settings, [](const auto& setting) { return setting.first == "vad.detector"; });
  Result<WhatIf> call = what_if(heard_anew, name, changes);
  if (!call.has_value()) return call.error();
  RecomputedVad result;
  result.recorded_by = trace.header.detector;
  result.recomputed_by = defaults.detector;
  for (const auto& [key, value] : changes) {
    if (key == "vad.detector") result.recomputed_by = value;
  }
  result.voice = compare_voice(trace, call->trace);
  result.call = std::move(*call);
  return result;
}

}  // namespace parley
