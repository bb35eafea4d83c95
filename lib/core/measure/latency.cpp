#include "core/measure/latency.h"

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

namespace parley {
namespace {

void add_span(Sample& sample, Instant from, Instant to) {
  sample.add(std::max<std::int64_t>(0, to_micros(to - from)));
}

void measure_turns(const CallAccount& account, LatencyMeasurements& told) {
  if (!account.replies.empty() && !account.replies.front().turn) {
    add_span(told.first_audio, account.started, account.replies.front().begin);
  }
  for (const CallerTurn& turn : account.turns) {
    if (!turn.answered()) {
      ++told.unanswered;
    } else if (!account.replies[*turn.reply].early) {
      add_span(told.response, turn.waits_from, turn.waits_until);
    }
  }
}

void measure_yielding(const CallAccount& account, LatencyMeasurements& told) {
  for (const Interruption& interruption : account.interruptions) {
    if (interruption.clear) {
      add_span(told.yield, interruption.onset, account.clears[*interruption.clear].at);
    } else {
      ++told.not_yielded;
    }
  }
}

void measure_marks(const CallAccount& account, LatencyMeasurements& told) {
  for (const MarkEntry& mark : account.marks) {
    if (mark.cleared) continue;
    if (mark.has_returned()) {
      add_span(told.mark_trip, mark.sent, mark.returned);
      if (mark.reached != kNever) add_span(told.mark_excess, mark.reached, mark.returned);
    } else if (mark.reached != kNever) {
      ++told.marks_missing;
    }
  }
}

/// The agent's decisions against the end of speech that the account heard by itself.
void measure_end_of_turn(const CallAccount& account, LatencyMeasurements& told) {
  for (const StateEntry& state : account.states) {
    if (state.to != TurnState::kProcessing || state.reason != TurnReason::kEndOfUtterance) continue;
    const auto after = std::find_if(account.utterances.begin(), account.utterances.end(),
                                    [&](const Utterance& utterance) { return utterance.begin > state.at; });
    if (after == account.utterances.begin()) continue;
    const Utterance& utterance = *std::prev(after);
    if (utterance.end <= state.at) add_span(told.end_of_turn, utterance.end, state.at);
  }
}

/// Requests and what came of them first. A request that is never answered leaves no value.
class Stages {
 public:
  explicit Stages(LatencyMeasurements& told) : told_(told) {}

  void asked(Instant at, const ProviderRequest& request) {
    if (std::holds_alternative<FinishSegment>(request)) {
      final_ = at;
    } else if (const auto* reply = std::get_if<AskReply>(&request)) {
      replies_[reply->turn.value] = at;
    } else if (const auto* speech = std::get_if<Synthesize>(&request)) {
      if (speech->sentence == 0) speech_[speech->turn.value] = at;
    } else if (const auto* cancel = std::get_if<CancelTurn>(&request)) {
      replies_.erase(cancel->turn.value);
      speech_.erase(cancel->turn.value);
    }
  }

  void said(Instant at, const ProviderEvent& event) {
    if (std::holds_alternative<Final>(event)) {
      if (final_) add_span(told_.recognizer, *final_, at);
      final_.reset();
    } else if (const auto* text = std::get_if<ReplyText>(&event)) {
      answer(replies_, text->turn, at, told_.model);
    } else if (const auto* audio = std::get_if<SpeechAudio>(&event)) {
      if (audio->sentence == 0) answer(speech_, audio->turn, at, told_.synthesis);
    }
  }

 private:
  using Waiting = std::map<std::int64_t, Instant>;

  static void answer(Waiting& waiting, TurnId turn, Instant at, Sample& sample) {
    const auto found = waiting.find(turn.value);
    if (found == waiting.end()) return;
    add_span(sample, found->second, at);
    waiting.erase(found);
  }

  LatencyMeasurements& told_;
  std::optional<Instant> final_;
  Waiting replies_;
  Waiting speech_;
};

}  // namespace

void LatencyMeasurements::add(const LatencyMeasurements& other) {
  first_audio.add(other.first_audio);
  response.add(other.response);
  end_of_turn.add(other.end_of_turn);
  recognizer.add(other.recognizer);
  model.add(other.model);
  synthesis.add(other.synthesis);
  yield.add(other.yield);
  mark_trip.add(other.mark_trip);
  mark_excess.add(other.mark_excess);
  unanswered += other.unanswered;
  not_yielded += other.not_yielded;
  marks_missing += other.marks_missing;
}

LatencyMeasurements latency_of(const CallAccount& account, const trace::CallTrace& trace) {
  LatencyMeasurements told;
  measure_turns(account, told);
  measure_yielding(account, told);
  measure_marks(account, told);
  measure_end_of_turn(account, told);
  Stages stages(told);
  for (const trace::CallEvent& event : trace.events) {
    if (const auto* asked = std::get_if<trace::ProviderAsked>(&event.what)) {
      stages.asked(event.at, asked->request);
    } else if (const auto* said = std::get_if<trace::ProviderSaid>(&event.what)) {
      stages.said(event.at, said->event);
    }
  }
  return told;
}

}  // namespace parley
