#include "core/measure/log_clock.h"

#include <algorithm>

namespace parley {
namespace {

std::string mark_name(const LogEvent& event) {
  const std::string* name = event.find("name");
  return name == nullptr ? std::string() : *name;
}

}  // namespace

bool is_end_of_utterance(const LogEvent& event) {
  const std::string* reason = event.find("reason");
  if (reason != nullptr) return *reason == "end_of_utterance" || *reason == "max_utterance";
  return event.number("len").value_or(1) != 0;
}

void LogClock::span(Sample& sample, std::optional<Instant>& from, std::optional<Instant> to) {
  if (from && to && *to >= *from) sample.add(to_micros(*to - *from));
  from.reset();
}

void LogClock::hear(const LogEvent& event) {
  switch (event.kind) {
    case LogKind::kStart:
      start_ = time_of(event);
      break;
    case LogKind::kState:
      state(event);
      break;
    case LogKind::kText:
      text_ = time_of(event);
      if (const auto took = event.number("dur_ms"); took && *took >= 0) {
        told_.recognizer.add(*took * 1000);
      } else if (std::optional<Instant> ended = ended_) {
        span(told_.recognizer, ended, text_);
      }
      break;
    case LogKind::kReply:
      span(told_.model, text_, time_of(event));
      reply_ = time_of(event);
      break;
    case LogKind::kReplyStarted:
      span(told_.synthesis, reply_, time_of(event));
      break;
    case LogKind::kReplyEnded:
      if (const auto sent = event.number("sent"); sent && speaking_ && *sent >= 0) {
        expected_ = *speaking_ + kFrameDuration * std::min<std::int64_t>(*sent, 1'000'000);
      }
      break;
    case LogKind::kMarkSent:
      marks_.push_back({mark_name(event), time_of(event), expected_});
      if (marks_.size() > kMostMarks) marks_.pop_front();
      ++told_.marks_missing;
      break;
    case LogKind::kMarkAcked:
      mark_acked(event);
      break;
    default:
      break;
  }
}

void LogClock::state(const LogEvent& event) {
  if (event.state == TurnState::kSpeaking) return speaking(event);
  ended_.reset();
  if (event.state != TurnState::kProcessing || !is_end_of_utterance(event)) return;
  ended_ = time_of(event);
  silence_ = {};
  if (const auto silence = event.number("silence_ms"); silence && *silence >= 0) {
    told_.end_of_turn.add(*silence * 1000);
    silence_ = millis(*silence);
  }
}

void LogClock::speaking(const LogEvent& event) {
  speaking_ = time_of(event);
  expected_.reset();
  span(told_.synthesis, reply_, speaking_);
  if (!spoke_ && start_ && !ended_) span(told_.first_audio, start_, speaking_);
  spoke_ = true;
  if (ended_ && speaking_ && *speaking_ >= *ended_) told_.response.add(to_micros(*speaking_ - *ended_ + silence_));
  ended_.reset();
}

void LogClock::mark_acked(const LogEvent& event) {
  const std::string name = mark_name(event);
  const auto found =
      std::find_if(marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.name == name; });
  if (found == marks_.end()) return;
  --told_.marks_missing;
  const auto at = time_of(event);
  if (event.find("cleared") == nullptr && at && found->sent) {
    if (found->expected) {
      std::optional<Instant> due = std::max(*found->expected, *found->sent);
      told_.mark_excess.add(std::max<std::int64_t>(0, to_micros(*at - *due)));
    }
    span(told_.mark_trip, found->sent, at);
  }
  marks_.erase(found);
}

}  // namespace parley
