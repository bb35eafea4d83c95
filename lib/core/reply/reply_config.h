// Defaults of SPEC 1.3 for the making of a reply.
#pragma once

#include "core/base/time.h"
#include "core/reply/language.h"

namespace parley {

struct ReplyConfig {
  Duration filler_after = millis(2500);      // PROCESSING longer than this says "one moment"
  Duration no_reply = millis(7000);          // no reply audio since the end of utterance: an apology
  Duration request_timeout = millis(25000);  // ... and no longer than this for the model's answer
  Duration provider_stall = millis(1500);    // no new audio inside a reply: what came is finished
  Duration opener_after = millis(700);       // the first sentence is not spoken by then: an opener begins the reply
  Duration retry_after = millis(250);        // a provider that failed is asked once more this much later
  Duration max_speaking = millis(6000);  // a sentence that would end later is not started, but offered; 0: no limit
  Duration per_character = millis(65);   // length of text not yet synthesised, until the voice has shown its own
  // Words of a language (core/call/call_language.h).
  Words once_more = english().once_more;  // begins a reply that equals the one before, in turn,
  Words repeat = english().hears.repeat;  // ... unless the caller asked for it again
  Words yes = english().hears.yes;        // accepts the offer to go on
};

}  // namespace parley
