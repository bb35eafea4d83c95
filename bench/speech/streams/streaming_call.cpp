#include "bench/speech/streams/streaming_call.h"

#include <utility>

#include "bench/speech/streams/stamp.h"
#include "core/base/time.h"

namespace parley::bench {
namespace {

constexpr std::chrono::milliseconds kFrame{20};
constexpr std::int64_t kPreRoll = 1600;

std::int64_t micros(StreamingCall::Clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

}  // namespace

StreamingCall::StreamingCall(EventLoop& loop, const RecognizerProvider& provider, const AgentProfile& profile,
                             Speech speech, Figures& figures)
    : loop_(loop), speech_(speech), figures_(figures) {
  recognizer_ = provider.recognizer({loop, [this](const ProviderEvent& event) { said(event); }}, profile);
}

void StreamingCall::begin(Clock::time_point first, Clock::time_point counts_from, Clock::time_point counts_until) {
  next_ = first;
  counts_from_ = counts_from;
  counts_until_ = counts_until;
  recognizer_->open();
  loop_.arm(*this, next_);
}

void StreamingCall::on_wake(Clock::time_point now) {
  for (; next_ <= now; next_ += kFrame) frame(now);
  loop_.arm(*this, next_);
}

void StreamingCall::frame(Clock::time_point now) {
  if (now >= counts_from_) {
    const std::lock_guard lock(figures_.mutex);
    figures_.frames.push_back(micros(now - next_));
  }
  const auto at = static_cast<int>(frames_ % speech_.frames);
  const MediaTime position{frames_++ * kFrameSamples};
  if (batch_.empty()) batch_begin_ = position;
  const bool voice = at >= speech_.begins && at < speech_.ends - 25;
  for (int i = 0; i < kFrameSamples; ++i) {
    batch_.push_back(static_cast<std::uint8_t>(voice ? (i * 7 + at) & 0xFF : 0xFF));
  }
  if (at == speech_.begins) {
    segment_begin_ = position + -kPreRoll;
    recognizer_->segment_begins(segment_begin_);
  }
  if (batch_.size() >= static_cast<std::size_t>(speech_.batch * kFrameSamples)) flush();
  if (at == speech_.ends) finish();
}

void StreamingCall::flush() {
  if (!batch_.empty()) recognizer_->hear({batch_begin_, std::exchange(batch_, {})});
}

void StreamingCall::finish() {
  if (Clock::now() >= counts_until_) return;
  flush();
  finished_at_.push_back(monotonic_us());
  if (Clock::now() >= counts_from_) {
    const std::lock_guard lock(figures_.mutex);
    ++figures_.finished;
  }
  ++segments_;
  recognizer_->finish({TurnId{segments_}, segments_, {segment_begin_, MediaTime{frames_ * kFrameSamples}}});
}

void StreamingCall::said(const ProviderEvent& event) {
  const std::int64_t now = monotonic_us();
  if (std::get_if<RecognizerFailed>(&event) != nullptr) {
    {
      const std::lock_guard lock(figures_.mutex);
      ++figures_.failures;
    }
    finished_at_.clear();
    loop_.post([this] { recognizer_->open(); });
    return;
  }
  const auto* words = std::get_if<Final>(&event);
  if (words == nullptr || finished_at_.empty()) return;
  const std::optional<Stamp> stamp = read_stamp(words->text);
  const std::int64_t finished = finished_at_.front();
  finished_at_.pop_front();
  if (!stamp || finished < micros(counts_from_.time_since_epoch())) return;
  const std::lock_guard lock(figures_.mutex);
  const std::int64_t there = stamp->heard_us - finished;
  const std::int64_t back = now - stamp->said_us;
  figures_.lateness.push_back(there + back);
  figures_.there.push_back(there);
  figures_.back.push_back(back);
}

}  // namespace parley::bench
