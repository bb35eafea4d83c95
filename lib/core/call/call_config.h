// Everything one call can be told: the sum of its modules' configurations.
#pragma once

#include <string>

#include "core/base/time.h"
#include "core/call/idle_watch.h"
#include "core/playout/pacer.h"
#include "core/reply/phrases.h"
#include "core/reply/recognizer_session.h"
#include "core/reply/reply_config.h"
#include "core/turn/turn_config.h"
#include "core/vad/vad_config.h"

namespace parley {

struct SpeakConfig {
  Duration lead = millis(120);                // most audio the far end holds
  Duration catch_up = millis(200);            // most audio sent at once after a stall
  Duration trailing_silence = millis(200);    // after a reply, before its mark
  Duration mark_timeout = millis(150);        // past the computed end of playout
  Duration assumed_mark_delay = millis(300);  // until a mark has shown its delay
};

struct BargeInConfig {
  Duration min = millis(150);  // voice over the threshold for this long takes the floor
};

/// The defaults, with the backchannels of English.
TurnConfig english_turns();

struct CallConfig {
  VadConfig vad;
  TurnConfig turn = english_turns();
  BargeInConfig barge_in;
  IdleConfig idle;
  int max_turns = 50;  // answered turns; the next one is a farewell
  ReplyConfig reply;
  SpeakConfig speak;
  Duration greeting_delay = millis(120);  // heard before the greeting starts: a caller who speaks first is noticed
  RecognizerConfig recognizer;
  Duration partial_debounce = millis(180);  // words so far are acted on at most this often
  Duration drain = seconds(300);            // a call goes on this long once the server drains
  std::string detector = "energy";
  PhrasesPtr phrases;  // never null once a call is made; Call supplies an empty set
};

}  // namespace parley
