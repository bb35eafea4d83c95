#include "speech/deepgram/deepgram_session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/overloaded.h"
#include "speech/deepgram/deepgram_problem.h"
#include "speech/stream/foreign_text.h"

namespace parley {
namespace {

constexpr std::size_t kFrameBytes = 4000;
constexpr std::size_t kMostUnwritten = 16'000;  // two seconds in the socket; what is more waits in our own queue
constexpr std::int64_t kOverlap = 800;          // 100 ms: ends of ranges that are meant to be equal
constexpr std::uint16_t kNormalClosure = 1000;

constexpr std::string_view kFinalize = R"({"type":"Finalize"})";
constexpr std::string_view kKeepAlive = R"({"type":"KeepAlive"})";
constexpr std::string_view kCloseStream = R"({"type":"CloseStream"})";

std::string sentence_of(const SocketEnd& end, std::string_view secret) {
  std::string sentence = "Deepgram ended the stream";
  if (end.code != 0 && end.code != kNormalClosure) sentence += " with code " + std::to_string(end.code);
  const std::string said = foreign_text(end.reason, secret);
  return said.empty() ? sentence : sentence + " (" + said + ")";
}

}  // namespace

/// One connection and what it was given.
struct DeepgramSession::Hearing final : WebSocket::Listener {
  explicit Hearing(DeepgramSession& its_session) : session(its_session) {}
  ~Hearing() {
    if (!socket) return;
    socket->forget_listener();
    socket->abort();
  }
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;

  void on_text(std::string_view text) override { session.on_message(*this, text); }
  void on_binary(std::size_t) override {}
  void on_wrote() override {
    wrote_at = Clock::now();
    session.pump(*this);
  }
  void on_closed(const SocketEnd& end) override {
    socket.reset();
    session.on_closed(*this, end);
  }

  void send(std::string message, bool binary) {
    sent_at = Clock::now();
    if (socket->unwritten() == 0) wrote_at = sent_at;  // until now there was nothing that the kernel could take
    if (binary) {
      socket->send_binary(std::move(message));
    } else {
      socket->send(std::move(message));
    }
  }
  void say(std::string_view text) { send(std::string(text), false); }

  DeepgramSession& session;
  std::shared_ptr<Hearing*> self = std::make_shared<Hearing*>(this);  // gone once dropped
  std::shared_ptr<WebSocket> socket;                                  // null until connected and after the end
  AudioLine audio;
  std::deque<std::int64_t> finalize_at;   // samples given, at which a Finalize belongs
  std::deque<std::int64_t> finalized_at;  // positions in the stream of those that were sent
  std::string interim;
  bool closing = false;     // CloseStream belongs after the audio
  bool close_said = false;  // and was sent
  bool gone = false;        // dropped, perhaps in the middle of what it tells
  MediaTime not_after{INT64_MAX};
  Clock::time_point opened_at = Clock::now();
  Clock::time_point sent_at;   // anything
  Clock::time_point wrote_at;  // the kernel took something
  Clock::time_point answer_by = Clock::time_point::max();
  Clock::time_point ends_by = Clock::time_point::max();
};

DeepgramSession::DeepgramSession(ProviderSeat seat, DeepgramPlan plan)
    : seat_(std::move(seat)), plan_(std::move(plan)) {}

DeepgramSession::~DeepgramSession() {
  *alive_ = false;
}

// ---- asked
// --------------------------------------------------------------------------------------------------------

void DeepgramSession::open() {
  finalize_asked_ = false;
  if (current_) drop(current_);
  current_ = std::make_unique<Hearing>(*this);
  // Whoever is called back may find another connection in its place, or nobody.
  const std::weak_ptr<Hearing*> whom = current_->self;
  const auto connected = [this, whom](Connected made) {
    if (const auto hearing = whom.lock()) {
      on_connected(**hearing, std::move(made.socket));
    } else {
      made.socket->abort();
    }
  };
  connect_web_socket(seat_.loop, plan_.target, connected, [this, whom](const ConnectFailure& failure) {
    const auto hearing = whom.lock();
    if (!hearing) return;
    if (leaving_.get() == *hearing) {
      drop(leaving_);
      return;
    }
    DeepgramProblem problem = deepgram_problem(failure, plan_.secret);
    fail(std::move(problem.sentence), problem.may_pass);
  });
  arm();
}

void DeepgramSession::hear(const RecognizerAudio& audio) {
  if (finalize_asked_) finalize();
  if (!current_) return;  // failed or closed: who asked keeps the audio
  if (current_->audio.given() == 0 && leaving_) leaving_->not_after = audio.begin;
  current_->audio.push(audio);
  tell_drops();
  pump(*current_);
}

void DeepgramSession::finish(const FinishSegment& segment) {
  if (!current_) return;  // it is asked for again
  words_.finish(segment.range);
  if (std::exchange(finalize_asked_, true)) return;
  // Whether the segment was cut in mid speech is known when the next has begun, which is said in the same breath
  // and before any more audio.
  seat_.loop.post([this, alive = alive_] {
    if (*alive && finalize_asked_) finalize();
  });
}

void DeepgramSession::close() {
  finalize_asked_ = false;
  if (!current_) return;
  if (leaving_) drop(leaving_);
  leaving_ = std::move(current_);
  leaving_->closing = true;
  leaving_->ends_by = Clock::now() + plan_.patience.farewell;
  pump(*leaving_);
  arm();
}

// ---- the connection
// -----------------------------------------------------------------------------------------------

void DeepgramSession::on_connected(Hearing& hearing, std::shared_ptr<WebSocket> socket) {
  hearing.socket = std::move(socket);
  hearing.sent_at = hearing.wrote_at = Clock::now();
  hearing.socket->start(hearing);
  pump(hearing);
}

/// What waits goes out in its order: audio up to where a Finalize belongs, that, and at the end CloseStream.
void DeepgramSession::pump(Hearing& hearing) {
  if (!hearing.socket || hearing.close_said) return;
  while (true) {
    const std::int64_t done = hearing.audio.taken() + hearing.audio.dropped();
    if (!hearing.finalize_at.empty() && done >= hearing.finalize_at.front()) {
      hearing.finalize_at.pop_front();
      hearing.finalized_at.push_back(hearing.audio.position());
      hearing.say(kFinalize);
      hearing.answer_by = std::min(hearing.answer_by, Clock::now() + plan_.patience.finals);
      continue;
    }
    if (hearing.audio.empty() || hearing.socket->unwritten_bytes() >= kMostUnwritten) break;
    std::size_t most = kFrameBytes;
    if (!hearing.finalize_at.empty()) {
      most = std::min(most, static_cast<std::size_t>(hearing.finalize_at.front() - done));
    }
    hearing.send(hearing.audio.take(most), true);
  }
  if (!hearing.closing || !hearing.audio.empty()) return;
  hearing.close_said = true;
  hearing.say(kCloseStream);
}

/// A segment was finished: its words are wanted now, unless that would cut one in two.
void DeepgramSession::finalize() {
  finalize_asked_ = false;
  if (!current_ || current_->audio.given() == 0) return;
  // What goes on is heard on; its words come with the rest. Where Deepgram listened and heard none it is to say so.
  if (words_.goes_on() && (!current_->interim.empty() || !current_->socket)) return;
  current_->finalize_at.push_back(current_->audio.given());
  pump(*current_);
}

// ---- answers
// ------------------------------------------------------------------------------------------------------

void DeepgramSession::on_message(Hearing& hearing, std::string_view text) {
  const DeepgramMessage message = parse_deepgram(text);
  std::visit(overloaded{
                 [&](const DeepgramWords& words) { say_words(hearing, words); },
                 [](const DeepgramNotice&) {},
                 [&](const DeepgramError& error) {
                   if (&hearing != current_.get()) return;
                   fail("Deepgram says what is wrong: " + foreign_text(error.what, plan_.secret), true);
                 },
                 [&](const DeepgramGarbage& garbage) {
                   if (&hearing != current_.get()) return;
                   fail("Deepgram said something that is none of its messages (" + foreign_text(garbage.why) + ")",
                        true);
                 },
             },
             message);
}

/// A Finalize is answered by words that reach it. Whatever else comes shows that someone is there.
void DeepgramSession::note_answer(Hearing& hearing, std::int64_t heard) {
  while (!hearing.finalized_at.empty() && hearing.finalized_at.front() <= heard) hearing.finalized_at.pop_front();
  const bool awaited = !hearing.finalized_at.empty();
  hearing.answer_by = awaited ? Clock::now() + plan_.patience.finals : Clock::time_point::max();
}

void DeepgramSession::say_words(Hearing& hearing, const DeepgramWords& words) {
  const bool leaving = &hearing != current_.get();
  std::int64_t heard_until = words.end;
  if (words.from_finalize && !hearing.finalized_at.empty()) {
    heard_until = std::max(heard_until, hearing.finalized_at.front());
  }
  note_answer(hearing, words.is_final ? heard_until : 0);
  const std::int64_t from = words.text.empty() ? words.begin : words.first_word;
  const MediaRange heard{hearing.audio.begin_at(from), hearing.audio.end_at(words.end)};
  const std::shared_ptr<bool> alive = alive_;
  if (!words.is_final) {
    hearing.interim = words.text;
    if (!leaving && !words.text.empty()) seat_.say(Partial{words_.narrowed(heard), words.text});
    return;
  }
  hearing.interim.clear();
  const MediaTime until = hearing.audio.end_at(heard_until) + (words.from_finalize ? kOverlap : 0);
  if (leaving && heard.end + -kOverlap > hearing.not_after) return;
  if (!words.text.empty()) {
    const MediaRange narrow = words_.narrowed(heard);
    words_.said(narrow);
    seat_.say(Final{narrow, words.text});
    if (!*alive || !hearing.self) return;
  }
  settle(until);
}

void DeepgramSession::settle(MediaTime until) {
  const std::shared_ptr<bool> alive = alive_;
  for (Final& empty : words_.settle(until)) {
    seat_.say(std::move(empty));
    if (!*alive) return;
  }
}

void DeepgramSession::on_closed(Hearing& hearing, const SocketEnd& end) {
  if (leaving_.get() != &hearing) {
    fail(sentence_of(end, plan_.secret), true);
    return;
  }
  const MediaTime until = std::min(hearing.audio.end_at(hearing.audio.position()) + kOverlap, hearing.not_after);
  const bool all_said = hearing.close_said && end.clean;
  drop(leaving_);
  if (all_said) settle(until);
}

/// Said once; then nothing is heard until it is opened again.
void DeepgramSession::fail(std::string sentence, bool may_pass) {
  if (current_) drop(current_);
  if (leaving_) drop(leaving_);
  words_.forget();
  arm();
  seat_.say(RecognizerFailed{std::move(sentence), may_pass});
}

/// What it hangs on goes later, for it may be in the middle of telling something.
void DeepgramSession::drop(std::unique_ptr<Hearing>& place) {
  dropped_ += place->audio.dropped();
  place->self.reset();
  if (place->socket) {
    place->socket->forget_listener();
    // Bounded by the socket itself: five seconds, and then the connection is dropped.
    place->socket->close(kNormalClosure, {});
    place->socket.reset();
  }
  seat_.loop.post([out = std::shared_ptr<Hearing>(std::move(place))] {});
}

std::int64_t DeepgramSession::samples_dropped() const {
  std::int64_t all = dropped_;
  for (const Hearing* each : {current_.get(), leaving_.get()}) all += each != nullptr ? each->audio.dropped() : 0;
  return all;
}

/// The operator is told at the first lost frame, and at each ten seconds more.
void DeepgramSession::tell_drops() {
  const std::int64_t dropped = samples_dropped();
  if (dropped == told_dropped_ || (told_dropped_ != 0 && dropped < told_dropped_ + 10 * kSampleRate)) return;
  told_dropped_ = dropped;
  spdlog::warn("Deepgram takes audio too slowly: {} ms of the caller's were dropped",
               dropped / (kSampleRate / 1000));
}

// ---- time
// ---------------------------------------------------------------------------------------------------------

void DeepgramSession::arm() {
  const bool idle = !current_ && !leaving_;
  const Clock::time_point due = idle ? Clock::time_point::max() : Clock::now() + plan_.patience.look_every;
  delay_.expect(due);
  seat_.loop.arm(*this, due);
}

void DeepgramSession::on_wake(Clock::time_point now) {
  if (delay_.held_up(now)) {
    arm();
    return;
  }
  if (leaving_ && now >= leaving_->ends_by) drop(leaving_);
  if (current_) {
    std::string problem = late(*current_, now);
    if (!problem.empty()) {
      fail(std::move(problem), true);
      return;
    }
    const bool quiet = current_->socket && now - current_->sent_at >= 2 * plan_.patience.quiet;
    if (quiet) current_->say(kKeepAlive);
  }
  arm();
}

std::string DeepgramSession::late(const Hearing& hearing, Clock::time_point now) const {
  if (!hearing.socket) {
    if (now - hearing.opened_at < plan_.patience.connect) return {};
    return "Deepgram gave no connection within " + std::to_string(plan_.patience.connect.count()) + " ms";
  }
  if (hearing.socket->unwritten() > 0 && now - hearing.wrote_at >= plan_.patience.write) {
    return "Deepgram took no audio for " + std::to_string(plan_.patience.write.count()) + " ms";
  }
  if (now >= hearing.answer_by) {
    return "Deepgram gave no answer within " + std::to_string(plan_.patience.finals.count()) + " ms";
  }
  return {};
}

}  // namespace parley
