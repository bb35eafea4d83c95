// Recogniser, model and synthesiser of virtual time, as one machine behind the requests and events that the real
// ones have. It decides nothing about turns: it answers what it is asked, as fast and as badly as its scenario
// says.
//
//   FinishSegment  stt_final   AskReply      first_audio - synth_first     Synthesize  synth_first
//        |-------- Final           |---------------- ReplyText                 |------- SpeechAudio, 200 ms of it
//                                                                                       every 40 ms
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fifo.h"
#include "core/base/ids.h"
#include "core/base/machine.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "sim/scenario.h"
#include "sim/scripted_recognizer.h"

namespace parley {

class ScriptedProvider {
 public:
  ScriptedProvider(const ProviderScript& script, std::uint64_t seed, SpokenTruth truth);
  ScriptedProvider(const ScriptedProvider&) = delete;
  ScriptedProvider& operator=(const ScriptedProvider&) = delete;

  void handle(Instant now, const ProviderRequest& request);
  void handle_timeout(Instant now);
  /// What is said by now, in the order of its instants.
  std::optional<ProviderEvent> poll() { return ready_.pop(); }
  Instant next_deadline() const;

 private:
  /// A sentence on its way, made as a whole and said in pieces.
  struct Speech {
    TurnId turn;
    std::int32_t sentence = 0;
    std::vector<std::uint8_t> mulaw;
    std::size_t said = 0;
    std::size_t stops_at = 0;  // bytes after which nothing more comes
    bool over = false;
    Instant next = kCallStart;
    Instant until = kNever;  // of a synthesiser that goes on after a cancel
  };

  void on_ask(Instant now, const AskReply& ask);
  void on_synthesize(Instant now, const Synthesize& ask);
  void on_cancel(Instant now, TurnId turn);
  void say_piece(Speech& speech);
  void add(Instant at, ProviderEvent event);
  bool spoil(Instant now, ProviderEvent& event);
  Duration varied(Duration base);
  Duration length_of(const Synthesize& ask) const;
  /// Counts the caller's turns as they come up; 0 for one that is none (a greeting, a prompt).
  int count_turn(TurnId turn);
  bool faulty(int ordinal) const { return script_.fault_on_turn == 0 || script_.fault_on_turn == ordinal; }

  ProviderScript script_;
  std::uint64_t voice_seed_;
  Random random_;
  ScriptedRecognizer recognizer_;
  std::map<TurnId, int> ordinals_;  // of recent turns
  int turns_ = 0;
  int answers_ = 0;
  int said_ = 0;  // events
  TurnId asked_turn_;
  bool asked_again_ = false;
  std::set<std::pair<TurnId, std::int32_t>> spoken_once_;  // sentences that were asked for
  std::map<TurnId, std::size_t> reply_sizes_;  // characters of recent answers, to share `reply_ms` among sentences
  std::vector<TimedEvent> due_;                // by instant, then in the order of adding
  std::vector<Speech> speeches_;
  Fifo<ProviderEvent> ready_;
};
static_assert(Machine<ScriptedProvider>);

}  // namespace parley
