#include "sim/naive_agent.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/audio/level.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr Duration kUsualGreeting = millis(1200);
constexpr Duration kFirstWords = millis(900);  // until a recogniser has some

Duration length_of(std::size_t bytes) {
  return samples_to_duration(static_cast<std::int64_t>(bytes));
}

}  // namespace

NaiveAgent::NaiveAgent(const NaiveConfig& config, Instant now)
    : config_(config), last_received_(now), voice_(config.fault, config.pacing) {}

void NaiveAgent::handle(Instant now, std::string_view text) {
  handle_timeout(now);
  if (state_ == State::kEnded) return;
  const twilio::Inbound message = twilio::parse_inbound(text);
  std::visit(overloaded{
                 [&](const twilio::Start& start) {
                   stream_ = start.stream_sid;
                   if (state_ == State::kSpeaking) return;  // it has begun to greet
                   listen(now);
                   if (config_.greeting > Duration{}) speak(now, config_.greeting);
                 },
                 [&](const twilio::Media& media) { hear(now, media); },
                 [&](const twilio::MarkReturned& mark) {
                   if (state_ == State::kSpeaking && mark.name == awaited_mark_) reply_over(now);
                 },
                 [&](const twilio::Stop&) { handle_closed(now); },
                 // It was written without them in mind.
                 [&](const twilio::Connected&) {
                   if (has(NaiveFault::kMediaBeforeStart)) speak(now, std::max(config_.greeting, kUsualGreeting));
                 },
                 [](const twilio::Dtmf&) {},
                 [](const twilio::Unknown&) {},
                 [](const twilio::Malformed&) {},
             },
             message);
}

void NaiveAgent::handle_closed(Instant /*now*/) {
  state_ = State::kEnded;
  voice_.stop();
  outputs_.clear();
}

void NaiveAgent::hear(Instant now, const twilio::Media& media) {
  const auto bytes = media.payload.bytes();
  const bool voiced = rms_level_mulaw(bytes) > config_.threshold;
  last_received_ = now;
  if (has(NaiveFault::kEchoLeftOn)) send_media(bytes);
  if (state_ == State::kListening) collect(now, voiced);
  if (state_ == State::kSpeaking) watch_for_barge_in(now, voiced, length_of(bytes.size()));
}

void NaiveAgent::collect(Instant now, bool voiced) {
  if (voiced) {
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
  barge_in_voiced_ = voiced ? barge_in_voiced_ + length : std::max(Duration{}, barge_in_voiced_ - length);
  if (barge_in_voiced_ < config_.barge_in_voice) return;
  if (!has(NaiveFault::kClearWaitsForTranscript)) return yield_to_caller(now);
  if (yield_at_ == kNever) yield_at_ = now + kFirstWords;
}

void NaiveAgent::yield_to_caller(Instant now) {
  if (!has(NaiveFault::kBargeInWithoutClear)) send(twilio::Clear{stream_});
  if (!has(NaiveFault::kStaleFramesAfterClear)) voice_.stop();
  replies_owed_ = 0;
  listen(now);
  heard_voice_ = true;
  first_voiced_ = last_voiced_ = now;
}

void NaiveAgent::listen(Instant now) {
  state_ = State::kListening;
  listening_since_ = now;
  heard_voice_ = false;
  played_at_ = kNever;
  yield_at_ = kNever;
}

void NaiveAgent::end_turn(Instant now) {
  ++turns_;
  replies_owed_ = has(NaiveFault::kDoubleEndOfUtterance) ? 2 : 1;
  think(now);
}

void NaiveAgent::think(Instant now) {
  state_ = State::kProcessing;
  const bool throws = has(NaiveFault::kGuardLeftSet) && turns_ == config_.fault_on_turn;
  think_until_ = throws ? kNever : now + config_.first_audio;  // nobody resets the guard: PROCESSING for ever
}

void NaiveAgent::speak(Instant now, Duration length) {
  state_ = State::kSpeaking;
  const bool silent = has(NaiveFault::kSilentReply) && turns_ >= config_.fault_on_turn;
  voice_.begin(now, length, config_.seed * 1000 + static_cast<std::uint64_t>(turns_), silent);
  barge_in_voiced_ = Duration{};
  awaited_mark_.clear();
  played_at_ = kNever;
  yield_at_ = kNever;
  ++replies_;
  send_due(now);
}

void NaiveAgent::send_due(Instant now) {
  while (voice_.next_deadline() <= now) send_media(voice_.take(now));
  if (state_ != State::kSpeaking) return;  // the rest of a reply that is over
  if (voice_.all_sent() && awaited_mark_.empty() && played_at_ == kNever) all_sent(now);
}

void NaiveAgent::send_media(std::span<const std::uint8_t> payload) {
  twilio::SendMedia media;
  media.stream_sid = stream_;
  media.payload.assign(payload);
  std::string text;
  twilio::write_media(media, text);
  outputs_.push(std::move(text));
}

void NaiveAgent::all_sent(Instant now) {
  if (config_.marks) {
    const std::string name = "tts_done_" + std::to_string(replies_);
    send(twilio::SendMark{stream_, name});
    awaited_mark_ = has(NaiveFault::kMarkNameMismatch) ? "tts_done" : name;
  } else {
    played_at_ = std::max(now, voice_.played_at());
  }
  if (has(NaiveFault::kSpeakingFlagAtQueue)) reply_over(now);
}

void NaiveAgent::reply_over(Instant now) {
  if (replies_owed_ > 0) {
    think(now);
  } else {
    listen(now);
  }
}

Instant NaiveAgent::next_deadline() const {
  const Instant next = voice_.next_deadline();
  if (state_ == State::kProcessing) return std::min(next, think_until_);
  if (state_ == State::kSpeaking) return std::min({next, played_at_, yield_at_});
  return next;
}

void NaiveAgent::handle_timeout(Instant now) {
  if (next_deadline() > now) return;
  if (voice_.next_deadline() <= now) {
    send_due(now);
  } else if (state_ == State::kProcessing) {
    --replies_owed_;
    speak(now, config_.reply);
  } else if (yield_at_ <= now) {
    yield_to_caller(now);
  } else {
    reply_over(now);
  }
}

void NaiveAgent::send(const twilio::Outbound& message) {
  std::string text;
  twilio::write(message, text);
  outputs_.push(std::move(text));
}

}  // namespace parley
