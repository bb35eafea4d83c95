// Defaults of SPEC 1.1 for what is voice.
#pragma once

#include "core/base/time.h"

namespace parley {

struct VadConfig {
  Duration calibration = millis(400);  // unvoiced audio after which the floor counts as calibrated
  int min_threshold = 35;              // RMS
  int floor_factor_percent = 220;      // voice is over floor * 2.2 + 8
  int floor_offset = 8;
  int fixed_threshold = 0;  // VAD_RMS: replaces both thresholds when not 0
  Duration onset = millis(60);
  Duration release = millis(60);
};

}  // namespace parley
