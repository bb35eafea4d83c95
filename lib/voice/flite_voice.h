// English spoken by flite, in this process: four voices, nothing to configure. No other language: its front end
// spells out what it does not know.
//
// flite keeps no state that synthesis writes to (its voices, lexica and trees are read-only once registered), so
// any number of threads may speak, also with one voice. What it does share is the C library's random numbers, which
// it draws its breath noise from: the same text differs in its low bits from one time to the next. `read_aloud` is
// for those who need the same bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "voice/voice_engine.h"

struct cst_voice_struct;

namespace parley {

class FliteVoice final : public VoiceEngine {
 public:
  /// "slt", "kal", "rms", "awb".
  static std::span<const std::string_view> names();
  /// Null: there is no voice of this name.
  static std::shared_ptr<const FliteVoice> find(std::string_view name);

  Result<void> speak(std::string_view text, const SpeechSink& take) const override;

 private:
  struct Kind;
  FliteVoice(const Kind& kind, cst_voice_struct* voice) : kind_(kind), voice_(voice) {}

  const Kind& kind_;
  cst_voice_struct* voice_;  // flite's own, for as long as the program runs
};

/// The whole of a text at 8 kHz, the same bytes for the same text each time, as long as nobody else in this program
/// speaks meanwhile. Errors: no such voice, nothing in the text that can be spoken.
Result<std::vector<std::int16_t>> read_aloud(std::string_view text, std::string_view voice);

}  // namespace parley
