// Defaults of SPEC 1.1 to 1.3 for who has the floor. Keys and environment names are in call/settings.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// May an utterance end before its whole silence?
enum class EarlyEnd : std::uint8_t {
  kOff,
  kWithText,  // where the level fell and the text is complete
  kAlways,    // where the level fell: 81 of 83 pauses inside real telephone prompts begin so
};

struct EndpointConfig {
  Duration silence = millis(350);         // continuous silence that ends an utterance
  Duration gap = millis(1000);            // no frames for this long is silence too
  Duration min_utterance = millis(600);   // delays the end, never drops a short word
  Duration min_voiced = millis(100);      // less is noise
  Duration max_utterance = millis(5000);  // a longer segment is cut for recognition; the turn goes on
  Duration preroll = millis(300);         // audio kept from before the onset
  EarlyEnd drop = EarlyEnd::kWithText;    // what ends an utterance sooner
  int drop_ratio_percent = 50;            // ... the silence is at most so loud beside the voice before it
  Duration drop_silence = millis(200);    // ... and has lasted this long
};

struct TurnConfig {
  EndpointConfig endpoint;
  Duration max_caller = millis(30000);    // the caller's whole turn, joins counted
  Duration final_timeout = millis(1200);  // wait for the recogniser's final words
  Duration no_words_noise = millis(500);  // voiced under this without words was noise
  int max_not_caught = 2;                 // "did not catch that", this many times running
  bool barge_in = true;
  Duration resume_delay = millis(600);   // after the voice that interrupted for nothing
  Duration resume_after = millis(2000);  // ... at the latest, whatever is still awaited; 0: never resume
  Duration digit_gap = millis(2000);     // dtmf.gap_ms: no key for this long ends a number
  Duration tail = millis(200);           // voice this close to the audible end is an ordinary turn
  std::vector<std::string> backchannels;  // words that take no floor: a language's (core/call/call_language.h)
};

}  // namespace parley
