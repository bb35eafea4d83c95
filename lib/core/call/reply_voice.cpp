#include "core/call/reply_voice.h"

#include <algorithm>
#include <utility>

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr Duration kStuckAfter = seconds(5);
constexpr std::size_t kMaxMarksRemembered = 256;
constexpr std::size_t kMaxAnswerBytes = 4'800'000;  // ten minutes

Frame silent_frame() {
  Frame frame;
  frame.fill(kMulawSilence);
  return frame;
}

}  // namespace

ReplyVoice::ReplyVoice(const SpeakConfig& config)
    : config_(config), pacer_(PacerConfig{config.lead, config.catch_up}) {}

// ---- what is to be said -------------------------------------------------------------------------------------

void ReplyVoice::begin(TurnId turn) {
  turn_ = turn;
  clear_due_ = true;
  finished_ = mark_due_ = mark_written_ = false;
  awaited_mark_.clear();
  answer_begin_ = -1;
  answer_.clear();
  sentence_starts_.clear();
  first_written_at_ = kNever;
  audible_end_position_ = enqueued_;
  std::erase_if(runs_, [](const Run& run) { return run.released == run.queued && run.written == run.released; });
}

void ReplyVoice::play(TurnId turn, ReplyKind kind, const std::vector<std::uint8_t>& mulaw, bool sentence_start) {
  if (turn != turn_) begin(turn);
  if (kind != kind_) flush_framer();
  kind_ = kind;
  if (kind != ReplyKind::kFiller) {
    if (answer_begin_ < 0) answer_begin_ = enqueued_;
    if (sentence_start) sentence_starts_.push_back(answer_.size());
    if (answer_.size() + mulaw.size() <= kMaxAnswerBytes) answer_.insert(answer_.end(), mulaw.begin(), mulaw.end());
  }
  framer_.push(mulaw);
  while (auto frame = framer_.pop()) enqueue(*frame, kind);
}

void ReplyVoice::flush_framer() {
  if (auto frame = framer_.flush()) enqueue(*frame, kind_);
}

void ReplyVoice::enqueue(const Frame& frame, ReplyKind kind) {
  if (!pacer_.enqueue(frame)) return;
  enqueued_ += kFrameSamples;
  ++run_of(turn_, kind).queued;
  if (rms_level_mulaw(frame) > kAudibleRms) audible_end_position_ = enqueued_;
}

ReplyVoice::Run& ReplyVoice::run_of(TurnId turn, ReplyKind kind) {
  if (runs_.empty() || runs_.back().turn != turn || runs_.back().kind != kind) runs_.push_back(Run{turn, kind});
  return runs_.back();
}

void ReplyVoice::finish(TurnId turn) {
  if (turn != turn_ || finished_) return;
  flush_framer();
  for (Duration silence{}; silence < config_.trailing_silence; silence += kFrameDuration) {
    enqueue(silent_frame(), kind_);
  }
  finished_ = mark_due_ = true;
  awaited_mark_ = "assistant_tts_end:" + std::to_string(turn.value);
}

// ---- what goes out ------------------------------------------------------------------------------------------

Duration ReplyVoice::far_end_holds(Instant now) const {
  const Duration believed = belief_.playing() ? std::max(Duration{}, belief_.drained_at() - now) : Duration{};
  return believed + unwritten_frames_ * kFrameDuration;
}

Instant ReplyVoice::next_release(Instant now) const {
  if (clear_due_ && pacer_.queued() > 0) return now;
  if (mark_due_ && pacer_.queued() == 0) return now;
  if (pacer_.queued() == 0) return kNever;
  // With a whole lead unwritten the kernel is the bottleneck; its next `wrote` wakes us.
  if (unwritten_frames_ * kFrameDuration >= config_.lead) return kNever;
  return pacer_.next_release(now, far_end_holds(now));
}

std::optional<VoiceOutput> ReplyVoice::release(Instant now) {
  if (next_release(now) > now) return std::nullopt;
  VoiceOutput output = VoiceClear{};
  ReplyKind kind = kind_;
  TurnId turn = turn_;
  if (clear_due_) {
    clear_due_ = false;
  } else if (mark_due_ && pacer_.queued() == 0) {
    mark_due_ = false;
    output = VoiceMark{awaited_mark_};
  } else {
    const Instant due = pacer_.next_release(now, far_end_holds(now));
    auto frame = pacer_.release(now, far_end_holds(now));
    if (!frame) return std::nullopt;
    const auto run = std::find_if(runs_.begin(), runs_.end(), [](const Run& r) { return r.released < r.queued; });
    if (run != runs_.end()) {
      ++run->released;
      kind = run->kind;
      turn = run->turn;
    }
    output = VoiceFrame{*frame, due};
    ++unwritten_frames_;
  }
  if (unwritten_.empty()) unwritten_since_ = now;
  unwritten_.push_back({output, turn, kind});
  return output;
}

std::optional<ReplyVoice::Written> ReplyVoice::wrote(Instant now) {
  if (unwritten_.empty()) return std::nullopt;
  const Unwritten item = std::move(unwritten_.front());
  unwritten_.pop_front();
  unwritten_since_ = unwritten_.empty() ? kNever : now;
  Written written;
  written.turn = item.turn;
  written.kind = item.kind;
  if (const auto* voice = std::get_if<VoiceFrame>(&item.output)) {
    echo_.said(belief_.written(), voice->frame);
    belief_.write(now, voice->frame);
    --unwritten_frames_;
    written.frame = true;
    const auto run = std::find_if(runs_.begin(), runs_.end(), [&](const Run& r) {
      return r.turn == item.turn && r.kind == item.kind && r.written < r.released;
    });
    if (run != runs_.end()) {
      written.first = !std::exchange(run->first_written, true);
      written.queued = run->queued;
      written.sent = ++run->written;
    }
    if (written.first && item.kind != ReplyKind::kFiller && item.turn == turn_) first_written_at_ = now;
  } else if (const auto* mark = std::get_if<VoiceMark>(&item.output)) {
    belief_.mark(now, mark->name);
    if (marks_out_.size() < kMaxMarksRemembered) marks_out_.insert_or_assign(mark->name, kNever);
    written.mark = true;
    written.mark_name = mark->name;
    if (mark->name == awaited_mark_) mark_written_ = true;
    for (const Run& run : runs_) {
      if (run.turn == item.turn && run.kind == item.kind) written.queued = run.queued, written.sent = run.written;
    }
  } else {
    for (const PlayoutBuffer::MarkReached& reached : belief_.clear(now).marks) mark_reached(reached);
  }
  take_back(now);
  return written;
}

void ReplyVoice::take_back(Instant now) {
  for (const PlayoutBuffer::MarkReached& reached : belief_.advance(now)) mark_reached(reached);
  static_cast<void>(audible_end());  // remember when it is, for once it has been played nobody can tell
}

void ReplyVoice::mark_reached(const PlayoutBuffer::MarkReached& reached) {
  const auto mark = marks_out_.find(reached.name);
  if (mark == marks_out_.end()) return;
  mark->second = reached.at;
  if (!reached.cleared) return;
  if (cleared_marks_.size() < kMaxMarksRemembered) cleared_marks_.push_back(reached.name);
  marks_out_.erase(mark);
}

// ---- what came back -----------------------------------------------------------------------------------------

ReplyVoice::Acked ReplyVoice::mark_returned(Instant now, std::string_view name) {
  take_back(now);
  Acked acked;
  const auto cleared = std::find(cleared_marks_.begin(), cleared_marks_.end(), name);
  if (cleared != cleared_marks_.end()) {
    cleared_marks_.erase(cleared);
    acked.known = acked.cleared = true;
    return acked;
  }
  const auto mark = marks_out_.find(name);
  if (mark == marks_out_.end()) return acked;
  acked.known = true;
  // Before its believed instant the far end was faster than we thought: the delay is then nothing.
  const Duration delay = mark->second == kNever ? Duration{} : std::max(Duration{}, now - mark->second);
  smallest_mark_delay_ = std::min(smallest_mark_delay_.value_or(delay), delay);
  marks_out_.erase(mark);
  acked.closes_reply = mark_written_ && name == awaited_mark_;
  return acked;
}

bool ReplyVoice::may_be_taken_back(TurnId turn) const {
  if (turn != turn_ || !speaking()) return false;
  return std::none_of(runs_.begin(), runs_.end(), [turn](const Run& run) {
    return run.turn == turn && run.kind != ReplyKind::kFiller && run.released > 0;
  });
}

// ---- where the reply stands ---------------------------------------------------------------------------------

Instant ReplyVoice::audible_end() const {
  if (!speaking()) return kCallStart;
  if (belief_.played() < audible_end_position_) {
    const std::int64_t beyond = audible_end_position_ - belief_.written();
    audible_end_at_ =
        beyond > 0 ? belief_.drained_at() + samples_to_duration(beyond) : belief_.played_at(audible_end_position_);
  }
  return finished_ ? audible_end_at_ + half_delay() : kNever;  // a synthesiser that pauses is not at the end
}

bool ReplyVoice::audible_within(Instant now, Duration after) const {
  if (!speaking()) return now - audible_end_at_ < after + half_delay() * 2 && audible_end_at_ > kCallStart;
  static_cast<void>(audible_end());  // remember when it is
  const bool more_to_come =
      !finished_ && (pacer_.queued() > 0 || framer_.pending() > 0 || belief_.drained_at() > now);
  return more_to_come || now < audible_end_at_ + after + half_delay() * 2;
}

Instant ReplyVoice::mark_deadline() const {
  if (!speaking() || !mark_written_) return kNever;
  return belief_.drained_at() + mark_delay() + config_.mark_timeout;
}

Instant ReplyVoice::stuck_at() const {
  return unwritten_since_ == kNever ? kNever : unwritten_since_ + kStuckAfter;
}

// ---- the end of a reply -------------------------------------------------------------------------------------

/// Where a suspended reply can go on so that a listener understands: the start of the sentence that was cut, or,
/// when more than two seconds of it were heard, the last pause before the cut.
std::size_t ReplyVoice::resume_point(std::size_t heard) const {
  constexpr std::size_t kFrame = kFrameSamples;
  std::size_t start = 0;
  for (const std::size_t sentence : sentence_starts_) {
    if (sentence <= heard) start = sentence;
  }
  if (heard - start <= std::size_t{2} * kSampleRate) return start;
  for (std::size_t at = heard / kFrame * kFrame; at >= start + kFrame; at -= kFrame) {
    const std::span<const std::uint8_t> block(answer_.data() + at - kFrame, kFrame);
    if (rms_level_mulaw(block) <= kAudibleRms) return at;
    if (heard - at > std::size_t{1} * kSampleRate) break;
  }
  return heard / kFrame * kFrame;
}

ReplyVoice::Interrupted ReplyVoice::account(Instant now) {
  take_back(now);
  Interrupted result;
  if (answer_begin_ < 0) return result;
  const std::int64_t size = static_cast<std::int64_t>(answer_.size());
  const std::int64_t played = belief_.played() - answer_begin_ - duration_to_samples(half_delay());
  const std::int64_t heard = std::clamp<std::int64_t>(played, 0, size);
  result.heard = samples_to_duration(heard);
  result.total = samples_to_duration(size);
  if (first_written_at_ != kNever) result.since_first = now - first_written_at_;
  const std::size_t from = resume_point(static_cast<std::size_t>(heard));
  result.unheard.assign(answer_.begin() + static_cast<std::ptrdiff_t>(from), answer_.end());
  return result;
}

void ReplyVoice::drop_queue() {
  const std::size_t dropped = pacer_.clear();
  enqueued_ -= static_cast<std::int64_t>(dropped) * kFrameSamples;
  framer_ = Framer{};
  for (Run& run : runs_) run.queued = run.released;
}

ReplyVoice::Interrupted ReplyVoice::interrupt(Instant now) {
  Interrupted result = account(now);
  drop_queue();
  for (const auto& [name, at] : marks_out_) {
    if (cleared_marks_.size() < kMaxMarksRemembered) cleared_marks_.push_back(name);
  }
  marks_out_.clear();
  turn_ = kNoTurn;
  finished_ = mark_due_ = mark_written_ = false;
  awaited_mark_.clear();
  audible_end_at_ = now;
  audible_end_position_ = enqueued_;
  clear_due_ = false;
  if (unwritten_.empty()) unwritten_since_ = now;
  unwritten_.push_back({VoiceClear{}, kNoTurn, ReplyKind::kAnswer});
  return result;
}

ReplyVoice::Interrupted ReplyVoice::end_reply(Instant now) {
  static_cast<void>(audible_end());  // remember when it was
  Interrupted result = account(now);
  drop_queue();  // of a reply that was given up: nobody waits for it any more
  turn_ = kNoTurn;
  finished_ = mark_due_ = mark_written_ = false;
  return result;
}

}  // namespace parley
