#include "core/measure/log_judgement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/measure/log_clock.h"

namespace parley {
namespace {

constexpr std::int64_t kEnoughTurns = 3;      // to say "all of them"
constexpr std::int64_t kEnoughSilences = 5;   // SILENCE_TIME is printed often
constexpr std::int64_t kMuchDrift = 250'000;  // thousandths of a millisecond
constexpr std::int64_t kFramesPerSecond = 50;
constexpr std::size_t kMostRemarks = 100;

/// An event that happens only because the caller was heard, or because the server lives on and says so.
bool shows_life(LogKind kind) {
  return kind == LogKind::kPartial || kind == LogKind::kFinal || kind == LogKind::kText ||
         kind == LogKind::kUtteranceEnd || kind == LogKind::kSilence || kind == LogKind::kStateSeen ||
         kind == LogKind::kDuplicate;
}

std::string count_text(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Goes through the events once and keeps what the end needs.
class Reading {
 public:
  Reading(const LogCall& call, LogJudgement& told) : call_(call), told_(told), clock_(call, told.latency) {}

  void read() {
    for (const LogEvent& event : call_.events) {
      ++seen_[static_cast<std::size_t>(event.kind)];
      clock_.hear(event);
      take(event);
      last_ = &event;
    }
    conclude();
  }

 private:
  std::int64_t seen(LogKind kind) const { return seen_[static_cast<std::size_t>(kind)]; }

  void remark(std::string id, std::int64_t line, std::string text, bool certain) {
    if (told_.remarks.size() < kMostRemarks) {
      told_.remarks.push_back({std::move(id), line, std::move(text), certain});
    }
  }

  void take(const LogEvent& event) {
    if (shows_life(event.kind) && entered_ != nullptr) life_ = &event;
    switch (event.kind) {
      case LogKind::kState:
        move_to(*event.state, event);
        break;
      case LogKind::kStateSeen:
        if (state_ != event.state) entered_ = &event;
        state_ = event.state;  // a state that somebody printed: what lay between is not known
        told_.states.known = true;
        break;
      case LogKind::kRecognizerStarted:
        recognizer_started(event);
        break;
      case LogKind::kReplyStarted:
        agent_spoke_ = true;
        break;
      case LogKind::kReplyEnded:
        reply_ended(event);
        break;
      case LogKind::kMarkSent:
        agent_spoke_ = true;
        break;
      case LogKind::kMarkAcked:
        acked_ = &event;
        if (event.state) move_to(*event.state, event);
        break;
      case LogKind::kSilence:
        if (event.thousandths("silence_s").value_or(0) != 0) some_silence_ = true;
        break;
      case LogKind::kError:
        error_ = &event;
        [[fallthrough]];
      case LogKind::kQueueFull:
      case LogKind::kDuplicate:
        note_first(event);
        break;
      case LogKind::kDrift:
        note_drift(event);
        break;
      case LogKind::kStart:
        if (const std::string* mode = event.find("mode")) mode_ = *mode;
        break;
      case LogKind::kStop:
      case LogKind::kEnd:
      case LogKind::kDone:
        if (const auto rx = event.number("rx")) rx_ = rx;
        if (const auto tx = event.number("tx")) tx_ = tx;
        end_ = &event;
        break;
      default:
        break;
    }
  }

  void move_to(TurnState to, const LogEvent& event) {
    told_.states.known = true;
    if (state_ == to) return;
    ++told_.states.transitions;
    if (state_ && !is_legal_transition(*state_, to)) {
      ++told_.states.illegal;
      remark("illegal-transition", event.line,
             std::string(name_of(*state_)) + " -> " + std::string(name_of(to)) + " is no legal transition", true);
    }
    if (to == TurnState::kProcessing) caller_finished(event);
    if (to == TurnState::kSpeaking) {
      ++told_.replies;
      agent_spoke_ = true;
    }
    state_ = to;
    entered_ = &event;
    acked_ = event.kind == LogKind::kMarkAcked ? acked_ : nullptr;
    error_ = nullptr;
    life_ = nullptr;
  }

  void caller_finished(const LogEvent& event) {
    if (!is_end_of_utterance(event)) return;
    ++told_.turns;
    const auto silence = event.number("silence_ms");
    if (!silence) return;
    ++silences_;
    if (*silence != 0) some_silence_ = true;
    const auto length = event.number("len");
    if (length && (!length_ || *length_ == *length)) {
      length_ = length;
    } else {
      lengths_differ_ = true;
    }
    if (first_silence_ == 0) first_silence_ = event.line;
  }

  void recognizer_started(const LogEvent& event) {
    if (!agent_spoke_ || seen(LogKind::kRecognizerStarted) > 1) return;
    remark("recognizer-late", event.line,
           "the recogniser was started after the agent had begun to speak: what the caller said until then is lost",
           true);
  }

  void reply_ended(const LogEvent& event) {
    const auto frames = event.number("frames");
    const auto sent = event.number("sent");
    if (sent) sent_ += *sent;
    if (frames && sent && *sent < *frames && seen(LogKind::kBargeIn) == barge_ins_) {
      remark("truncated-reply", event.line,
             std::to_string(*sent) + " of " + std::to_string(*frames) +
                 " frames of a reply were sent, without a barge-in",
             false);
    }
    barge_ins_ = seen(LogKind::kBargeIn);
  }

  void note_first(const LogEvent& event) {
    std::int64_t& line = first_[static_cast<std::size_t>(event.kind)];
    if (line == 0) line = event.line;
  }

  void note_drift(const LogEvent& event) {
    const auto drift = event.thousandths("drift_ms");
    if (!drift) return;
    const std::int64_t size = *drift < 0 ? -*drift : *drift;
    if (size <= most_drift_) return;
    most_drift_ = size;
    note_line_ = event.line;
  }

  void conclude();
  void conclude_states();
  void conclude_silence();
  void conclude_counts();
  void conclude_repeated();
  void conclude_missing();
  bool lasted(const LogEvent& since, Duration least) const {
    return call_.times && since.at && last_->at && *last_->at - *since.at >= least;
  }

  const LogCall& call_;
  LogJudgement& told_;
  LogClock clock_;
  std::array<std::int64_t, kLogKinds> seen_{};
  std::array<std::int64_t, kLogKinds> first_{};
  std::optional<TurnState> state_;
  const LogEvent* entered_ = nullptr;  // the state that holds
  const LogEvent* acked_ = nullptr;    // since then
  const LogEvent* error_ = nullptr;    // since then
  const LogEvent* life_ = nullptr;     // since then
  const LogEvent* last_ = nullptr;
  const LogEvent* end_ = nullptr;
  bool agent_spoke_ = false;
  std::string mode_ = "AI";
  std::optional<std::int64_t> rx_;
  std::optional<std::int64_t> tx_;
  std::int64_t sent_ = 0;
  std::int64_t barge_ins_ = 0;
  std::int64_t silences_ = 0;
  bool some_silence_ = false;
  std::optional<std::int64_t> length_;
  bool lengths_differ_ = false;
  std::int64_t first_silence_ = 0;
  std::int64_t most_drift_ = 0;
  std::int64_t note_line_ = 0;
};

void Reading::conclude() {
  if (last_ == nullptr) return;
  conclude_states();
  conclude_silence();
  conclude_counts();
  conclude_repeated();
  conclude_missing();
}

/// In which state did the call end, and was there reason to leave it?
void Reading::conclude_states() {
  if (entered_ == nullptr || !state_) return;
  if (*state_ == TurnState::kSpeaking) {
    if (acked_ != nullptr && (life_ != nullptr || lasted(*acked_, seconds(3)))) {
      remark("stuck-speaking", entered_->line,
             "SPEAKING never ended, although the mark came back on line " + std::to_string(acked_->line), true);
    } else if (lasted(*entered_, seconds(30))) {
      remark("stuck-speaking", entered_->line, "SPEAKING lasted for 30 s and more until the log's end", true);
    } else if (acked_ == nullptr && life_ != nullptr && seen(LogKind::kReplyEnded) + seen(LogKind::kMarkSent) > 0) {
      remark("stuck-speaking", entered_->line,
             "SPEAKING never ended: no mark came back, and line " + std::to_string(life_->line) +
                 " shows that the call went on",
             false);
    }
  } else if (*state_ == TurnState::kProcessing) {
    const std::string after =
        error_ == nullptr ? "" : "; the error on line " + std::to_string(error_->line) + " came before";
    if (lasted(*entered_, seconds(8))) {
      remark("stuck-processing", entered_->line, "PROCESSING lasted for 8 s and more until the log's end" + after,
             true);
    } else if (error_ != nullptr || life_ != nullptr) {
      remark("stuck-processing", entered_->line, "PROCESSING never ended" + after, false);
    }
  }
}

void Reading::conclude_silence() {
  if (some_silence_) return;
  const bool by_turns = silences_ >= kEnoughTurns;
  if (!by_turns && seen(LogKind::kSilence) < kEnoughSilences) return;
  std::string text = by_turns ? "silence_ms=0 at each of " + count_text(silences_, "end") + " of an utterance"
                              : "SILENCE_TIME stays at 0 on " + count_text(seen(LogKind::kSilence), "line");
  text +=
      ": silence is probably measured from the last frame received, which is always now, and not from the last "
      "voiced one";
  if (by_turns && !lengths_differ_ && length_)
    text += "; each turn has len=" + std::to_string(*length_) + ", a limit";
  remark("turn-never-closes", first_silence_ != 0 ? first_silence_ : last_->line, std::move(text), false);
  told_.latency.end_of_turn = Sample();
}

void Reading::conclude_counts() {
  if (end_ == nullptr) return;
  const bool speaks = mode_ != "SINK" && mode_ != "sink";
  if (tx_ && *tx_ == 0 && speaks && (agent_spoke_ || told_.turns > 0 || seen(LogKind::kReply) > 0)) {
    remark("nothing-sent", end_->line, "tx=0: the log tells of turns and replies, and not one frame was sent",
           true);
  } else if (tx_ && sent_ > *tx_) {
    remark("counts-differ", end_->line,
           "the replies' frames sum up to " + std::to_string(sent_) + ", and tx=" + std::to_string(*tx_), false);
  }
  if (rx_ && *rx_ == 0) remark("nothing-received", end_->line, "rx=0: not one frame of the caller arrived", true);
  if (rx_ && *rx_ > 0 && call_.times && end_->at && *end_->at >= kCallStart + seconds(5)) {
    const std::int64_t expected = to_millis(*end_->at) * kFramesPerSecond / 1000;
    if (*rx_ * 10 < expected * 8) {
      remark("frames-missing", end_->line,
             "rx=" + std::to_string(*rx_) + ", where the call's length makes about " + std::to_string(expected),
             false);
    }
  }
}

void Reading::conclude_repeated() {
  const auto say = [&](LogKind kind, const char* id, const std::string& text) {
    if (seen(kind) > 0) remark(id, first_[static_cast<std::size_t>(kind)], text, false);
  };
  say(LogKind::kDuplicate, "lost-turn",
      count_text(seen(LogKind::kDuplicate), "utterance") + " dropped as a duplicate: a caller may repeat himself");
  say(LogKind::kQueueFull, "send-queue-full",
      "the send queue was full " + count_text(seen(LogKind::kQueueFull), "time") + ": frames were dropped");
  say(LogKind::kError, "errors", count_text(seen(LogKind::kError), "error") + " of a provider or the handler");
  if (most_drift_ >= kMuchDrift) {
    remark("tx-drift", note_line_, "the log tells of " + std::to_string(most_drift_ / 1000) + " ms of drift",
           false);
  }
  if (told_.latency.marks_missing > 0 && seen(LogKind::kMarkAcked) > 0) {
    remark("mark-misuse", last_->line, count_text(told_.latency.marks_missing, "mark") + " sent and never returned",
           false);
  }
}

void Reading::conclude_missing() {
  const auto lacks = [&](bool lacking, const char* text) {
    if (lacking) told_.notes.emplace_back(text);
  };
  lacks(!call_.times, "no time stamps, so no latency between lines");
  lacks(call_.times && !call_.fine_times, "time stamps in whole seconds, too coarse for latencies");
  lacks(!told_.states.known, "no states");
  lacks(told_.states.known && told_.turns > 0 && silences_ == 0, "no silence_ms at the ends of utterances");
  lacks(told_.turns > 0 && silences_ == 0 && told_.latency.response.count() > 0,
        "response latency counted from the decision that the turn ended, not from the end of speech");
  lacks(seen(LogKind::kStart) == 0, "no WS_START");
  lacks(end_ == nullptr, "no WS_STOP, WS_END or WS_DONE, so no counts of messages");
  lacks(agent_spoke_ && seen(LogKind::kMarkSent) == 0, "no MARK_SENT");
  lacks(agent_spoke_ && seen(LogKind::kMarkAcked) == 0, "no MARK_ACK");
  if (call_.guessed > 0) {
    told_.notes.push_back(count_text(call_.guessed, "line") +
                          " named no call while several ran, and were counted to the one that began last");
  }
  if (call_.dropped > 0) told_.notes.push_back(count_text(call_.dropped, "line") + " too many were not kept");
}

}  // namespace

LogJudgement judge_log(const LogCall& call) {
  LogJudgement told;
  Reading(call, told).read();
  return told;
}

}  // namespace parley
