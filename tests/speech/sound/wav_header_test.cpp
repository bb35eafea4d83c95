#include "speech/sound/wav_header.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

std::string number(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return out;
}
std::string form_chunk(std::uint32_t tag, std::uint32_t rate, std::uint32_t bits, const std::string& more = "") {
  return "fmt " + number(static_cast<std::uint32_t>(16 + more.size()), 4) + number(tag, 2) + number(1, 2) +
         number(rate, 4) + number(rate * bits / 8, 4) + number(bits / 8, 2) + number(bits, 2) + more;
}
std::string wave(const std::string& chunks) {
  return "RIFF" + number(static_cast<std::uint32_t>(4 + chunks.size()), 4) + "WAVE" + chunks;
}

struct Stripped {
  std::string sound;
  WavForm form;
  bool head = false;
  bool broken = false;
};
Stripped strip(std::string_view file, std::size_t step) {
  WavStripper stripper;
  Stripped out;
  for (; !file.empty(); file.remove_prefix(std::min(step, file.size())))
    out.sound += stripper.push(file.substr(0, step));
  out.form = stripper.form();
  out.head = stripper.has_head();
  out.broken = stripper.broken();
  return out;
}

TEST(AWavFile, IsWrittenSoThatItsHeadComesOffAgain) {
  const std::vector<std::int16_t> samples{1, -2, 300, -32768};
  const std::string file = wav_of(samples, 8000);
  ASSERT_EQ(file.size(), 44U + 8U);
  for (std::size_t step = 1; step <= file.size(); ++step) {
    const Stripped out = strip(file, step);
    EXPECT_EQ(out.sound, file.substr(44)) << step;
    EXPECT_EQ(out.form.tag, 1);
    EXPECT_EQ(out.form.rate, 8000);
    EXPECT_EQ(out.form.bits, 16);
    EXPECT_EQ(out.form.channels, 1);
  }
  EXPECT_EQ(wav_of({}, 8000).size(), 44U);
}

TEST(AWavHead, ComesOffWhateverStandsBeforeAndBehindTheSound) {
  const std::string extra = "LIST" + number(3, 4) + "abc" + std::string(1, '\0');  // an odd chunk and its filling
  const std::string file = wave(form_chunk(7, 8000, 8, number(0, 2)) + "fact" + number(4, 4) + number(5, 4) +
                                extra + "data" + number(5, 4) + "sound" + std::string(1, '\0') + extra);
  for (std::size_t step = 1; step <= file.size(); ++step) {
    const Stripped out = strip(file, step);
    EXPECT_EQ(out.sound, "sound") << step;
    EXPECT_EQ(out.form.tag, 7);
  }
}

TEST(AWavHead, MayNotKnowHowLongTheSoundWillBe) {
  for (const std::uint32_t length : {0U, 0xFFFFFFFFU, 0x7FFFFFFFU}) {
    const std::string file = wave(form_chunk(1, 24000, 16) + "data" + number(length, 4)) + "all that comes";
    for (const std::size_t step : {1U, 7U, 100U}) EXPECT_EQ(strip(file, step).sound, "all that comes");
  }
}

TEST(Sound, PassesWhereItHasNoHead) {
  for (const std::string sound : {"RIFFraff and more of it", "RIF?", "hello", "RIFF1234WAVX", "\xFF\xFF\xFF"}) {
    for (const std::size_t step : {1U, 5U, 100U}) {
      EXPECT_EQ(strip(sound, step).sound, sound);
      EXPECT_FALSE(strip(sound, step).head);
    }
  }
}

TEST(AWavHead, IsBrokenWhereItSaysNothingOfItsSound) {
  EXPECT_TRUE(strip(wave("data" + number(5, 4) + "sound"), 3).broken);
  EXPECT_TRUE(strip(wave("fmt " + number(4, 4) + "abcd"), 3).broken);
  EXPECT_TRUE(strip(wave("JUNK" + number(0x70000000, 4)) + std::string(2'000'000, 'x'), 4096).broken);
  EXPECT_EQ(strip(wave("data" + number(5, 4) + "sound"), 3).sound, "");
}

}  // namespace
}  // namespace parley
