// How Twilio's side of one call behaves. The defaults are what was observed or documented (TWILIO.md 9); where
// nothing is known there is a switch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// What a `clear` does with marks that are pending: Twilio sends them back; some servers must survive that it does
/// not.
enum class ClearMarks : std::uint8_t { kEcho, kDrop };
/// Whether a silent line is sent as frames, or not sent at all while media time goes on.
enum class InboundSilence : std::uint8_t { kContinuous, kGap };

struct PeerConfig {
  std::uint64_t seed = 1;
  std::string account_sid{};  // all three are drawn from the seed when empty
  std::string call_sid{};
  std::string stream_sid{};
  std::vector<std::pair<std::string, std::string>> custom_parameters{};
  std::optional<std::int64_t> first_timestamp_ms{};  // drawn from 57 to 171 when not given
  bool arrival_jitter = false;
  ClearMarks clear_marks = ClearMarks::kEcho;
  InboundSilence inbound_silence = InboundSilence::kContinuous;
  bool strict = false;  // drop, not only warn of, a message with a field too many
  std::int64_t playout_cap = 4'800'000;
  int close_code = 1000;  // after `stop`; no source states what Twilio uses
};

}  // namespace parley
