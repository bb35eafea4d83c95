#include "core/audio/correlation.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/correlation_avx2.h"
#include "core/base/cpu.h"
#include "core/base/random.h"

namespace parley {
namespace {

std::vector<std::int16_t> samples_of(Random& random, std::size_t count, int peak) {
  std::vector<std::int16_t> samples(count);
  for (std::int16_t& sample : samples) sample = static_cast<std::int16_t>(random.between(-peak, peak));
  return samples;
}

/// The definition, in 64 bits.
std::int64_t product_at(std::span<const std::int16_t> pattern, std::span<const std::int16_t> stretch,
                        std::size_t at) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) sum += std::int64_t{pattern[i]} * stretch[at + i];
  return sum;
}

TEST(Correlation, IsTheSumOfProductsAtEveryPlace) {
  Random random(5);
  for (int round = 0; round < 400; ++round) {
    const auto pattern = samples_of(random, static_cast<std::size_t>(random.between(0, 100)), 1024);
    std::vector<std::int32_t> products(static_cast<std::size_t>(random.between(0, 21)), 77);
    const auto stretch = samples_of(random, pattern.size() + products.size(), 1024);
    correlate(pattern, stretch, products);
    for (std::size_t at = 0; at < products.size(); ++at) {
      ASSERT_EQ(products[at], product_at(pattern, stretch, at)) << pattern.size() << " at " << at;
    }
  }
}

TEST(Correlation, NeedsNoMoreOfTheStretchThanThePatternCovers) {
  const std::vector<std::int16_t> pattern(32, 3);
  const std::vector<std::int16_t> stretch(32 + 4, 5);
  std::vector<std::int32_t> products(5);
  correlate(pattern, stretch, products);
  EXPECT_EQ(products, std::vector<std::int32_t>(5, 32 * 15));
}

TEST(Correlation, OfTheLoudestSamplesThatFitDoesNotOverflow) {
  const std::vector<std::int16_t> pattern(512, -1024);
  const std::vector<std::int16_t> stretch(516, 1024);
  std::vector<std::int32_t> products(5);
  correlate(pattern, stretch, products);
  EXPECT_EQ(products, std::vector<std::int32_t>(5, -(512 << 20)));
}

TEST(CorrelationAvx2, GivesWhatTheScalarCodeGives) {
  if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  Random random(6);
  for (int round = 0; round < 400; ++round) {
    const auto pattern = samples_of(random, static_cast<std::size_t>(random.between(0, 500)), 1023);
    std::vector<std::int32_t> products(static_cast<std::size_t>(random.between(0, 40)), 9);
    const auto stretch = samples_of(random, pattern.size() + products.size(), 1023);
    const std::size_t done = add_products_avx2(pattern, stretch, products);
    EXPECT_EQ(done, pattern.size() / 16 * 16);
    for (std::size_t at = 0; at < products.size(); ++at) {
      ASSERT_EQ(products[at], 9 + product_at(std::span(pattern).first(done), stretch, at)) << "at " << at;
    }
  }
}

}  // namespace
}  // namespace parley
