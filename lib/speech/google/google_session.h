// Hears one call through Google: which stream gets the audio, when one ends and the next begins, and what of their
// answers the call is told. It knows streams only as google_stream.h has them; languages, models and credentials
// are its maker's business.
//
// Google says its finals when its own ear finds a pause, a second or so after the call has. A stream that is closed
// by us says them at once. So a finished segment ends its stream, and the audio after it goes into a new one on the
// same connection; docs/decisions/0014 tells what that costs.
//
//   stream 1   ---audio-------|half-closed ..finals, end
//   stream 2                  |---audio----------|half-closed ..
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "live/event_loop.h"
#include "speech/google/google_stream.h"
#include "speech/provider.h"
#include "speech/stream/audio_line.h"
#include "speech/stream/loop_delay.h"
#include "speech/stream/segment_words.h"
#include "speech/stream/stream_patience.h"

namespace parley {

/// What all calls in one language share. The ways of asking differ in what Google may refuse: the code of a
/// language
/// ("he-IL", "iw-IL"), a model. Each is tried once where the one before was refused, and what was taken is
/// remembered.
struct GoogleWays {
  std::vector<GoogleSpeechConfig> ways;  // never empty
  std::atomic<std::size_t> good{0};
  std::atomic<bool> confirmed{false};
};

struct GooglePlan {
  std::shared_ptr<GoogleLine> line;
  std::shared_ptr<GoogleWays> ways;
  bool half_close = true;  // false: Google's own pauses make the finals
  std::string secret;      // never to be shown
  StreamPatience patience;
};

class GoogleSession final : public Recognizer, private Sleeper {
 public:
  GoogleSession(ProviderSeat seat, GooglePlan plan);
  ~GoogleSession() override;

  void open() override;
  void hear(const RecognizerAudio& audio) override;
  void segment_begins(MediaTime begin) override;
  void finish(const FinishSegment& segment) override;
  void close() override;
  std::int64_t frames_dropped() const override { return samples_dropped() / kFrameSamples; }

 private:
  struct Hearing;
  using Clock = std::chrono::steady_clock;

  std::unique_ptr<Hearing> begin_hearing();
  void connect(Hearing& hearing);
  void pump(Hearing& hearing);
  void end_current(Clock::duration within);
  void cut();
  void on_written(Hearing& hearing);
  void on_results(Hearing& hearing, std::vector<GoogleResult> results);
  void on_ended(Hearing& hearing, const GoogleEnd& end);
  void confirm(Hearing& hearing);
  void say_final(Hearing& hearing, MediaRange range, std::string text);
  void settle(MediaTime until);
  bool try_next_way(Hearing& hearing, const GoogleEnd& end);
  void fail(std::string sentence, bool may_pass);
  void drop(Hearing& hearing);
  std::int64_t samples_dropped() const;
  void tell_drops();
  void on_wake(Clock::time_point now) override;
  bool in_time(Hearing& hearing, Clock::time_point now);
  void arm();

  ProviderSeat seat_;
  GooglePlan plan_;
  std::unique_ptr<Hearing> current_;              // takes the audio; null before `open`, after `close` and failure
  std::vector<std::unique_ptr<Hearing>> ending_;  // half-closed: their finals are waited for
  SegmentWords words_;
  std::int64_t dropped_ = 0;  // samples, of streams that are gone
  std::int64_t told_dropped_ = 0;
  bool cut_asked_ = false;
  LoopDelay delay_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parley
