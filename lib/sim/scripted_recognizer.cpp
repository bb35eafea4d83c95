#include "sim/scripted_recognizer.h"

#include <algorithm>
#include <utility>

namespace parley {

namespace {

constexpr Duration kPartialEvery = millis(200);
constexpr Duration kSecondFinal = millis(150);

}  // namespace

void ScriptedRecognizer::open() {
  open_ = true;
  anew_ = opened_before_;
  opened_before_ = true;
  heard_from_ = MediaTime{};
}

void ScriptedRecognizer::close() {
  open_ = false;
}

void ScriptedRecognizer::hear(Instant now, const RecognizerAudio& audio, bool faulty,
                              std::vector<TimedEvent>& out) {
  const MediaTime end = audio.begin + static_cast<std::int64_t>(audio.mulaw.size());
  if (std::exchange(anew_, false)) heard_from_ = audio.begin;
  heard_until_ = std::max(heard_until_, end);
  if (!open_ || now < next_partial_) return;
  if (faulty &&
      (script_.recognizer == RecognizerFault::kNoAnswer || script_.recognizer == RecognizerFault::kEmpty)) {
    return;
  }
  // Words lie at least half of themselves before this: rough, as partials are.
  const MediaRange range{std::max(finished_until_, heard_from_),
                         heard_until_ + -duration_to_samples(script_.stt_partial)};
  std::string text = words_in(truth_(), range);
  if (text.empty() || text == last_partial_) return;
  if (faulty && script_.recognizer == RecognizerFault::kDiesMidway && !std::exchange(died_, true)) {
    open_ = false;
    out.push_back({now, RecognizerFailed{"the recogniser has lost its connection"}});
    return;
  }
  last_partial_ = text;
  next_partial_ = now + kPartialEvery;
  const bool complete = std::find(script_.complete.begin(), script_.complete.end(), text) != script_.complete.end();
  out.push_back({now, Partial{range, std::move(text), complete}});
}

void ScriptedRecognizer::finish(Instant now, const FinishSegment& segment, Duration after, bool faulty,
                                std::vector<TimedEvent>& out) {
  // Of what was said before it was opened it knows nothing.
  const MediaTime from = anew_ ? segment.range.end : std::max(segment.range.begin, heard_from_);
  const MediaRange range{from, segment.range.end};
  Final final{range, words_in(truth_(), range)};
  died_ = false;
  finished_until_ = std::max(finished_until_, segment.range.end);
  last_partial_.clear();
  const Instant at = now + after;
  switch (faulty ? script_.recognizer : RecognizerFault::kOk) {
    case RecognizerFault::kOk:
    case RecognizerFault::kDiesMidway:
      out.push_back({at, std::move(final)});
      break;
    case RecognizerFault::kNoAnswer:
    case RecognizerFault::kPartialOnly:
      break;
    case RecognizerFault::kFails:
      out.push_back({at, RecognizerFailed{"the recogniser is out of order"}});
      break;
    case RecognizerFault::kLate:
      out.push_back({at + script_.late, std::move(final)});
      break;
    case RecognizerFault::kEmpty:
      out.push_back({at, Final{segment.range, ""}});
      break;
    case RecognizerFault::kTwoFinals:
      out.push_back({at, final});
      out.push_back({at + kSecondFinal, std::move(final)});
      break;
  }
}

}  // namespace parley
