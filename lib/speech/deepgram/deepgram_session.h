// Hears one call through Deepgram's live WebSocket: mu-law in binary frames, words back as JSON. Finalize at the
// end of each of our segments brings the final words at once; KeepAlive and CloseStream are what they say. Address,
// model and key are its maker's business.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "live/event_loop.h"
#include "live/web_socket.h"
#include "speech/deepgram/deepgram_results.h"
#include "speech/provider.h"
#include "speech/stream/audio_line.h"
#include "speech/stream/loop_delay.h"
#include "speech/stream/segment_words.h"
#include "speech/stream/stream_patience.h"

namespace parley {

struct DeepgramPlan {
  SocketTarget target;
  std::string secret;  // never to be shown
  StreamPatience patience;
};

class DeepgramSession final : public Recognizer, private Sleeper {
 public:
  DeepgramSession(ProviderSeat seat, DeepgramPlan plan);
  ~DeepgramSession() override;

  void open() override;
  void hear(const RecognizerAudio& audio) override;
  void segment_begins(MediaTime begin) override { words_.begins(begin); }
  void finish(const FinishSegment& segment) override;
  void close() override;
  std::int64_t frames_dropped() const override { return samples_dropped() / kFrameSamples; }

 private:
  struct Hearing;
  using Clock = std::chrono::steady_clock;

  void on_connected(Hearing& hearing, std::shared_ptr<WebSocket> socket);
  void pump(Hearing& hearing);
  void finalize();
  void say_words(Hearing& hearing, const DeepgramWords& words);
  void note_answer(Hearing& hearing, std::int64_t heard);
  void settle(MediaTime until);
  void on_message(Hearing& hearing, std::string_view text);
  void on_closed(Hearing& hearing, const SocketEnd& end);
  void fail(std::string sentence, bool may_pass);
  void drop(std::unique_ptr<Hearing>& place);
  std::int64_t samples_dropped() const;
  void tell_drops();
  void on_wake(Clock::time_point now) override;
  std::string late(const Hearing& hearing, Clock::time_point now) const;
  void arm();

  ProviderSeat seat_;
  DeepgramPlan plan_;
  std::unique_ptr<Hearing> current_;  // takes the audio; null before `open`, after `close` and failure
  std::unique_ptr<Hearing> leaving_;  // closed by us: its last finals are welcome
  SegmentWords words_;
  std::int64_t dropped_ = 0;
  std::int64_t told_dropped_ = 0;
  bool finalize_asked_ = false;
  LoopDelay delay_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parley
