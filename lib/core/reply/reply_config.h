// Defaults of SPEC 1.3 for the making of a reply.
#pragma once

#include "core/base/time.h"

namespace parley {

struct ReplyConfig {
  Duration filler_after = millis(2500);    // PROCESSING longer than this says "one moment"
  Duration no_reply = millis(7000);        // no reply audio since the end of utterance: an apology
  Duration provider_stall = millis(1500);  // no new audio inside a reply: what came is finished
};

}  // namespace parley
