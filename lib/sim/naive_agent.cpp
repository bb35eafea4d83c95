#include "sim/naive_agent.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/audio/frame.h"
#include "core/audio/level.h"
#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr Duration kLead = millis(160);
constexpr std::int64_t kFastFactor = 5;
constexpr std::size_t kFrameBytes = kFrameSamples;
constexpr std::size_t kBurstBytes = 20 * kFrameBytes;
constexpr Duration kLongestReply = seconds(120);
constexpr Duration kEndless = seconds(90);
constexpr Duration kTooShort = millis(160);
constexpr Duration kTooLong = seconds(3);
constexpr Duration kLeastTurn = millis(300);  // where noise is not taken for a turn
constexpr int kInternalError = 1011;
constexpr int kNormalClosure = 1000;

Duration length_of(std::size_t bytes) {
  return samples_to_duration(static_cast<std::int64_t>(bytes));
}

}  // namespace

NaiveAgent::NaiveAgent(const NaiveConfig& config, Instant now)
    : config_(config), wire_(config.fault), last_received_(now) {
  if (has(NaiveFault::kSilenceLimitTooShort)) config_.silence = kTooShort;
  if (has(NaiveFault::kSilenceLimitTooLong)) config_.silence = kTooLong;
  if (has(NaiveFault::kEndlessReply)) {
    config_.reply = kEndless;
    config_.barge_in = false;
  }
}

void NaiveAgent::handle(Instant now, std::string_view text) {
  handle_timeout(now);
  if (has(NaiveFault::kReceivedFramesPaced)) {
    inbox_.push(now, text);
    handle_timeout(now);
  } else {
    take(now, text);
  }
}

void NaiveAgent::take(Instant now, std::string_view text) {
  if (state_ == State::kEnded || blocked_) return;
  const twilio::Inbound message = twilio::parse_inbound(text);
  std::visit(overloaded{
                 [&](const twilio::Start& start) {
                   wire_.started(start);
                   listen(now);
                   const bool greets = config_.greeting > Duration{} && !has(NaiveFault::kGreetingNeverSent);
                   if (greets) speak(now, config_.greeting);
                 },
                 [&](const twilio::Media& media) { hear(now, media); },
                 [&](const twilio::MarkReturned& mark) {
                   if (state_ == State::kSpeaking && mark.name == awaited_mark_) reply_over(now);
                 },
                 [&](const twilio::Stop&) { handle_closed(now); },
                 // It was written without them in mind.
                 [](const twilio::Connected&) {},
                 [](const twilio::Dtmf&) {},
                 [](const twilio::Unknown&) {},
                 [](const twilio::Malformed&) {},
             },
             message);
}

void NaiveAgent::handle_closed(Instant /*now*/) {
  state_ = State::kEnded;
  outputs_.clear();
}

void NaiveAgent::hear(Instant now, const twilio::Media& media) {
  const auto bytes = media.payload.bytes();
  const bool voiced = rms_level_mulaw(bytes) > config_.threshold;
  last_received_ = now;
  if (state_ == State::kListening) collect(now, voiced, length_of(bytes.size()));
  if (state_ == State::kSpeaking) watch_for_barge_in(now, voiced, length_of(bytes.size()));
}

void NaiveAgent::collect(Instant now, bool voiced, Duration length) {
  if (voiced) {
    voiced_ += length;
    if (!heard_voice_) first_voiced_ = now;
    heard_voice_ = true;
    last_voiced_ = now;
  }
  // The fault: a frame came just now, so there is never any silence, and the utterance is the whole time of
  // listening.
  const bool faulty = has(NaiveFault::kSilenceFromReceivedFrame);
  const Instant silent_since = faulty ? last_received_ : last_voiced_;
  const Instant began = faulty ? listening_since_ : first_voiced_;
  if (heard_voice_ && (now - silent_since >= config_.silence || now - began >= config_.max_utterance)) {
    end_turn(now);
  } else if (faulty && now - began >= config_.max_utterance) {
    listen(now);  // nothing but silence in the buffer: it begins anew
  }
}

void NaiveAgent::watch_for_barge_in(Instant now, bool voiced, Duration length) {
  // Waiting for a mark that never comes, it would be freed by the first interruption; these handlers have none.
  if (!config_.barge_in || has(NaiveFault::kMarkNameMismatch)) return;
  const bool any_noise = has(NaiveFault::kStopsForAnyNoise);
  barge_in_voiced_ = voiced ? barge_in_voiced_ + length : std::max(Duration{}, barge_in_voiced_ - length);
  if (barge_in_voiced_ < (any_noise ? length : config_.barge_in_voice)) return;
  if (!has(NaiveFault::kBargeInWithoutClear)) send(twilio::Clear{wire_.stream()});
  replies_owed_ = 0;
  listen(now);
  if (any_noise) return;
  heard_voice_ = true;
  first_voiced_ = last_voiced_ = now;
}

void NaiveAgent::listen(Instant now) {
  state_ = State::kListening;
  listening_since_ = now;
  heard_voice_ = false;
  voiced_ = Duration{};
  played_at_ = kNever;
}

void NaiveAgent::end_turn(Instant now) {
  if (has(NaiveFault::kStopsForAnyNoise) && voiced_ < kLeastTurn) return listen(now);
  ++turns_;
  if (turn_goes_wrong(now)) return;
  replies_owed_ = has(NaiveFault::kDoubleEndOfUtterance) ? 2 : 1;
  think(now);
}

/// The faults that strike when a turn is to be answered.
bool NaiveAgent::turn_goes_wrong(Instant now) {
  const bool on_turn = turns_ == config_.fault_on_turn;
  if (has(NaiveFault::kTurnLimit) && turns_ > config_.fault_on_turn) {
    listen(now);
    return true;
  }
  if (has(NaiveFault::kClosesMidCall) && on_turn) {
    close(kInternalError);
    return true;
  }
  if (has(NaiveFault::kBlockingPush) && on_turn) blocked_ = true;
  return blocked_;
}

void NaiveAgent::close(int code) {
  state_ = State::kEnded;
  closes_with_ = code;
}

void NaiveAgent::think(Instant now) {
  state_ = State::kProcessing;
  const bool throws = (has(NaiveFault::kGuardLeftSet) && turns_ == config_.fault_on_turn) ||
                      (has(NaiveFault::kStateLeak) && config_.calls_before > 0);
  think_until_ = throws ? kNever : now + config_.first_audio;  // nobody resets the guard: PROCESSING for ever
}

void NaiveAgent::speak(Instant now, Duration length) {
  state_ = State::kSpeaking;
  speaking_since_ = now;
  audio_ = voice_like(std::min(length, kLongestReply), config_.seed * 1000 + static_cast<std::uint64_t>(turns_));
  audio_.resize((audio_.size() + kFrameBytes - 1) / kFrameBytes * kFrameBytes, kMulawSilence);
  sent_ = 0;
  barge_in_voiced_ = Duration{};
  awaited_mark_.clear();
  played_at_ = kNever;
  ++replies_;
  if (has(NaiveFault::kMarkBeforeAudio)) mark_sent("tts_done_" + std::to_string(replies_));
  send_due(now);
}

void NaiveAgent::mark_sent(std::string name) {
  send(twilio::SendMark{wire_.stream(), name});
  awaited_mark_ = std::move(name);
}

Instant NaiveAgent::due(std::size_t position) const {
  switch (config_.pacing) {
    case NaivePacing::kPaced:
      return speaking_since_ + length_of(position) - kLead;
    case NaivePacing::kFast:
      return speaking_since_ + length_of(position) / kFastFactor;
    case NaivePacing::kBurst:
      return speaking_since_;
  }
  return speaking_since_;
}

void NaiveAgent::send_due(Instant now) {
  const std::size_t piece = config_.pacing == NaivePacing::kBurst ? kBurstBytes : kFrameBytes;
  while (sent_ < audio_.size() && due(sent_) <= now) {
    const std::size_t count = std::min(piece, audio_.size() - sent_);
    twilio::SendMedia media;
    media.stream_sid = wire_.stream();
    media.payload.assign(std::span(audio_).subspan(sent_, count));
    send(media);
    sent_ += count;
    if (has(NaiveFault::kSameMarkName)) mark_sent("chunk");
  }
  if (sent_ == audio_.size() && awaited_mark_.empty() && played_at_ == kNever) all_sent(now);
}

void NaiveAgent::all_sent(Instant now) {
  if (config_.marks) {
    mark_sent("tts_done_" + std::to_string(replies_));
    if (has(NaiveFault::kMarkNameMismatch)) awaited_mark_ = "tts_done";
  } else {
    played_at_ = std::max(now, speaking_since_ + length_of(audio_.size()));
  }
  if (has(NaiveFault::kSpeakingFlagAtQueue)) reply_over(now);
  if (has(NaiveFault::kClosesAfterLastSend) && turns_ == config_.fault_on_turn) close(kNormalClosure);
}

void NaiveAgent::reply_over(Instant now) {
  if (replies_owed_ > 0) {
    think(now);
  } else {
    listen(now);
  }
}

Instant NaiveAgent::state_deadline() const {
  if (blocked_) return kNever;
  if (state_ == State::kProcessing) return think_until_;
  if (state_ != State::kSpeaking) return kNever;
  return sent_ < audio_.size() ? due(sent_) : played_at_;
}

Instant NaiveAgent::next_deadline() const {
  return state_ == State::kEnded ? kNever : std::min(state_deadline(), inbox_.next());
}

void NaiveAgent::handle_timeout(Instant now) {
  while (const auto text = inbox_.take(now)) take(now, *text);
  if (state_deadline() > now) return;
  if (state_ == State::kProcessing) {
    --replies_owed_;
    speak(now, config_.reply);
  } else if (sent_ < audio_.size()) {
    send_due(now);
  } else {
    reply_over(now);
  }
}

void NaiveAgent::send(const twilio::Outbound& message) {
  outputs_.push(wire_.text_of(message));
}

}  // namespace parley
