#include "core/turn/turn_text.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

// A recogniser may end its range a little before the voice does.
constexpr Duration kCoverSlack = millis(300);

// The last word of a partial may be missing.
constexpr Duration kLastWord = millis(500);

// Ranges of one stretch of audio differ by some frames between results; ranges of two differ by most of it.
bool mostly_same(const TimeRange& a, const TimeRange& b) {
  const Duration shorter = std::min(a.length(), b.length());
  return shorter > Duration{} && a.overlap(b) * 2 > shorter;
}

// A partial that has stood this long will not change before the caller speaks again.
constexpr Duration kPartialSettles = millis(200);

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

void append_words(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += ' ';
  text += more;
}

}  // namespace

Duration TimeRange::overlap(const TimeRange& other) const {
  const Instant from = std::max(begin, other.begin);
  const Instant to = std::min(end, other.end);
  return to > from ? to - from : Duration{};
}

void TurnText::close_segment(TimeRange range, Instant voiced_until) {
  const bool known = std::any_of(finals_.begin(), finals_.end(), [&](const Words& words) {
    return words.range.overlap(range) > Duration{} && words.range.end + kCoverSlack >= voiced_until;
  });
  segments_.push_back({range, voiced_until, known});
}

/// The range is of an earlier turn. One that spans two turns belongs to the one with the larger overlap.
bool TurnText::is_past(const TimeRange& range) const {
  Duration of_this{};
  for (const Segment& segment : segments_) of_this = std::max(of_this, segment.range.overlap(range));
  return std::any_of(past_.begin(), past_.end(), [&](const TimeRange& past) {
    return mostly_same(past, range) && past.overlap(range) >= of_this;
  });
}

TurnText::Verdict TurnText::add_final(TimeRange range, std::string_view text) {
  const auto same = [&](const TimeRange& other) { return mostly_same(other, range); };
  if (is_past(range)) return Verdict::kDuplicate;
  if (std::any_of(finals_.begin(), finals_.end(), [&](const Words& words) { return same(words.range); })) {
    return Verdict::kDuplicate;
  }
  if (finals_.size() >= kMaxFinals) finals_.erase(finals_.begin());
  finals_.push_back({range, std::string(trimmed(text))});
  std::sort(finals_.begin(), finals_.end(),
            [](const Words& a, const Words& b) { return a.range.begin < b.range.begin; });
  for (Segment& segment : segments_) {
    if (segment.range.overlap(range) > Duration{} && range.end + kCoverSlack >= segment.voiced_until) {
      segment.resolved = true;
    }
  }
  if (partial_range_.begin < range.end) partial_.clear();
  return Verdict::kAccepted;
}

void TurnText::set_partial(Instant now, TimeRange range, std::string_view text, bool complete) {
  if (is_past(range)) return;
  // A partial that was overtaken by its final says nothing new.
  const bool overtaken = std::any_of(finals_.begin(), finals_.end(), [&](const Words& final_words) {
    return final_words.range.end >= range.end && final_words.range.overlap(range) * 2 > range.length();
  });
  if (overtaken) return;
  const std::string_view words = trimmed(text);
  if (words != partial_) partial_since_ = now;
  partial_ = words;
  partial_range_ = range;
  partial_complete_ = complete;
}

bool TurnText::complete() const {
  return std::all_of(segments_.begin(), segments_.end(), [](const Segment& segment) { return segment.resolved; });
}

std::string TurnText::text(bool use_partial) const {
  std::string all;
  for (const Words& words : finals_) append_words(all, words.text);
  if (use_partial) append_words(all, partial_);
  return all;
}

bool TurnText::reaches_end() const {
  if (partial_.empty() || segments_.empty() || !text(false).empty()) return true;
  return partial_range_.end + kLastWord >= segments_.back().voiced_until;
}

bool TurnText::any_words() const {
  return !partial_.empty() ||
         std::any_of(finals_.begin(), finals_.end(), [](const Words& words) { return !words.text.empty(); });
}

bool TurnText::said_empty() const {
  return !finals_.empty() && !any_words();
}

bool TurnText::in_segments(const TimeRange& range) const {
  return std::any_of(segments_.begin(), segments_.end(),
                     [&](const Segment& segment) { return segment.range.overlap(range) > Duration{}; });
}

bool TurnText::has_words_after(Instant from) const {
  if (!partial_.empty() && partial_range_.end > from) return true;
  return std::any_of(finals_.begin(), finals_.end(),
                     [from](const Words& words) { return !words.text.empty() && words.range.end > from; });
}

bool TurnText::sentence_complete(Instant now, Instant from, Instant until) const {
  const bool final_reaches = std::any_of(finals_.begin(), finals_.end(), [&](const Words& words) {
    return !words.text.empty() && words.range.end > from && words.range.end + kCoverSlack >= until;
  });
  if (final_reaches) return true;
  if (partial_.empty() || partial_range_.end <= from || now - partial_since_ < kPartialSettles) return false;
  return std::string_view(".!?").find(partial_.back()) != std::string_view::npos;
}

bool TurnText::phrase_complete(Instant now, Instant from, Instant until) const {
  if (!partial_complete_ || partial_.empty() || partial_range_.end <= from) return false;
  if (partial_range_.end >= until) return true;
  return partial_range_.end + kCoverSlack >= until && now - partial_since_ >= kPartialSettles;
}

void TurnText::settle_partial(TimeRange range) {
  if (partial_.empty()) return;
  const std::string words = std::exchange(partial_, {});
  add_final(range, words);
}

void TurnText::finish_turn(Instant from) {
  const auto running = [from](const Words& words) { return words.range.end > from; };
  for (const Segment& segment : segments_) past_.push_back(segment.range);
  for (const Words& words : finals_) {
    if (!running(words)) past_.push_back(words.range);
  }
  while (past_.size() > kRemembered) past_.pop_front();
  segments_.clear();
  std::erase_if(finals_, [&](const Words& words) { return !running(words); });
  if (partial_range_.end <= from) partial_.clear();
}

}  // namespace parley
