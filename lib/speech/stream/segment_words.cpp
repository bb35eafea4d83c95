#include "speech/stream/segment_words.h"

#include <algorithm>

namespace parley {

void SegmentWords::begins(MediaTime begin) {
  begins_.push_back(begin);
  if (begins_.size() > kMost) begins_.pop_front();
}

void SegmentWords::finish(const MediaRange& range) {
  const bool known = std::any_of(begins_.begin(), begins_.end(),
                                 [&](MediaTime begin) { return begin >= range.begin && begin < range.end; });
  // A call that does not say where segments begin says so at their end.
  if (!known) begins_.insert(std::upper_bound(begins_.begin(), begins_.end(), range.begin), range.begin);
  if (begins_.size() > kMost) begins_.pop_front();
  last_finished_ = range;
  owed_.push_back(range);
  if (owed_.size() > kMost) owed_.pop_front();
}

bool SegmentWords::goes_on() const {
  if (begins_.empty() || last_finished_.end == MediaTime{}) return false;
  // The pre-roll of a new segment reaches back at most to the end of the last, so equality is not enough: what was
  // cut begins again exactly where it ended.
  return begins_.back() == last_finished_.end;
}

MediaRange SegmentWords::narrowed(MediaRange heard) const {
  for (const MediaTime begin : begins_) {
    if (begin >= heard.begin && begin < heard.end) return {begin, heard.end};
  }
  return heard;
}

void SegmentWords::said(const MediaRange& range) {
  said_until_ = std::max(said_until_, range.end);
  while (begins_.size() > 1 && begins_[1] <= said_until_) begins_.pop_front();
}

std::vector<Final> SegmentWords::settle(MediaTime until) {
  std::vector<Final> empty;
  while (!owed_.empty() && owed_.front().end <= until) {
    const MediaRange segment = owed_.front();
    owed_.pop_front();
    const bool covered = said_until_ > segment.begin && said_until_ + kSlack >= segment.end;
    if (!covered) {
      empty.push_back({{std::max(segment.begin, said_until_), segment.end}, ""});
      said(segment);
    }
  }
  return empty;
}

void SegmentWords::forget() {
  owed_.clear();
  begins_.clear();
  last_finished_ = {};
  said_until_ = {};
}

}  // namespace parley
