#include "core/peer/twilio_peer.h"

#include <algorithm>
#include <utility>

#include "core/audio/level.h"
#include "core/base/check.h"
#include "core/base/overloaded.h"
#include "core/peer/line_silence.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::int64_t kTimestampMinMs = 57;
constexpr std::int64_t kTimestampMaxMs = 171;
constexpr std::int64_t kStartMinUs = 90'000;
constexpr std::int64_t kStartMaxUs = 154'000;
// A clear may return every pending mark at once; a driver that lets more than that pile up does not drain.
constexpr std::size_t kMaxOutputs = TwilioPeer::kMaxPendingMarks * 8;

constexpr int kMediaDiscarded = 31931;
constexpr int kMalformedMessage = 31950;
constexpr int kInvalidMessage = 31951;

std::uint8_t warning_bit(int code) {
  return code == kMediaDiscarded ? 1 : code == kMalformedMessage ? 2 : 4;
}

std::string draw_sid(std::string_view prefix, Random& random) {
  std::string sid(prefix);
  while (sid.size() < 34) sid += "0123456789abcdef"[random.below(16)];
  return sid;
}

}  // namespace

TwilioPeer::TwilioPeer(PeerConfig config, Instant now)
    : config_(std::move(config)),
      dither_(Random(config_.seed).fork(1)),
      jitter_(config_.arrival_jitter, Random(config_.seed).fork(2)),
      playout_(config_.playout_cap) {
  Random random = Random(config_.seed).fork(3);
  start_after_ = micros(random.between(kStartMinUs, kStartMaxUs));
  next_timestamp_ms_ = random.between(kTimestampMinMs, kTimestampMaxMs);
  if (config_.first_timestamp_ms) next_timestamp_ms_ = *config_.first_timestamp_ms;
  if (config_.account_sid.empty()) config_.account_sid = draw_sid("AC", random);
  if (config_.call_sid.empty()) config_.call_sid = draw_sid("CA", random);
  if (config_.stream_sid.empty()) config_.stream_sid = draw_sid("MZ", random);
  media_.stream_sid = Sid(config_.stream_sid);
  playout_.advance(now);
}

void TwilioPeer::open(Instant now) {
  settle(now);
  if (state_ != State::kIdle) return;
  state_ = State::kOpening;
  start_at_ = now + start_after_;
}

void TwilioPeer::hear_caller(Instant now, const Frame& frame) {
  settle(now);
  if (state_ == State::kIdle || state_ == State::kOpening) first_frame_ = frame;
  if (state_ == State::kStreaming) send_frame(now, frame);
}

void TwilioPeer::miss_caller(Instant now) {
  settle(now);
  if (state_ == State::kStreaming) next_timestamp_ms_ += 20;
}

void TwilioPeer::dial(Instant now, char digit) {
  settle(now);
  if (state_ == State::kStreaming) send(now, twilio::Dtmf{next_sequence_++, media_.stream_sid, digit});
}

void TwilioPeer::hang_up(Instant now) {
  settle(now);
  if (state_ == State::kEnded) return;
  if (state_ == State::kStreaming) {
    send(now, twilio::Stop{next_sequence_++, media_.stream_sid, config_.account_sid, config_.call_sid});
  }
  end(now);
  schedule(now, CloseStream{config_.close_code});
}

void TwilioPeer::handle_closed(Instant now) {
  settle(now);
  on_its_way_.clear();  // nobody is left to read it
  end(now);
}

void TwilioPeer::handle(Instant now, std::string_view text) {
  settle(now);
  if (state_ == State::kEnded) return;
  twilio::ParsedOutbound parsed = twilio::parse_outbound(text);
  if (state_ != State::kStreaming) {
    warn(now, kInvalidMessage, "A message came before `start`, when no stream had an id.");
    return;
  }
  if (!parsed.extra_field.empty()) {
    warn(now, kInvalidMessage,
         "A message has the field `" + parsed.extra_field + "`, which Twilio does not define.");
    if (config_.strict) return;
  }
  std::visit([&](auto& message) { take(now, message); }, parsed.message);
  settle(now);  // a mark on an empty buffer returns at once
}

void TwilioPeer::handle_binary(Instant now) {
  settle(now);
  if (state_ != State::kEnded) warn(now, kMalformedMessage, "A binary message came; Twilio takes text only.");
}

void TwilioPeer::take(Instant now, const twilio::SendMedia& media) {
  if (!is_ours(now, media.stream_sid, "media")) return;
  const auto bytes = media.payload.bytes();
  const std::int64_t taken = playout_.write(now, bytes);
  ++counters_.media_received;
  counters_.bytes_received += taken;
  const std::int64_t discarded = static_cast<std::int64_t>(bytes.size()) - taken;
  counters_.bytes_discarded += discarded;
  if (discarded > 0) warn(now, kMediaDiscarded, "More audio is buffered than Twilio holds; the rest is discarded.");
}

void TwilioPeer::take(Instant now, twilio::SendMark& mark) {
  if (!is_ours(now, mark.stream_sid, "mark")) return;
  ++counters_.marks_received;
  if (playout_.marks_pending() >= kMaxPendingMarks) {
    ++counters_.marks_refused;
    return;
  }
  playout_.mark(now, std::move(mark.name));
}

void TwilioPeer::take(Instant now, const twilio::Clear& clear) {
  if (!is_ours(now, clear.stream_sid, "clear")) return;
  ++counters_.clears;
  PlayoutBuffer::Flushed flushed = playout_.clear(now);
  flush_played();
  output(Cleared{flushed.bytes, flushed.audible, now});
  for (PlayoutBuffer::MarkReached& mark : flushed.marks) {
    if (!mark.cleared || config_.clear_marks == ClearMarks::kEcho) return_mark(mark);
  }
}

void TwilioPeer::take(Instant now, const twilio::Unknown& unknown) {
  warn(now, kInvalidMessage, "The event `" + unknown.event + "` is none that Twilio takes.");
}

void TwilioPeer::take(Instant now, const twilio::Malformed& malformed) {
  warn(now, kInvalidMessage, malformed.reason);
}

bool TwilioPeer::is_ours(Instant now, const Sid& sid, std::string_view event) {
  if (sid == media_.stream_sid) return true;
  warn(now, kInvalidMessage,
       "A `" + std::string(event) + "` names the stream `" + std::string(sid.view()) + "`, which is not this one.");
  return false;
}

Instant TwilioPeer::next_deadline() const {
  Instant next = on_its_way_.empty() ? kNever : on_its_way_.front().at;
  if (state_ == State::kOpening) next = std::min(next, start_at_);
  if (state_ == State::kStreaming) next = std::min(next, playout_.next_event());
  return next;
}

void TwilioPeer::settle(Instant now) {
  if (state_ == State::kOpening && now >= start_at_) start(now);
  if (state_ == State::kStreaming) play(now);
  while (!on_its_way_.empty() && on_its_way_.front().at <= now) output(std::move(on_its_way_.pop()->output));
}

void TwilioPeer::start(Instant now) {
  state_ = State::kStreaming;
  send(now, twilio::Connected{});
  twilio::Start start;
  start.sequence = next_sequence_++;
  start.account_sid = config_.account_sid;
  start.stream_sid = media_.stream_sid;
  start.call_sid = config_.call_sid;
  start.custom_parameters = config_.custom_parameters;
  send(now, start);
  if (first_frame_) send_frame(now, *first_frame_);
  first_frame_.reset();
}

void TwilioPeer::end(Instant now) {
  if (state_ == State::kEnded) return;
  state_ = State::kEnded;
  flush_played();
  counters_.bytes_unplayed = playout_.clear(now).bytes;
}

void TwilioPeer::play(Instant now) {
  const std::int64_t count = playout_.playable(now);
  if (count > 0) {
    hear_agent(playout_.held().first(static_cast<std::size_t>(count)), playout_.played_at(playout_.played()));
  }
  for (PlayoutBuffer::MarkReached& mark : playout_.advance(now)) return_mark(mark);
  if (!playout_.playing()) flush_played();
}

void TwilioPeer::hear_agent(std::span<const std::uint8_t> bytes, Instant at) {
  while (!bytes.empty()) {
    if (played_fill_ == 0) played_.at = at;
    const std::size_t count = std::min(bytes.size(), played_.frame.size() - played_fill_);
    std::copy_n(bytes.begin(), count, played_.frame.begin() + static_cast<std::ptrdiff_t>(played_fill_));
    played_fill_ += count;
    bytes = bytes.subspan(count);
    at += samples_to_duration(static_cast<std::int64_t>(count));
    if (played_fill_ == played_.frame.size()) flush_played();
  }
}

void TwilioPeer::flush_played() {
  if (played_fill_ == 0) return;
  std::fill(played_.frame.begin() + static_cast<std::ptrdiff_t>(played_fill_), played_.frame.end(), kMulawSilence);
  played_.bytes = static_cast<std::int64_t>(played_fill_);
  played_.audible = rms_level_mulaw(std::span(played_.frame).first(played_fill_)) > kAudibleRms;
  played_fill_ = 0;
  output(played_);
}

void TwilioPeer::return_mark(PlayoutBuffer::MarkReached& mark) {
  ++counters_.marks_returned;
  send(mark.at, twilio::MarkReturned{next_sequence_++, media_.stream_sid, std::move(mark.name)});
}

void TwilioPeer::send_frame(Instant now, const Frame& frame) {
  media_.timestamp_ms = next_timestamp_ms_;
  next_timestamp_ms_ += 20;
  if (!is_silence(frame)) {
    media_.payload.assign(frame);
  } else if (config_.inbound_silence == InboundSilence::kContinuous || counters_.frames_sent == 0) {
    // The first frame is sent in any case: media time counts from it.
    Frame silence;
    fill_with_line_silence(dither_, silence);
    media_.payload.assign(silence);
  } else {
    return;
  }
  media_.sequence = next_sequence_++;
  media_.chunk = next_chunk_++;
  ++counters_.frames_sent;
  text_.clear();
  twilio::write_media(media_, text_);
  schedule(now, SendText{texts_.share(text_)});
}

void TwilioPeer::send(Instant at, const twilio::Inbound& message) {
  text_.clear();
  twilio::write(message, text_);
  schedule(at, SendText{texts_.share(text_)});
}

void TwilioPeer::schedule(Instant at, PeerOutput output) {
  const Instant arrival = jitter_.arrival(at);
  if (arrival <= at && on_its_way_.empty()) {
    this->output(std::move(output));
  } else {
    on_its_way_.push({arrival, std::move(output)});
  }
}

void TwilioPeer::output(PeerOutput output) {
  PARLEY_CHECK(outputs_.size() < kMaxOutputs);
  outputs_.push(std::move(output));
}

void TwilioPeer::warn(Instant now, int code, std::string text) {
  ++counters_.violations;
  if ((warned_ & warning_bit(code)) != 0) return;
  warned_ = static_cast<std::uint8_t>(warned_ | warning_bit(code));
  ++counters_.warnings;
  output(PeerWarning{code, std::move(text), now});
}

}  // namespace parley
