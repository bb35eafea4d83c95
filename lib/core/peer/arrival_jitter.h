// When a message that Twilio sends at some instant reaches the server: late by a little, now and then by a lot, and
// never out of order. Shaped after recorded calls (TWILIO.md 1.2): deviation about 4 ms, one gap
// in a hundred over 30 to 40 ms instead of 20, none over 90. The delay of the line itself belongs to Link.
#pragma once

#include <cstdint>

#include "core/base/random.h"
#include "core/base/time.h"

namespace parley {

class ArrivalJitter {
 public:
  ArrivalJitter(bool enabled, Random random) : enabled_(enabled), random_(random) {}

  /// The instant of arrival; not before any that was given earlier.
  Instant arrival(Instant sent);

 private:
  bool enabled_;
  Random random_;
  Instant last_ = kCallStart;
};

}  // namespace parley
