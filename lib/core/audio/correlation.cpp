#include "core/audio/correlation.h"

#include <algorithm>
#include <cstddef>

#include "core/audio/correlation_avx2.h"
#include "core/base/check.h"
#include "core/base/cpu.h"

namespace parley {

void correlate(std::span<const std::int16_t> pattern, std::span<const std::int16_t> stretch,
               std::span<std::int32_t> products) {
  PARLEY_CHECK(products.empty() || pattern.size() + products.size() <= stretch.size() + 1);
  std::fill(products.begin(), products.end(), 0);
  const std::size_t done = has_avx2() ? add_products_avx2(pattern, stretch, products) : 0;
  if (done == pattern.size()) return;
  for (std::size_t at = 0; at < products.size(); ++at) {
    std::int32_t sum = 0;
    for (std::size_t i = done; i < pattern.size(); ++i) sum += std::int32_t{pattern[i]} * stretch[at + i];
    products[at] += sum;
  }
}

}  // namespace parley
