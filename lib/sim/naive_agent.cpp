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
constexpr Duration kEndless = seconds(90);
constexpr Duration kTooShort = millis(160);
constexpr Duration kTooLong = seconds(3);
constexpr Duration kLeastTurn = millis(300);  // where noise is not taken for a turn
constexpr int kInternalError = 1011;
constexpr int kNormalClosure = 1000;
constexpr int kAboveAnyVoice = 32'767;
constexpr std::int64_t kPcmBytesPerMs = 16;  // what people print as the length of an utterance

Duration length_of(std::size_t bytes) {
  return samples_to_duration(static_cast<std::int64_t>(bytes));
}

}  // namespace

NaiveAgent::NaiveAgent(const NaiveConfig& config, Instant now)
    : config_(config), wire_(config.fault), last_received_(now), voice_(config.fault, config.pacing) {
  if (has(NaiveFault::kSilenceLimitTooShort)) config_.silence = kTooShort;
  if (has(NaiveFault::kSilenceLimitTooLong)) config_.silence = kTooLong;
  if (has(NaiveFault::kBargeInOff)) config_.barge_in = false;
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
                   note(now, "WS_START sid=" + std::string(start.stream_sid.view()) +
                                 " call_sid=" + start.call_sid + " mode=AI");
                   if (state_ == State::kSpeaking) return;  // it has begun to greet
                   listen(now);
                   const bool greets = config_.greeting > Duration{} && !has(NaiveFault::kGreetingNeverSent);
                   if (greets) speak(now, config_.greeting);
                 },
                 [&](const twilio::Media& media) { hear(now, media); },
                 [&](const twilio::MarkReturned& mark) { mark_returned(now, mark.name); },
                 [&](const twilio::Stop&) {
                   note(now, "WS_STOP rx=" + std::to_string(received_) + " tx=" + std::to_string(sent_));
                   handle_closed(now);
                 },
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

void NaiveAgent::mark_returned(Instant now, const std::string& name) {
  // Who looks for another name has no line for this one.
  if (!has(NaiveFault::kMarkNameMismatch)) note(now, "MARK_ACK: " + name);
  if (state_ == State::kSpeaking && name == awaited_mark_) reply_over(now);
}

void NaiveAgent::enter(Instant now, State state, const std::string& more) {
  state_ = state;
  const char* name = state == State::kListening    ? "LISTENING"
                     : state == State::kProcessing ? "PROCESSING"
                                                   : "SPEAKING";
  note(now, std::string("STATE -> ") + name + more);
}

void NaiveAgent::note(Instant now, const std::string& line) const {
  if (config_.log) config_.log(now, line);
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
  ++received_;
  if (has(NaiveFault::kEchoLeftOn)) send_media(bytes);
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
  if (!has(NaiveFault::kClearWaitsForTranscript)) return yield_to_caller(now);
  if (yield_at_ == kNever) yield_at_ = now + kFirstWords;
}

void NaiveAgent::yield_to_caller(Instant now) {
  note(now, "BARGE_IN: interrupt speaking");
  if (!has(NaiveFault::kBargeInWithoutClear)) send(twilio::Clear{wire_.stream()});
  if (!has(NaiveFault::kStaleFramesAfterClear)) voice_.stop();
  replies_owed_ = 0;
  listen(now);
  if (has(NaiveFault::kStopsForAnyNoise)) return;
  heard_voice_ = true;
  first_voiced_ = last_voiced_ = now;
}

void NaiveAgent::listen(Instant now) {
  enter(now, State::kListening);
  // As when the noise floor is measured while somebody speaks.
  if (has(NaiveFault::kThresholdAboveSpeech) && turns_ + 1 >= config_.fault_on_turn)
    config_.threshold = kAboveAnyVoice;
  listening_since_ = now;
  heard_voice_ = false;
  voiced_ = Duration{};
  played_at_ = kNever;
  yield_at_ = kNever;
}

void NaiveAgent::end_turn(Instant now) {
  if (has(NaiveFault::kStopsForAnyNoise) && voiced_ < kLeastTurn) return listen(now);
  ++turns_;
  if (turn_goes_wrong(now)) return;
  replies_owed_ = has(NaiveFault::kDoubleEndOfUtterance) ? 2 : 1;
  const Instant silent_since = has(NaiveFault::kSilenceFromReceivedFrame) ? last_received_ : last_voiced_;
  const Instant began = has(NaiveFault::kSilenceFromReceivedFrame) ? listening_since_ : first_voiced_;
  think(now, " | len=" + std::to_string(to_millis(now - began) * kPcmBytesPerMs) +
                 " | silence_ms=" + std::to_string(to_millis(now - silent_since)));
}

/// The faults that strike when a turn is to be answered.
bool NaiveAgent::turn_goes_wrong(Instant now) {
  const bool on_turn = turns_ == config_.fault_on_turn;
  if (has(NaiveFault::kTurnLimit) && turns_ > config_.fault_on_turn) {
    listen(now);
    return true;
  }
  if (has(NaiveFault::kTurnDropped) && on_turn) {
    note(now, "DEDUP: same utterance ignored");
    listen(now);
    return true;
  }
  if (has(NaiveFault::kClosesMidCall) && on_turn) {
    note(now, "WS_HANDLER_ERR: the handler threw");
    close(kInternalError);
    return true;
  }
  if (has(NaiveFault::kHangsUpOnTurn) && on_turn) {
    close(kNormalClosure);
    return true;
  }
  if (has(NaiveFault::kBlockingPush) && on_turn) blocked_ = true;
  return blocked_;
}

void NaiveAgent::close(int code) {
  state_ = State::kEnded;
  closes_with_ = code;
}

void NaiveAgent::think(Instant now, const std::string& why) {
  if (has(NaiveFault::kSkipsProcessing) && turns_ >= config_.fault_on_turn) {
    state_ = State::kProcessing;  // it does the work, and nobody sets the state
  } else {
    enter(now, State::kProcessing, why);
  }
  const bool throws = (has(NaiveFault::kGuardLeftSet) && turns_ == config_.fault_on_turn) ||
                      (has(NaiveFault::kStateLeak) && config_.calls_before > 0);
  think_until_ = throws ? kNever : now + config_.first_audio;  // nobody resets the guard: PROCESSING for ever
}

void NaiveAgent::speak(Instant now, Duration length) {
  enter(now, State::kSpeaking, " | turn=" + std::to_string(turns_));
  const bool silent = has(NaiveFault::kSilentReply) && turns_ >= config_.fault_on_turn;
  voice_.begin(now, length, config_.seed * 1000 + static_cast<std::uint64_t>(turns_), silent);
  barge_in_voiced_ = Duration{};
  awaited_mark_.clear();
  played_at_ = kNever;
  yield_at_ = kNever;
  ++replies_;
  if (has(NaiveFault::kMarkBeforeAudio)) mark_sent(now, "tts_done_" + std::to_string(replies_));
  send_due(now);
}

/// The reply is made, all but the piece that failed, and nothing of it is sent: it is not that piece's turn.
void NaiveAgent::hold_back(Instant now) {
  note(now, "TTS_START: turn=" + std::to_string(turns_));
  if (turns_ == config_.fault_on_turn) note(now, "TTS_ERR: status 500");
  reply_over(now);
}

void NaiveAgent::mark_sent(Instant now, std::string name) {
  note(now, "MARK_SENT: " + name);
  send(twilio::SendMark{wire_.stream(), name});
  awaited_mark_ = std::move(name);
}

void NaiveAgent::send_due(Instant now) {
  while (voice_.next_deadline() <= now) {
    send_media(voice_.take(now));
    if (has(NaiveFault::kSameMarkName)) mark_sent(now, "chunk");
  }
  if (state_ != State::kSpeaking) return;  // the rest of a reply that is over
  if (voice_.all_sent() && awaited_mark_.empty() && played_at_ == kNever) all_sent(now);
}

void NaiveAgent::send_media(std::span<const std::uint8_t> payload) {
  twilio::SendMedia media;
  media.stream_sid = wire_.stream();
  media.payload.assign(payload);
  ++sent_;
  send(media);
}

void NaiveAgent::all_sent(Instant now) {
  if (config_.marks) {
    mark_sent(now, "tts_done_" + std::to_string(replies_));
    if (has(NaiveFault::kMarkNameMismatch)) awaited_mark_ = "tts_done";
  } else {
    played_at_ = std::max(now, voice_.played_at());
  }
  if (has(NaiveFault::kSpeakingFlagAtQueue)) reply_over(now);
  if (has(NaiveFault::kClosesAfterLastSend) && turns_ == config_.fault_on_turn) close(kNormalClosure);
}

void NaiveAgent::reply_over(Instant now) {
  if (replies_owed_ > 0) {
    think(now, " | len=0 | reason=end_of_utterance");
  } else {
    listen(now);
  }
}

Instant NaiveAgent::state_deadline() const {
  if (blocked_ || state_ == State::kEnded) return kNever;
  const Instant next = voice_.next_deadline();
  if (state_ == State::kProcessing) return std::min(next, think_until_);
  if (state_ == State::kSpeaking) return std::min({next, played_at_, yield_at_});
  return next;
}

Instant NaiveAgent::next_deadline() const {
  return state_ == State::kEnded ? kNever : std::min(state_deadline(), inbox_.next());
}

void NaiveAgent::handle_timeout(Instant now) {
  while (const auto text = inbox_.take(now)) take(now, *text);
  if (state_deadline() > now) return;
  if (voice_.next_deadline() <= now) {
    send_due(now);
  } else if (state_ == State::kProcessing) {
    --replies_owed_;
    if (has(NaiveFault::kPieceAwaited) && turns_ >= config_.fault_on_turn) return hold_back(now);
    speak(now, config_.reply);
  } else if (yield_at_ <= now) {
    yield_to_caller(now);
  } else {
    reply_over(now);
  }
}

void NaiveAgent::send(const twilio::Outbound& message) {
  outputs_.push(wire_.text_of(message));
}

}  // namespace parley
