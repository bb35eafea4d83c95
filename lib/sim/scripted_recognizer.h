// A recogniser that knows what the caller said: it returns the words whose audio it was given. Partials follow the
// audio, finals follow the end of a segment; faults leave out, delay or repeat them. A part of ScriptedProvider:
// functions take `now` and add what will be said, and when, to a list.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "sim/scenario.h"
#include "sim/spoken.h"

namespace parley {

/// What the caller has said so far, asked anew each time.
using SpokenTruth = std::function<std::span<const Spoken>()>;

struct TimedEvent {
  Instant at;
  ProviderEvent event;
};

class ScriptedRecognizer {
 public:
  ScriptedRecognizer(const ProviderScript& script, SpokenTruth truth) : script_(script), truth_(std::move(truth)) {}

  /// It knows only the audio that it is given from then on.
  void open();
  void close();
  /// `faulty`: the turn that is being spoken is one on which the fault shows.
  void hear(Instant now, const RecognizerAudio& audio, bool faulty, std::vector<TimedEvent>& out);
  /// `after` is how long the final words take.
  void finish(Instant now, const FinishSegment& segment, Duration after, bool faulty, std::vector<TimedEvent>& out);

 private:
  const ProviderScript& script_;
  SpokenTruth truth_;
  bool open_ = false;
  bool died_ = false;  // within this segment
  bool opened_before_ = false;
  bool anew_ = false;     // the next audio is the first that it is given
  MediaTime heard_from_;  // begin of what it was given; all of the call, as long as nothing ever failed
  MediaTime heard_until_;
  MediaTime finished_until_;  // words before it belong to segments that have ended
  std::string last_partial_;
  Instant next_partial_ = kCallStart;
};

}  // namespace parley
