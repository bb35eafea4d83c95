#include "speech/google/google_session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "speech/google/google_problem.h"

namespace parley {
namespace {

// A message may have 25 KB. All that waits goes into one: each has to pass from thread to thread and back, and on a
// busy machine a message for each batch would fall behind the caller.
constexpr std::size_t kMessageBytes = 16'000;
constexpr std::int64_t kSilenceSamples = 800;
constexpr std::uint8_t kMulawSilence = 0xFF;
constexpr std::int64_t kOverlap = 800;  // 100 ms: ends of ranges that are meant to be equal
constexpr std::size_t kMostEnding = 8;  // streams that are waited for at once

void append_words(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty() && text.back() != ' ' && more.front() != ' ') text += ' ';
  text += more;
}

}  // namespace

/// One stream and what it was given.
struct GoogleSession::Hearing final : GoogleStream::Listener {
  explicit Hearing(GoogleSession& its_session) : session(its_session) {}
  void on_written() override { session.on_written(*this); }
  void on_results(std::vector<GoogleResult> results) override { session.on_results(*this, std::move(results)); }
  void on_ended(GoogleEnd end) override { session.on_ended(*this, end); }

  GoogleSession& session;
  AudioLine audio;
  std::size_t way = 0;
  std::size_t ways_left = 0;
  bool connected = false;  // the first message was taken
  bool answered = false;
  bool writing = true;  // the opening, to begin with
  bool ends = false;    // no more audio comes: half-closed when all is written
  bool half_closed = false;
  bool closed = false;         // by `close`: its last words are welcome, its silence no failure
  bool gone = false;           // dropped, perhaps in the middle of what it tells
  std::int64_t final_end = 0;  // samples of the stream
  std::string interim;
  MediaRange interim_range{};
  MediaTime not_after{INT64_MAX};  // what is later, the next stream was given too
  Clock::time_point wrote_at;      // when the last write was begun or done
  Clock::time_point ends_by = Clock::time_point::max();
  std::unique_ptr<GoogleStream> stream;  // last: it may call until it is gone
};

GoogleSession::GoogleSession(ProviderSeat seat, GooglePlan plan) : seat_(std::move(seat)), plan_(std::move(plan)) {}

GoogleSession::~GoogleSession() {
  *alive_ = false;
}

// ---- asked
// --------------------------------------------------------------------------------------------------------

void GoogleSession::open() {
  cut_asked_ = false;
  if (current_) drop(*current_);
  current_ = begin_hearing();
  arm();
}

void GoogleSession::hear(const RecognizerAudio& audio) {
  if (cut_asked_) cut();
  if (!current_) return;  // failed or closed: who asked keeps the audio
  if (current_->audio.given() == 0) {
    for (const auto& each : ending_) {
      if (each->closed) each->not_after = std::min(each->not_after, audio.begin);
    }
  }
  current_->audio.push(audio);
  tell_drops();
  pump(*current_);
}

void GoogleSession::segment_begins(MediaTime begin) {
  words_.begins(begin);
}

void GoogleSession::finish(const FinishSegment& segment) {
  if (!current_) return;  // it is asked for again
  words_.finish(segment.range);
  if (!plan_.half_close || cut_asked_) return;
  // Whether the segment was cut in mid speech is known when the next has begun, which is said in the same breath
  // and before any more audio.
  cut_asked_ = true;
  seat_.loop.post([this, alive = alive_] {
    if (*alive && cut_asked_) cut();
  });
}

void GoogleSession::close() {
  cut_asked_ = false;
  const Clock::time_point by = Clock::now() + plan_.patience.farewell;
  if (current_) end_current(plan_.patience.farewell);
  for (const auto& each : ending_) {
    each->closed = true;
    each->ends_by = std::min(each->ends_by, by);
  }
  arm();
}

// ---- streams
// ------------------------------------------------------------------------------------------------------

std::unique_ptr<GoogleSession::Hearing> GoogleSession::begin_hearing() {
  auto hearing = std::make_unique<Hearing>(*this);
  hearing->way = plan_.ways->good;
  hearing->ways_left = plan_.ways->confirmed ? 0 : plan_.ways->ways.size() - 1;
  if (hearing->ways_left == 0) hearing->audio.proven();
  connect(*hearing);
  return hearing;
}

void GoogleSession::connect(Hearing& hearing) {
  hearing.writing = true;
  hearing.half_closed = false;
  hearing.connected = false;
  hearing.wrote_at = Clock::now();
  hearing.stream = plan_.line->open(seat_.loop, plan_.ways->ways[hearing.way], hearing);
}

void GoogleSession::pump(Hearing& hearing) {
  if (hearing.half_closed) return;
  if (!hearing.writing && !hearing.audio.empty()) {
    std::string next = hearing.audio.take(kMessageBytes);
    while (next.size() < kMessageBytes && !hearing.audio.empty()) {
      next += hearing.audio.take(kMessageBytes - next.size());
    }
    hearing.writing = true;
    hearing.wrote_at = Clock::now();
    hearing.stream->write(std::move(next));
  }
  if (hearing.ends && hearing.audio.empty()) {
    hearing.half_closed = true;
    hearing.stream->half_close();
  }
}

/// A segment was finished: its stream ends, unless that would cut a word in two.
void GoogleSession::cut() {
  cut_asked_ = false;
  if (!current_ || current_->audio.given() == 0) return;
  // What goes on is heard on; its words come with the rest. Where Google listened and heard none it is to say so.
  if (words_.goes_on() && (!current_->interim.empty() || !current_->connected)) return;
  end_current(plan_.patience.finals);
  if (ending_.size() > kMostEnding) drop(*ending_.front());
  current_ = begin_hearing();
  arm();
}

void GoogleSession::end_current(Clock::duration within) {
  Hearing& hearing = *current_;
  hearing.ends = true;
  hearing.ends_by = Clock::now() + within;
  ending_.push_back(std::move(current_));
  pump(hearing);
}

void GoogleSession::on_written(Hearing& hearing) {
  hearing.writing = false;
  hearing.connected = true;
  hearing.wrote_at = Clock::now();
  pump(hearing);
}

// ---- answers
// ------------------------------------------------------------------------------------------------------

void GoogleSession::on_results(Hearing& hearing, std::vector<GoogleResult> results) {
  confirm(hearing);
  std::string interim;
  std::int64_t interim_end = 0;
  const std::shared_ptr<bool> alive = alive_;
  for (GoogleResult& result : results) {
    if (!result.is_final) {
      append_words(interim, result.text);
      interim_end = std::max(interim_end, result.end);
      continue;
    }
    const MediaRange range{hearing.audio.begin_at(hearing.final_end), hearing.audio.end_at(result.end)};
    hearing.final_end = std::max(hearing.final_end, result.end);
    hearing.interim.clear();
    say_final(hearing, range, std::move(result.text));
    if (!*alive || hearing.gone) return;
    settle(std::min(range.end, hearing.not_after));
    if (!*alive || hearing.gone) return;
  }
  if (interim.empty()) return;
  hearing.interim = interim;
  hearing.interim_range =
      words_.narrowed({hearing.audio.begin_at(hearing.final_end), hearing.audio.end_at(interim_end)});
  // What a stream still guesses after its end was asked for must not push aside what the next one hears.
  const bool newest = &hearing == current_.get() || (current_ && current_->interim.empty() && !hearing.closed);
  if (newest) seat_.say(Partial{hearing.interim_range, std::move(interim)});
}

/// Google takes this way of asking.
void GoogleSession::confirm(Hearing& hearing) {
  hearing.answered = true;
  hearing.audio.proven();
  plan_.ways->good = hearing.way;
  plan_.ways->confirmed = true;
}

void GoogleSession::say_final(Hearing& hearing, MediaRange range, std::string text) {
  // An empty one is no news of its own: `settle` knows whether somebody waits for it.
  if (text.empty() || range.end + -kOverlap > hearing.not_after) return;
  const MediaRange narrow = words_.narrowed(range);
  words_.said(narrow);
  seat_.say(Final{narrow, std::move(text)});
}

void GoogleSession::settle(MediaTime until) {
  const std::shared_ptr<bool> alive = alive_;
  for (Final& empty : words_.settle(until)) {
    seat_.say(std::move(empty));
    if (!*alive) return;
  }
}

void GoogleSession::on_ended(Hearing& hearing, const GoogleEnd& end) {
  if (try_next_way(hearing, end)) return;
  if (!hearing.half_closed || end.code != GoogleEnd::kOk) {
    if (hearing.closed) {
      drop(hearing);
    } else {
      GoogleProblem problem = google_problem(end, plan_.secret);
      fail(std::move(problem.sentence), problem.may_pass);
    }
    return;
  }
  confirm(hearing);
  const std::shared_ptr<bool> alive = alive_;
  // Words that were guessed and neither confirmed nor withdrawn: better than none.
  if (!hearing.interim.empty()) say_final(hearing, hearing.interim_range, std::exchange(hearing.interim, {}));
  if (!*alive || hearing.gone) return;
  const MediaTime until = std::min(hearing.audio.end_at(hearing.audio.position()) + kOverlap, hearing.not_after);
  drop(hearing);
  settle(until);
}

/// Google refused this way of asking and knows another: the same audio goes there.
bool GoogleSession::try_next_way(Hearing& hearing, const GoogleEnd& end) {
  if (end.code != GoogleEnd::kInvalidArgument || hearing.answered || hearing.ways_left == 0) return false;
  if (!hearing.audio.rewind()) return false;
  --hearing.ways_left;
  hearing.way = (hearing.way + 1) % plan_.ways->ways.size();
  connect(hearing);
  return true;
}

/// Said once; then nothing is heard until it is opened again.
void GoogleSession::fail(std::string sentence, bool may_pass) {
  while (!ending_.empty()) drop(*ending_.back());
  if (current_) drop(*current_);
  words_.forget();
  arm();
  seat_.say(RecognizerFailed{std::move(sentence), may_pass});
}

/// Cancels the stream. What it hangs on goes later, for it may be in the middle of telling something.
void GoogleSession::drop(Hearing& hearing) {
  dropped_ += hearing.audio.dropped();
  hearing.gone = true;
  hearing.stream.reset();
  std::unique_ptr<Hearing> out;
  if (current_.get() == &hearing) {
    out = std::move(current_);
  } else {
    const auto place =
        std::find_if(ending_.begin(), ending_.end(), [&](const auto& each) { return each.get() == &hearing; });
    out = std::move(*place);
    ending_.erase(place);
  }
  seat_.loop.post([out = std::shared_ptr<Hearing>(std::move(out))] {});
}

std::int64_t GoogleSession::samples_dropped() const {
  std::int64_t all = dropped_ + (current_ ? current_->audio.dropped() : 0);
  for (const auto& each : ending_) all += each->audio.dropped();
  return all;
}

/// The operator is told at the first lost frame, and at each ten seconds more.
void GoogleSession::tell_drops() {
  const std::int64_t dropped = samples_dropped();
  if (dropped == told_dropped_ || (told_dropped_ != 0 && dropped < told_dropped_ + 10 * kSampleRate)) return;
  told_dropped_ = dropped;
  spdlog::warn("Google takes audio too slowly: {} ms of the caller's were dropped", dropped / (kSampleRate / 1000));
}

// ---- time
// ---------------------------------------------------------------------------------------------------------

void GoogleSession::arm() {
  const bool idle = !current_ && ending_.empty();
  const Clock::time_point due = idle ? Clock::time_point::max() : Clock::now() + plan_.patience.look_every;
  delay_.expect(due);
  seat_.loop.arm(*this, due);
}

void GoogleSession::on_wake(Clock::time_point now) {
  if (delay_.held_up(now)) {
    arm();
    return;
  }
  if (current_ && !in_time(*current_, now)) return;
  for (std::size_t i = 0; i < ending_.size();) {
    Hearing& hearing = *ending_[i];
    if (hearing.closed && now >= hearing.ends_by) {
      drop(hearing);
    } else if (!in_time(hearing, now)) {
      return;
    } else {
      ++i;
    }
  }
  if (current_ && !current_->writing && now - current_->wrote_at >= plan_.patience.quiet) {
    current_->writing = true;
    current_->wrote_at = now;
    current_->audio.sent_silence(kSilenceSamples);
    current_->stream->write(std::string(kSilenceSamples, static_cast<char>(kMulawSilence)));
  }
  arm();
}

/// False: it was not, and all has failed.
bool GoogleSession::in_time(Hearing& hearing, Clock::time_point now) {
  const auto waited = now - hearing.wrote_at;
  std::string late;
  if (hearing.writing && !hearing.connected && waited >= plan_.patience.connect) {
    late = "Google gave no connection within " + std::to_string(plan_.patience.connect.count()) + " ms";
  } else if (hearing.writing && hearing.connected && waited >= plan_.patience.write) {
    late = "Google took no audio for " + std::to_string(plan_.patience.write.count()) + " ms";
  } else if (now >= hearing.ends_by) {
    late = "Google gave no final words within " + std::to_string(plan_.patience.finals.count()) + " ms";
  }
  if (late.empty() || hearing.closed) return true;
  hearing.stream->distrust();
  fail(std::move(late), true);
  return false;
}

}  // namespace parley
