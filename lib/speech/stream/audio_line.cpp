#include "speech/stream/audio_line.h"

#include <algorithm>
#include <utility>

namespace parley {

void AudioLine::push(const RecognizerAudio& audio) {
  if (audio.mulaw.empty()) return;
  queue_.push_back({audio.begin, std::string(audio.mulaw.begin(), audio.mulaw.end())});
  waiting_ += audio.mulaw.size();
  given_ += static_cast<std::int64_t>(audio.mulaw.size());
  while (waiting_ > most_waiting_) drop_oldest();
}

void AudioLine::drop_oldest() {
  Piece& oldest = queue_.front();
  const std::size_t left = oldest.bytes.size() - oldest.used;
  const std::size_t gone = std::min(left, waiting_ - most_waiting_);
  oldest.used += gone;
  waiting_ -= gone;
  dropped_ += static_cast<std::int64_t>(gone);
  if (gone == left) queue_.pop_front();
}

std::string AudioLine::take(std::size_t most) {
  if (queue_.empty() || most == 0) return {};
  Piece& next = queue_.front();
  const MediaTime begin = next.begin + static_cast<std::int64_t>(next.used);
  std::string out = next.bytes.substr(next.used, most);
  next.used += out.size();
  if (next.used == next.bytes.size()) queue_.pop_front();
  waiting_ -= out.size();
  if (waiting_ <= kMostWaiting) most_waiting_ = kMostWaiting;
  remember(begin, false);
  sent_ += static_cast<std::int64_t>(out.size());
  taken_ += static_cast<std::int64_t>(out.size());
  if (keeps_) {
    kept_.push_back({begin, out});
    kept_bytes_ += out.size();
    while (kept_bytes_ > kMostAtFirst) {
      kept_bytes_ -= kept_.front().bytes.size();
      kept_.pop_front();
      lost_kept_ = true;
    }
  }
  return out;
}

void AudioLine::sent_silence(std::int64_t samples) {
  remember(end_at(sent_), true);
  sent_ += samples;
}

void AudioLine::proven() {
  keeps_ = false;
  kept_.clear();
  kept_bytes_ = 0;
}

bool AudioLine::rewind() {
  const bool whole = keeps_ && !lost_kept_;
  queue_.insert(queue_.begin(), std::make_move_iterator(kept_.begin()), std::make_move_iterator(kept_.end()));
  taken_ -= static_cast<std::int64_t>(kept_bytes_);
  waiting_ += kept_bytes_;
  most_waiting_ = std::max(kMostAtFirst, waiting_);
  kept_.clear();
  kept_bytes_ = 0;
  keeps_ = true;
  lost_kept_ = false;
  runs_.clear();
  sent_ = 0;
  return whole;
}

/// One entry for all that follows without a gap.
void AudioLine::remember(MediaTime begin, bool silence) {
  if (!runs_.empty() && !silence && !runs_.back().silence && within(runs_.back(), sent_) == begin) return;
  runs_.push_back({sent_, begin, silence});
  if (runs_.size() > kMostRuns) runs_.pop_front();
}

MediaTime AudioLine::within(const Run& run, std::int64_t sample) const {
  if (run.silence) return run.media;
  return run.media + std::max<std::int64_t>(0, sample - run.sent);
}

MediaTime AudioLine::begin_at(std::int64_t sample) const {
  if (runs_.empty()) return {};
  const std::int64_t at = std::min(sample, sent_);
  auto run = std::find_if(runs_.rbegin(), runs_.rend(), [at](const Run& each) { return each.sent <= at; });
  return within(run == runs_.rend() ? runs_.front() : *run, at);
}

MediaTime AudioLine::end_at(std::int64_t sample) const {
  if (runs_.empty()) return {};
  const std::int64_t at = std::min(sample, sent_);
  auto run = std::find_if(runs_.rbegin(), runs_.rend(), [at](const Run& each) { return each.sent < at; });
  return within(run == runs_.rend() ? runs_.front() : *run, at);
}

}  // namespace parley
