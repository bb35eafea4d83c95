// How long a recogniser's stream is waited for before it counts as broken. A server has the defaults; tests have
// less.
#pragma once

#include <chrono>

namespace parley {

struct StreamPatience {
  using Milliseconds = std::chrono::milliseconds;
  Milliseconds connect{3'000};   // until the first message is taken
  Milliseconds write{5'000};     // until any other is
  Milliseconds finals{4'000};    // from the end of an utterance to the service's answer
  Milliseconds farewell{2'000};  // of a stream that was closed: its last words
  Milliseconds quiet{2'000};     // without audio, and the service is sent a sign of life
  Milliseconds look_every{250};  // how often all of these are looked at
};

}  // namespace parley
