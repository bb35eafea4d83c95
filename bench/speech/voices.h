// Callers for measurements: the voices of flite that agentd does not speak with, and what a telephone makes of
// them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// Speech at 8 kHz, loud as a caller is (-20 dB of full scale while he speaks); empty for a voice that flite lacks.
std::vector<std::int16_t> spoken(std::string_view voice, const std::string& text);
std::vector<std::int16_t> at_usual_loudness(std::vector<std::int16_t> speech);

/// Mu-law of the speech with some quiet before and after it, all of it in white noise `snr_db` below the speech.
std::vector<std::uint8_t> telephoned(const std::vector<std::int16_t>& speech, int snr_db, std::uint64_t seed);

}  // namespace parley::bench
