#include "files/wav.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include "core/audio/level.h"
#include "files/text_file.h"

namespace parley {
namespace {

using testing::HasSubstr;

class Wav : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / (std::string("parley_wav_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  /// Writes a sine of 440 Hz in any format that libsndfile writes; the second channel is silent.
  void write_tone(const std::string& name, int format, int rate, int channels, double length_s) const {
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format;
    SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &info);
    ASSERT_NE(file, nullptr) << sf_strerror(nullptr);
    std::vector<float> samples;
    for (int i = 0; i < static_cast<int>(length_s * rate); ++i) {
      samples.push_back(static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * 440 * i / rate)));
      for (int c = 1; c < channels; ++c) samples.push_back(0);
    }
    sf_write_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(file);
  }

  std::filesystem::path folder_;
};

int crossings(const std::vector<std::int16_t>& samples) {
  int count = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) count += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
  return count;
}

TEST_F(Wav, At8KhzComesBackSampleForSample) {
  std::vector<std::int16_t> samples;
  for (int i = -32768; i <= 32767; i += 7) samples.push_back(static_cast<std::int16_t>(i));
  ASSERT_TRUE(write_wav(path("a.wav"), samples).has_value());
  const auto sound = read_sound(path("a.wav"));
  ASSERT_TRUE(sound.has_value());
  EXPECT_EQ(sound->samples, samples);
  EXPECT_EQ(sound->source_rate, 8000);
  EXPECT_EQ(sound->channels, 1);
}

TEST_F(Wav, InStereoKeepsItsChannelsApartAndFillsUpTheShorter) {
  const std::vector<std::int16_t> left{1, 2, 3};
  const std::vector<std::int16_t> right{-1};
  ASSERT_TRUE(write_wav(path("a.wav"), left, right).has_value());
  const auto channels = read_channels(path("a.wav"));
  ASSERT_TRUE(channels.has_value());
  ASSERT_EQ(channels->size(), 2U);
  EXPECT_EQ((*channels)[0].samples, left);
  EXPECT_EQ((*channels)[1].samples, (std::vector<std::int16_t>{-1, 0, 0}));
  EXPECT_EQ((*channels)[1].channels, 2);
}

TEST_F(Wav, InStereoIsMixedToTheMeanWhenMonoIsAskedFor) {
  const std::vector<std::int16_t> left{1000, 2000};
  const std::vector<std::int16_t> right{3000, -2000};
  ASSERT_TRUE(write_wav(path("a.wav"), left, right).has_value());
  EXPECT_EQ(read_sound(path("a.wav"))->samples, (std::vector<std::int16_t>{2000, 0}));
}

TEST_F(Wav, AtAnyRateBecomes8KhzOfTheSameLengthPitchAndLevel) {
  for (const int rate : {11'025, 16'000, 22'050, 24'000, 44'100, 48'000, 6'000}) {
    write_tone("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate, 1, 2.0);
    const auto sound = read_sound(path("a.wav"));
    ASSERT_TRUE(sound.has_value()) << rate;
    EXPECT_EQ(sound->samples.size(), 16'000U) << rate;
    EXPECT_EQ(sound->source_rate, rate);
    EXPECT_NEAR(crossings(sound->samples), 880, 2) << rate;
    EXPECT_NEAR(rms_level(sound->samples), 11'585, 120) << rate;
  }
}

TEST_F(Wav, IsReadWhateverItsEncoding) {
  for (const int format :
       {SF_FORMAT_WAV | SF_FORMAT_ULAW, SF_FORMAT_WAV | SF_FORMAT_ALAW, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
        SF_FORMAT_WAV | SF_FORMAT_PCM_24, SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SF_FORMAT_AIFF | SF_FORMAT_PCM_16,
        SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_WAVEX | SF_FORMAT_PCM_16}) {
    write_tone("a.wav", format, 8000, 1, 0.5);
    const auto sound = read_sound(path("a.wav"));
    ASSERT_TRUE(sound.has_value()) << std::hex << format << " " << sound.error().text();
    EXPECT_EQ(sound->samples.size(), 4'000U);
    EXPECT_NEAR(rms_level(sound->samples), 11'585, 200) << std::hex << format;
  }
}

TEST_F(Wav, WhoseFloatsAreTooLoudIsClipped) {
  SF_INFO info{};
  info.samplerate = 8000;
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* file = sf_open(path("a.wav").c_str(), SFM_WRITE, &info);
  const std::vector<float> values{2.0F, -2.0F, std::nanf("")};
  sf_write_float(file, values.data(), 3);
  sf_close(file);
  EXPECT_EQ(read_sound(path("a.wav"))->samples, (std::vector<std::int16_t>{32767, -32768, 0}));
}

TEST_F(Wav, ThatIsCutShortIsAnErrorThatSaysHowMuchIsMissing) {
  write_tone("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 1.0);
  std::filesystem::resize_file(path("a.wav"), std::filesystem::file_size(path("a.wav")) - 1000);
  const auto sound = read_sound(path("a.wav"));
  ASSERT_FALSE(sound.has_value());
  EXPECT_THAT(sound.error().message, HasSubstr("cut short"));
  EXPECT_THAT(sound.error().message, HasSubstr("1000 bytes"));
  EXPECT_EQ(sound.error().place, path("a.wav"));
}

TEST_F(Wav, WrittenToAPipeWithAnUnknownLengthIsNoError) {
  write_tone("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 0.1);
  std::string bytes = *read_text_file(path("a.wav"));
  const std::size_t data = bytes.find("data");
  ASSERT_NE(data, std::string::npos);
  for (std::size_t i = 4; i < 8; ++i) bytes[i] = bytes[data + i] = '\xFF';
  ASSERT_TRUE(write_text_file(path("b.wav"), bytes).has_value());
  const auto sound = read_sound(path("b.wav"));
  ASSERT_TRUE(sound.has_value()) << sound.error().text();
  EXPECT_EQ(sound->samples.size(), 800U);
}

TEST_F(Wav, ThatIsNoneIsAnErrorOfOneSentence) {
  ASSERT_TRUE(write_text_file(path("empty.wav"), "").has_value());
  ASSERT_TRUE(write_text_file(path("text.wav"), std::string(500, 'x')).has_value());
  ASSERT_TRUE(write_wav(path("nothing.wav"), std::vector<std::int16_t>{}).has_value());
  EXPECT_THAT(read_sound(path("empty.wav")).error().message, HasSubstr("empty"));
  EXPECT_THAT(read_sound(path("text.wav")).error().message, HasSubstr("not a sound file"));
  EXPECT_THAT(read_sound(path("nothing.wav")).error().message, HasSubstr("no sound"));
  EXPECT_THAT(read_sound(path("none.wav")).error().message, HasSubstr("no such file"));
  EXPECT_THAT(read_sound(folder_.string()).error().message, HasSubstr("folder"));
}

TEST_F(Wav, OverTenHoursIsAnError) {
  // A header that announces 36,001 s at 1000 Hz, with a sparse file behind it.
  write_tone("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 1000, 1, 1.0);
  std::string header = read_text_file(path("a.wav"))->substr(0, 44);
  const std::uint32_t size = 36'001'000;
  for (std::size_t i = 0; i < 4; ++i) {
    header[40 + i] = static_cast<char>((size >> (8 * i)) & 0xFFU);
    header[4 + i] = static_cast<char>(((size + 36) >> (8 * i)) & 0xFFU);
  }
  ASSERT_TRUE(write_text_file(path("long.wav"), header).has_value());
  std::filesystem::resize_file(path("long.wav"), 44 + size);
  EXPECT_THAT(read_sound(path("long.wav")).error().message, HasSubstr("over 10 hours"));
}

TEST_F(Wav, ThatCannotBeWrittenIsAnErrorAndLeavesNothing) {
  const std::vector<std::int16_t> samples{1};
  EXPECT_THAT(write_wav(path("no/folder/a.wav"), samples).error().text(), HasSubstr("a.wav: cannot be written"));
}

}  // namespace
}  // namespace parley
