// The vector half of correlation.h, for that alone. It takes as much of the pattern as fills whole registers, says
// how much that was, and leaves the rest to its scalar twin. On processors that are not of the x86 family it does
// nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace parley {

/// Call this only where `has_avx2()`, with what `correlate` asks for. Adds to the products.
std::size_t add_products_avx2(std::span<const std::int16_t> pattern, std::span<const std::int16_t> stretch,
                              std::span<std::int32_t> products);

}  // namespace parley
