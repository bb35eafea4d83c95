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

Duration length_of(std::size_t bytes) {
  return samples_to_duration(static_cast<std::int64_t>(bytes));
}

}  // namespace

NaiveAgent::NaiveAgent(const NaiveConfig& config, Instant now) : config_(config), last_received_(now) {}

void NaiveAgent::handle(Instant now, std::string_view text) {
  handle_timeout(now);
  if (state_ == State::kEnded) return;
  const twilio::Inbound message = twilio::parse_inbound(text);
  std::visit(overloaded{
                 [&](const twilio::Start& start) {
                   stream_ = start.stream_sid;
                   listen(now);
                   if (config_.greeting > Duration{}) speak(now, config_.greeting);
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
  if (!has(NaiveFault::kBargeInWithoutClear)) send(twilio::Clear{stream_});
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
  speaking_since_ = now;
  audio_ = voice_like(std::min(length, kLongestReply), config_.seed * 1000 + static_cast<std::uint64_t>(turns_));
  audio_.resize((audio_.size() + kFrameBytes - 1) / kFrameBytes * kFrameBytes, kMulawSilence);
  sent_ = 0;
  barge_in_voiced_ = Duration{};
  awaited_mark_.clear();
  played_at_ = kNever;
  ++replies_;
  send_due(now);
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
    media.stream_sid = stream_;
    media.payload.assign(std::span(audio_).subspan(sent_, count));
    std::string text;
    twilio::write_media(media, text);
    outputs_.push(std::move(text));
    sent_ += count;
  }
  if (sent_ == audio_.size() && awaited_mark_.empty() && played_at_ == kNever) all_sent(now);
}

void NaiveAgent::all_sent(Instant now) {
  if (config_.marks) {
    const std::string name = "tts_done_" + std::to_string(replies_);
    send(twilio::SendMark{stream_, name});
    awaited_mark_ = has(NaiveFault::kMarkNameMismatch) ? "tts_done" : name;
  } else {
    played_at_ = std::max(now, speaking_since_ + length_of(audio_.size()));
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
  if (state_ == State::kProcessing) return think_until_;
  if (state_ != State::kSpeaking) return kNever;
  return sent_ < audio_.size() ? due(sent_) : played_at_;
}

void NaiveAgent::handle_timeout(Instant now) {
  if (next_deadline() > now) return;
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
  std::string text;
  twilio::write(message, text);
  outputs_.push(std::move(text));
}

}  // namespace parley
