// Explains what comes in by what we have just said: the line's echo of our own voice. Telephone echo is a delayed,
// quiet copy, so one delay and one gain fit most of it; what they leave is the caller.
//
//   said   ####........          position p, as believed played
//   heard      .::::....          the same, `delay` later and quieter
//
// A delay is believed only when three frames running agree on it: two voices resemble each other for a moment, and
// seldom at the same distance for long. With no echo on the line about one frame in a hundred of two made voices
// was explained wrongly (tests/core/audio/echo_reference_test.cpp holds it under two). Integers throughout; no
// clock, no threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/audio/frame.h"

namespace parley {

class EchoReference {
 public:
  /// Audio of ours that begins at this position of our stream (bytes since the call began).
  void said(std::int64_t position, std::span<const std::uint8_t> mulaw);
  /// The level of `heard` that our own voice does not explain. `position` is what was believed to be played at the
  /// end of the frame. Call it for every frame while our voice is or was just audible.
  int unexplained_level(const PcmFrame& heard, std::int64_t position);
  /// The delay in samples once it is known.
  std::optional<int> delay() const { return locked_; }

 private:
  static constexpr std::size_t kMemory = 32'768;  // 4 s of what we said
  static constexpr std::size_t kWindow = 480;     // 60 ms of what was heard
  static constexpr int kLongestDelay = 4'800;     // 600 ms
  static constexpr int kCoarse = 4;               // samples summed to one while searching
  static constexpr int kDrift = 4;                // samples by which frames may differ in their delay
  static constexpr int kAgreeing = 3;
  static constexpr int kLongestPause = 3;  // unexplained frames between two searches that find nothing
  static constexpr int kWidest = 16;  // samples from the shortest to the longest delay that are compared closely

  struct Fit {
    int delay = 0;
    std::int64_t product = 0;  // sum of heard * said
    std::int64_t said_energy = 0;
    /// Of what was heard, how much energy this explains.
    double share() const {
      return static_cast<double>(product) * static_cast<double>(product) / static_cast<double>(said_energy);
    }
  };

  /// Delays to look at closely, the likeliest first.
  struct Delays {
    std::array<int, 8> values{};
    std::size_t count = 0;
  };
  struct Likely {
    int at;  // place in the coarse stretch
    double share;
  };

  void recall(std::int64_t begin, std::span<std::int16_t> samples) const;
  std::optional<Fit> best_fit(std::int64_t position, int from, int to) const;
  std::optional<Fit> fit_at_known_delay(std::int64_t position) const;
  Delays likely_delays(std::int64_t position) const;
  static Delays best_of(std::span<Likely> likely);
  void learn(std::int64_t position, std::int64_t heard_energy);
  bool explains(const Fit& fit, std::int64_t heard_energy) const;

  std::vector<std::int16_t> memory_;
  std::int64_t said_until_ = 0;
  std::array<std::int16_t, kWindow> heard_{};
  std::optional<int> locked_;
  int candidate_ = 0;
  int agreeing_ = 0;
  int fruitless_ = 0;  // searches running, up to kLongestPause
  int pause_ = 0;      // unexplained frames until the next search
};

}  // namespace parley
