#include "speech/sphinx/telephone_model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "files/text_file.h"

namespace parley {
namespace {

constexpr std::string_view kFeatures =
    "-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-lifter 22\n-feat 1s_c_d_dd\n-svspec 0-12/13-25/26-38\n"
    "-agc none\n-cmn batch\n-cmninit 41.00,-5.29,-0.12,5.09,2.48,-4.07,-1.37,-1.78,-5.08,-2.05,-6.45,-1.42,1.17\n";
constexpr std::size_t kRow = 13;

/// A file of means with one codebook and as many densities as there are rows of cepstra; what changes is nought but
/// for the first number of each, which is the row's.
std::string file_of(const std::vector<std::array<float, kRow>>& rows) {
  const auto densities = static_cast<std::uint32_t>(rows.size());
  const std::array<std::uint32_t, 8> numbers{0x11223344, 1, 3, densities, 13, 13, 13, densities * 39};
  std::string bytes = "s3\nversion 1.0\nchksum0 yes\n  endhdr\n";
  bytes.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
  for (int stream = 0; stream < 3; ++stream) {
    for (const auto& row : rows) bytes.append(reinterpret_cast<const char*>(row.data()), sizeof row);
  }
  return bytes + "sum!";
}

std::vector<float> values_of(const std::string& bytes) {
  const std::size_t at = bytes.find("endhdr\n") + 7 + 8 * sizeof(std::uint32_t);
  std::vector<float> values((bytes.size() - at) / sizeof(float));
  std::memcpy(values.data(), bytes.data() + at, values.size() * sizeof(float));
  return values;
}

/// The cepstra of a spectrum that is raised in one filter of the 25.
std::array<float, kRow> raised_in(int filter, double by) {
  std::array<float, kRow> row{};
  for (std::size_t i = 0; i < kRow; ++i) {
    const auto order = static_cast<double>(i);
    const double weight = 1 + 11 * std::sin(order * M_PI / 22);
    row[i] = static_cast<float>(by * weight * std::sqrt((i == 0 ? 1 : 2) / 25.0) *
                                std::cos(order * M_PI / 25 * (filter + 0.5)));
  }
  return row;
}

double distance(const std::vector<float>& values, std::size_t first, std::size_t second) {
  double sum = 0;
  for (std::size_t i = 0; i < kRow; ++i) {
    const double weight = 1 + 11 * std::sin(static_cast<double>(i) * M_PI / 22);
    sum += std::pow((values[first * kRow + i] - values[second * kRow + i]) / weight, 2);
  }
  return std::sqrt(sum);
}

/// How far two sounds are apart for the model: with what it was made from, and over a telephone.
double kept_of(int filter, double by, double noise_db) {
  const std::string own = file_of({{}, raised_in(filter, by)});
  const auto heard = telephone_means(kFeatures, own, noise_db);
  EXPECT_TRUE(heard.has_value());
  return heard.has_value() ? distance(values_of(*heard), 0, 1) / distance(values_of(own), 0, 1) : -1;
}

TEST(ATelephonesModel, HearsNothingOverFourKilohertz) {
  EXPECT_LT(kept_of(23, 3, 60), 0.25);
  EXPECT_GT(kept_of(8, 3, 60), 0.75);
}

TEST(ATelephonesModel, TellsSoftSoundsApartTheLessTheMoreNoiseThereIs) {
  EXPECT_GT(kept_of(8, -4, 40), kept_of(8, -4, 20));
  EXPECT_GT(kept_of(8, -4, 20), kept_of(8, -4, 5));
}

TEST(ATelephonesModel, ScalesHowSoundsChangeAsItScalesTheSounds) {
  const auto heard = telephone_means(kFeatures, file_of({{}, raised_in(23, 2)}), 60);
  ASSERT_TRUE(heard.has_value());
  const std::vector<float> values = values_of(*heard);
  ASSERT_EQ(values.size(), 6 * kRow);
  EXPECT_LT(distance(values, 2, 3), 0.25 * 2);
}

TEST(ATelephonesModel, IsMadeFromTheInstalledOne) {
  const std::string model = "/usr/share/pocketsphinx/model/en-us/en-us";
  const auto features = read_text_file(model + "/feat.params");
  const auto means = read_text_file(model + "/means");
  ASSERT_TRUE(features.has_value() && means.has_value());
  const auto heard = telephone_means(*features, *means, kNoiseOfTelephones);
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(values_of(*heard).size(), 42U * 3 * 128 * 13);
}

TEST(ATelephonesModel, IsNoneForAnotherFrontEnd) {
  const std::string means = file_of({{}});
  EXPECT_TRUE(telephone_means(kFeatures, means, 20).has_value());
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"-transform dct", "-transform legacy"},
                                                        {"1s_c_d_dd", "s3_1x39"},
                                                        {"-nfilt 25", "-nfilt 0"},
                                                        {"-nfilt 25", "-nfilt nan"},
                                                        {"-upperf 6800", "-upperf 100"},
                                                        {"-lifter 22", ""},
                                                        {"41.00,", ""}}) {
    std::string features(kFeatures);
    features.replace(features.find(from), from.size(), to);
    EXPECT_FALSE(telephone_means(features, means, 20).has_value()) << to;
  }
  EXPECT_FALSE(telephone_means("", means, 20).has_value());
}

TEST(ATelephonesModel, IsNoneForAFileThatIsCutAnywhere) {
  const std::string means = file_of({{}, raised_in(3, 1)});
  for (std::size_t length = 0; length + 4 < means.size(); ++length) {
    EXPECT_FALSE(telephone_means(kFeatures, means.substr(0, length), 20).has_value()) << length;
  }
  std::string infinite = means;
  const float no_number = INFINITY;
  std::memcpy(infinite.data() + infinite.size() - 8, &no_number, sizeof no_number);
  EXPECT_FALSE(telephone_means(kFeatures, infinite, 20).has_value());
}

}  // namespace
}  // namespace parley
