#include "core/vad/noise_floor.h"

#include <algorithm>

namespace parley {
namespace {

// The minimum of 75 levels of steady noise lies about 13 % under their mean (RMS of 160 samples deviates by
// 5.6 %, and the expected minimum of 75 normal draws is 2.4 deviations down).
constexpr int kBiasPercent = 115;

}  // namespace

void NoiseFloor::add(int level, bool voiced, bool counts) {
  if (!counts) return;
  window_[frames_ % kWindowFrames] = level;
  ++frames_;
  if (!voiced && !calibrated_) {
    unvoiced_ += kFrameDuration;
    calibrated_ = unvoiced_ >= config_.calibration;
  }
  update();
}

void NoiseFloor::raise(int level) {
  for (int& slot : window_) slot = std::max(slot, level * 100 / kBiasPercent);
  calibrated_ = true;  // steady noise is as good a look at the line as silence is
  update();
}

void NoiseFloor::update() {
  if (!valid()) return;
  const std::size_t held = std::min(frames_, kWindowFrames);
  const int lowest = *std::min_element(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(held));
  level_ = lowest * kBiasPercent / 100;
  if (!calibrated_) level_ = std::min(level_, kUncalibratedCap);
}

bool NoiseFloor::threshold_low() const {
  if (config_.fixed_threshold <= 0 || (!calibrated_ && frames_ < kWindowFrames)) return false;
  return config_.fixed_threshold * 2 < level_ * 3;
}

int NoiseFloor::voice_threshold() const {
  if (config_.fixed_threshold > 0) return config_.fixed_threshold;
  return std::max(config_.min_threshold, level_ * config_.floor_factor_percent / 100 + config_.floor_offset);
}

int NoiseFloor::barge_in_threshold() const {
  if (config_.fixed_threshold > 0) return config_.fixed_threshold;
  // Nothing is known of the line while the agent greets from its first frames on: then what interrupts has to stand out
  // from the loudest floor that a line may have, or a noisy one would end the greeting.
  const int floor = valid() ? level_ : kUncalibratedCap;
  return std::max(voice_threshold(), floor * config_.floor_factor_percent / 100 + 10);  // SPEC 1.3
}

}  // namespace parley
