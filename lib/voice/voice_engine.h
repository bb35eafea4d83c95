// Who speaks: text in, samples at 8 kHz out, on the thread that asks. An engine knows no call, no loop and no turn;
// whoever asks from a call does so on a worker (speech/voices/engine_synthesizer.h).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "core/base/result.h"

namespace parley {

/// Takes a piece as soon as it exists. False: no more is wanted, and the engine ends early.
using SpeechSink = std::function<bool(std::span<const std::int16_t>)>;

class VoiceEngine {
 public:
  virtual ~VoiceEngine() = default;
  /// Speaks one sentence in pieces of 20 to 200 ms, without the silence that engines put around it, and returns
  /// when all has been given or no more is wanted. Text in which nothing can be spoken gives no piece. From any
  /// thread, several at once. An error is one plain sentence; pieces may have been given before it.
  virtual Result<void> speak(std::string_view text, const SpeechSink& take) const = 0;
};

}  // namespace parley
