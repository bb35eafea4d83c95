#include "speech/sound/pcm_to_mulaw.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/audio/mulaw.h"

namespace parley {
namespace {

std::string tone(int rate, double hertz, int samples) {
  std::string out;
  for (int i = 0; i < samples; ++i) {
    const auto value = static_cast<int>(10'000 * std::sin(2 * 3.14159265358979 * hertz * i / rate));
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>((value >> 8) & 0xFF);
  }
  return out;
}

std::vector<std::uint8_t> convert(int rate, std::string_view bytes, std::size_t step) {
  PcmToMulaw converter(rate);
  std::vector<std::uint8_t> out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
    converter.push(bytes.substr(0, step), out);
  converter.finish(out);
  return out;
}

double loudness(const std::vector<std::uint8_t>& sound) {
  double sum = 0;
  for (const std::int16_t sample : mulaw_decode(sound)) sum += double(sample) * sample;
  return std::sqrt(sum / static_cast<double>(sound.size()));
}

TEST(Pcm, BecomesTheSameSoundHoweverItIsCut) {
  for (const int rate : {8000, 16'000, 22'050, 24'000, 48'000}) {
    const std::string bytes = tone(rate, 440, rate / 2);
    const auto whole = convert(rate, bytes, bytes.size());
    EXPECT_NEAR(static_cast<double>(whole.size()), 4000, 2) << rate;
    EXPECT_NEAR(loudness(whole), 7071, 200) << rate;
    for (const std::size_t step : {1U, 3U, 320U, 1001U})
      EXPECT_EQ(convert(rate, bytes, step), whole) << rate << " " << step;
  }
}

TEST(Pcm, LosesWhatATelephoneCannotCarry) {
  EXPECT_LT(loudness(convert(24'000, tone(24'000, 6000, 12'000), 960)), 60);
}

TEST(Pcm, MayBeNothingAtAll) {
  EXPECT_TRUE(convert(8000, "", 1).empty());
  EXPECT_TRUE(convert(8000, "x", 1).empty());
}

}  // namespace
}  // namespace parley
