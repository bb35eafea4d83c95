// The providers of a recorded call, asked anew under other settings. What they once said comes again, as long after
// the new question as it came after the old one, where the questions are the same: a segment of the caller's speech
// that overlaps the recorded one by 80 %, the same words asked, the same sentence spoken. Everything else is
// assumed, and counted: nobody can know what a provider would have said.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/reply/provider_event.h"
#include "core/trace/call_trace.h"

namespace parley {

class RecordedProvider {
 public:
  explicit RecordedProvider(const trace::CallTrace& trace);

  void handle(Instant now, const ProviderRequest& request);
  void handle_timeout(Instant now);
  Instant next_deadline() const { return due_.empty() ? kNever : due_.begin()->first.first; }
  std::optional<ProviderEvent> poll() { return ready_.pop(); }

  /// Instants at which an answer was assumed, in order.
  const std::vector<Instant>& assumed() const { return assumed_; }

 private:
  enum class Source : std::uint8_t { kRecorded, kAssumed };
  struct Due {
    ProviderEvent event;
    Source source;
  };
  struct Answer {
    Duration after{};
    ProviderEvent event;
  };
  struct Asked {
    Instant at;
    TurnId turn;
    std::int32_t number = 0;  // of the segment or sentence
    MediaRange range;
    std::string text;
    std::vector<Answer> answers;
    std::optional<Duration> cut_short;  // cancelled so long after asking, before all had come
  };

  void remember_request(Instant at, const ProviderRequest& request);
  void remember_answer(Instant at, const ProviderEvent& event);
  static void attach(std::vector<Asked>& all, Instant at, TurnId turn, std::int32_t number,
                     const ProviderEvent& event);
  Asked* segment_of(const MediaRange& range, std::int64_t least_percent);

  void on_finish(Instant now, const FinishSegment& ask);
  void on_ask(Instant now, const AskReply& ask);
  void on_synthesize(Instant now, const Synthesize& ask);
  void on_cancel(TurnId turn);
  TurnId recorded_turn(TurnId turn) const;
  /// What is cancelled before it comes has not been assumed.
  void say(Instant at, ProviderEvent event, Source source = Source::kRecorded);

  std::vector<Asked> segments_;
  std::vector<Asked> replies_;
  std::vector<Asked> sentences_;
  std::map<TurnId, TurnId> turns_;                               // new to recorded
  std::map<std::pair<TurnId, std::int32_t>, int> asked_before_;  // a turn's text (-1) or sentence, so many times
  std::map<std::pair<Instant, std::int64_t>, Due> due_;
  std::int64_t said_ = 0;
  Fifo<ProviderEvent> ready_;
  std::vector<Instant> assumed_;
};
static_assert(Machine<RecordedProvider>);

}  // namespace parley
