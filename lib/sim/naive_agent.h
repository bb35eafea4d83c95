// The handler that everybody writes first: a level, a counter of silence, three states and a mark. Texts in, texts
// out. With a fault it is the patient on whom the diagnosis is tried; without one it is healthy, only simple.
//
//   LISTENING --silence--> PROCESSING --first_audio--> SPEAKING --mark returns--> LISTENING
//                                                         `------ barge-in ----->'
//
// Not here: recognition and synthesis (it answers any voice with a voice-like sound), and none of Call's care:
// it counts on its frames coming, has no watchdog and forgets what the caller says while it thinks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/fifo.h"
#include "core/base/ids.h"
#include "core/base/machine.h"
#include "core/base/time.h"
#include "core/twilio/messages.h"
#include "sim/naive_faults.h"
#include "sim/naive_inbox.h"
#include "sim/naive_voice.h"
#include "sim/naive_wire.h"

namespace parley {

struct NaiveConfig {
  NaiveFault fault = NaiveFault::kNone;
  int fault_on_turn = 2;                // the turn with which it begins, from 1; of a turn limit, the last answered
  int calls_before = 0;                 // state-leak: calls that the same process has had
  int threshold = 300;                  // RMS over which a frame is voice, whatever the line's noise
  Duration silence = millis(600);       // ends an utterance
  Duration max_utterance = seconds(5);  // ends it anyway
  Duration first_audio = millis(700);   // thinking time
  Duration reply = millis(2000);
  Duration greeting{};  // 0: none
  NaivePacing pacing = NaivePacing::kPaced;
  bool marks = true;  // without: the reply is over when it should have been played
  bool barge_in = true;
  Duration barge_in_voice = millis(200);
  std::uint64_t seed = 1;                                // of its voice
  std::function<void(Instant, const std::string&)> log;  // its own log, line by line; may be empty
};

class NaiveAgent {
 public:
  enum class State : std::uint8_t { kWaiting, kListening, kProcessing, kSpeaking, kEnded };

  NaiveAgent(const NaiveConfig& config, Instant now);

  /// A text message from Twilio.
  void handle(Instant now, std::string_view text);
  void handle_closed(Instant now);

  Instant next_deadline() const;
  void handle_timeout(Instant now);
  /// The next text for Twilio.
  std::optional<std::string> poll() { return outputs_.pop(); }
  /// The code with which it closes the socket once it has been polled empty; nothing while it does not.
  std::optional<int> closes_with() const { return closes_with_; }
  /// False: it is blocked and takes nothing from the socket.
  bool reading() const { return !blocked_; }

  State state() const { return state_; }
  /// Turns of the caller that it took to be over.
  std::int64_t turns() const { return turns_; }

 private:
  bool has(NaiveFault fault) const { return config_.fault == fault; }
  void take(Instant now, std::string_view text);
  void hear(Instant now, const twilio::Media& media);
  void collect(Instant now, bool voiced, Duration length);
  void watch_for_barge_in(Instant now, bool voiced, Duration length);
  void yield_to_caller(Instant now);
  void listen(Instant now);
  void end_turn(Instant now);
  void think(Instant now, const std::string& why);
  void speak(Instant now, Duration length);
  void hold_back(Instant now);
  void send_due(Instant now);
  void all_sent(Instant now);
  void reply_over(Instant now);
  void send_media(std::span<const std::uint8_t> payload);
  void mark_returned(Instant now, const std::string& name);
  bool turn_goes_wrong(Instant now);
  void close(int code);
  Instant state_deadline() const;
  void mark_sent(Instant now, std::string name);
  void enter(Instant now, State state, const std::string& more = {});
  void note(Instant now, const std::string& line) const;
  void send(const twilio::Outbound& message);

  NaiveConfig config_;
  State state_ = State::kWaiting;
  NaiveWire wire_;
  NaiveInbox inbox_;
  Fifo<std::string> outputs_;
  std::optional<int> closes_with_;
  bool blocked_ = false;

  // LISTENING
  Instant listening_since_ = kCallStart;
  Instant first_voiced_ = kCallStart;
  Instant last_voiced_ = kCallStart;
  Instant last_received_ = kCallStart;
  bool heard_voice_ = false;
  Duration voiced_{};
  // PROCESSING
  Instant think_until_ = kNever;
  int replies_owed_ = 0;
  std::int64_t turns_ = 0;
  // SPEAKING
  NaiveVoice voice_;
  Instant played_at_ = kNever;  // only without marks
  Instant yield_at_ = kNever;   // only when yielding waits for words
  std::string awaited_mark_;
  std::int64_t replies_ = 0;
  Duration barge_in_voiced_{};
  // What its log counts.
  std::int64_t received_ = 0;
  std::int64_t sent_ = 0;
};

static_assert(Machine<NaiveAgent>);

}  // namespace parley
