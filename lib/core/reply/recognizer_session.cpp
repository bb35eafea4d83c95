#include "core/reply/recognizer_session.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace parley {
namespace {

constexpr std::uint8_t kMulawSilenceByte = 0xFF;
constexpr Duration kFirstBackoff = millis(100);
constexpr int kMostDoublings = 5;  // 3200 ms
// So much is given to a new session before what is needed, for nobody begins to listen in the middle of a sound.
constexpr std::int64_t kRunUp = duration_to_samples(seconds(1));
// A segment is told of some time after its pre-roll: so much is kept in any case.
constexpr std::int64_t kAlwaysKept = duration_to_samples(seconds(3));
// Words end before their segment does: a final that reaches so near to the end is the segment's last.
constexpr std::int64_t kNearTheEnd = duration_to_samples(seconds(1));
// Nobody waits any more for the words of a segment that ended so long ago.
constexpr std::int64_t kForgotten = duration_to_samples(seconds(10));
constexpr std::size_t kMostOutstanding = 8;
constexpr std::int64_t kPiece = duration_to_samples(seconds(1));  // of audio that is given again
// The dead part of what is kept goes when it has grown to this, so that not every frame moves all of it.
constexpr std::int64_t kDeadPart = duration_to_samples(seconds(2));

void ask(ReplySteps& out, ProviderRequest request) {
  out.push_back(AskProvider{std::move(request)});
}

}  // namespace

RecognizerSession::RecognizerSession(const RecognizerConfig& config) : config_(config) {}

void RecognizerSession::open(Instant now, ReplySteps& out) {
  wanted_ = open_ = true;
  opened_at_ = now;
  ask(out, OpenRecognizer{});
}

void RecognizerSession::close(ReplySteps& out) {
  if (!wanted_) return;
  wanted_ = open_ = false;
  reopen_at_ = kNever;
  batch_.clear();
  ask(out, CloseRecognizer{});
}

// ---- audio --------------------------------------------------------------------------------------------------

void RecognizerSession::hear(Instant now, MediaTime begin, std::span<const std::uint8_t> mulaw, bool quiet,
                             ReplySteps& out) {
  if (!wanted_) return;
  keep(begin, mulaw);
  if (open_ && (config_.streaming || running_)) {
    if (batch_.empty()) {
      batch_begin_ = begin;
      // The batch is given away whole: one allocation for each, and none for a frame.
      batch_.reserve(static_cast<std::size_t>(duration_to_samples(config_.batch)) + mulaw.size());
    }
    batch_.insert(batch_.end(), mulaw.begin(), mulaw.end());
    if (static_cast<std::int64_t>(batch_.size()) >= duration_to_samples(config_.batch)) flush(out);
  }
  rotate_if_due(now, quiet, out);
}

void RecognizerSession::flush(ReplySteps& out) {
  if (!batch_.empty()) ask(out, RecognizerAudio{batch_begin_, std::exchange(batch_, {})});
}

/// What the line left out is kept as silence, so that a position is a place in what is kept.
void RecognizerSession::keep(MediaTime begin, std::span<const std::uint8_t> mulaw) {
  const std::int64_t gap = kept_.empty() ? 0 : begin - kept_end();
  if (kept_.empty() || gap < 0 || gap > duration_to_samples(config_.kept)) {
    kept_.clear();
    kept_begin_ = begin;
  } else {
    kept_.insert(kept_.end(), static_cast<std::size_t>(gap), kMulawSilenceByte);
  }
  kept_.insert(kept_.end(), mulaw.begin(), mulaw.end());
  trim();
}

void RecognizerSession::trim() {
  const MediaTime end = kept_end();
  std::erase_if(outstanding_, [end](const FinishSegment& segment) { return end - segment.range.end > kForgotten; });
  const std::int64_t room = duration_to_samples(config_.kept);
  const MediaTime wanted = std::min(needed_from(), end + -kAlwaysKept);
  const std::int64_t dead = std::max(wanted - kept_begin_, end - kept_begin_ - room);
  if (dead < kDeadPart) return;
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(dead));
  kept_begin_ = kept_begin_ + dead;
}

/// From here on nothing is recognised for certain.
MediaTime RecognizerSession::needed_from() const {
  MediaTime from = kept_end() + -kRunUp;
  if (running_) from = std::min(from, *running_);
  if (!outstanding_.empty()) from = std::min(from, outstanding_.front().range.begin);
  return std::max({from, recognized_until_, MediaTime{}});
}

// ---- segments -----------------------------------------------------------------------------------------------

void RecognizerSession::segment_began(MediaTime begin, ReplySteps& out) {
  if (!wanted_) return;
  running_ = begin;
  if (!open_) return;
  if (config_.streaming) {
    ask(out, SegmentBegan{begin});
    return;
  }
  batch_.clear();  // of a voice that was noise
  ask(out, SegmentBegan{begin});
  give(begin, kept_end(), out);
}

void RecognizerSession::segment_finished(const FinishSegment& segment, ReplySteps& out) {
  running_.reset();
  if (!wanted_) return;
  if (outstanding_.size() == kMostOutstanding) outstanding_.erase(outstanding_.begin());
  outstanding_.push_back(segment);
  if (!open_) return;
  flush(out);
  ask(out, segment);
}

void RecognizerSession::final_came(const MediaRange& range) {
  prove();
  recognized_until_ = std::max(recognized_until_, std::min(range.end, kept_end()));
  std::erase_if(outstanding_, [&](const FinishSegment& segment) {
    return range.end > segment.range.begin && segment.range.end - range.end <= kNearTheEnd;
  });
}

/// The service has shown that it works.
void RecognizerSession::prove() {
  failures_ = 0;
  deaf_ = false;
}

// ---- failures and age ---------------------------------------------------------------------------------------

void RecognizerSession::failed(Instant now, TurnId turn, const RecognizerFailed& failure, ReplySteps& out) {
  out.push_back(StageFailure{Stage::kRecognizer, turn, failure.reason});
  if (!open_) return;
  open_ = false;
  deaf_ = true;
  batch_.clear();  // it is kept, too
  if (!failure.may_retry) return;
  reopen_at_ = now + kFirstBackoff * (1 << std::min(failures_, kMostDoublings));
  ++failures_;
}

void RecognizerSession::handle_timeout(Instant now, ReplySteps& out) {
  if (reopen_at_ <= now) begin_again(now, out);
}

void RecognizerSession::rotate_if_due(Instant now, bool quiet, ReplySteps& out) {
  if (config_.rotate == Duration{} || !config_.streaming || !open_) return;
  const Duration age = now - opened_at_;
  const bool silent_point = quiet && !running_ && outstanding_.empty();
  if (age < config_.rotate || (!silent_point && age < config_.rotate + config_.rotate_grace)) return;
  ask(out, CloseRecognizer{});
  begin_again(now, out);
}

/// A new session is given all that the one before it may not have recognised.
void RecognizerSession::begin_again(Instant now, ReplySteps& out) {
  reopen_at_ = kNever;
  open_ = true;
  opened_at_ = now;
  batch_.clear();
  ask(out, OpenRecognizer{});
  MediaTime at = needed_from();
  if (const std::int64_t lost = kept_begin_ - at; lost > 0) {
    out.push_back(AudioLost{samples_to_duration(lost)});
    at = kept_begin_;
  }
  for (FinishSegment segment : outstanding_) {
    segment.range.begin = std::max(segment.range.begin, at);
    if (segment.range.end <= segment.range.begin) continue;  // nothing of it is left
    ask(out, SegmentBegan{segment.range.begin});
    give(at, segment.range.end, out);
    at = std::max(at, segment.range.end);
    ask(out, segment);
  }
  if (running_) ask(out, SegmentBegan{std::max(*running_, at)});
  if (config_.streaming || running_) give(at, kept_end(), out);
}

void RecognizerSession::give(MediaTime from, MediaTime to, ReplySteps& out) const {
  from = std::max(from, kept_begin_);
  to = std::min(to, kept_end());
  while (from < to) {
    const std::int64_t size = std::min(kPiece, to - from);
    const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(from - kept_begin_);
    ask(out, RecognizerAudio{from, {first, first + static_cast<std::ptrdiff_t>(size)}});
    from = from + size;
  }
}

}  // namespace parley
