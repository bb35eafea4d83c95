// Callers for measurements: speech that a telephone line has made worse.
#pragma once

#include <cstdint>
#include <vector>

namespace parley::bench {

/// Mu-law of the speech, as loud as callers are (-20 dB of full scale while they speak), with some quiet before and
/// after it, all of it in white noise `snr_db` below the speech.
std::vector<std::uint8_t> telephoned(std::vector<std::int16_t> speech, int snr_db, std::uint64_t seed);

}  // namespace parley::bench
