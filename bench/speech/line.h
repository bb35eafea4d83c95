// What a telephone line makes of speech: its level, noise beside it, mu-law. Not who speaks (voices.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

enum class NoiseKind : std::uint8_t { kNone, kWhite, kPink, kBabble };

struct LineNoise {
  NoiseKind kind = NoiseKind::kWhite;
  int snr_db = 20;  // below the speech
};

/// "clean", "white:20", "pink:10", "babble:20"; anything else is clean.
LineNoise line_noise(std::string_view text);

class TelephoneLine {
 public:
  /// `babble` is many people who talk at once, without an end: it is read in a circle.
  explicit TelephoneLine(std::vector<std::int16_t> babble) : babble_(std::move(babble)) {}

  /// Mu-law of the speech at `level_db` of full scale while there is speech (callers have about -20), with some
  /// quiet before and after it, all of it in noise. Clean lines have the little that every line has.
  std::vector<std::uint8_t> carry(const std::vector<std::int16_t>& speech, const LineNoise& noise, int level_db,
                                  std::uint64_t seed) const;

 private:
  std::vector<double> noise_of(const LineNoise& noise, std::size_t samples, double loudness,
                               std::uint64_t seed) const;

  const std::vector<std::int16_t> babble_;
};

/// Several speeches on top of each other, each as loud as the others.
std::vector<std::int16_t> talking_at_once(const std::vector<std::vector<std::int16_t>>& speeches,
                                          std::size_t voices);

}  // namespace parley::bench
