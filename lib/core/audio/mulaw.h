// G.711 mu-law, both ways. Decoding is a table; encoding follows ITU-T G.711 with the bias of 132 (33 << 2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/frame.h"

namespace parley {

std::int16_t mulaw_decode(std::uint8_t code);
std::uint8_t mulaw_encode(std::int16_t sample);

/// Decodes `codes` into `samples`; both spans have the same length.
void mulaw_decode(std::span<const std::uint8_t> codes, std::span<std::int16_t> samples);
void mulaw_encode(std::span<const std::int16_t> samples, std::span<std::uint8_t> codes);
std::vector<std::uint8_t> mulaw_encode(std::span<const std::int16_t> samples);
std::vector<std::int16_t> mulaw_decode(std::span<const std::uint8_t> codes);
PcmFrame decode_frame(const Frame& frame);

}  // namespace parley
