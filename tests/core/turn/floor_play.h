// A small stage for the turn taker: a caller who speaks and pauses frame by frame, keys, words and replies at
// chosen instants, and the decisions told back as short lines. It is no call: no audio, no provider, no playout.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/overloaded.h"
#include "core/turn/barge_in.h"
#include "core/turn/turn_taker.h"
#include "core/vad/speech_segmenter.h"

namespace parley {

using Story = std::vector<std::string>;

class FloorPlay {
 public:
  explicit FloorPlay(TurnConfig config = {}) : taker_(with_backchannels(std::move(config))) {}

  // ---- the caller
  void speak(Duration length) { frames(length, true); }
  void quiet(Duration length) { frames(length, false); }
  /// Time passes without a frame.
  void nothing(Duration length) { advance(now_ + length); }
  void say_and_pause(Duration length) {
    speak(length);
    quiet(std::max(millis(400), millis(620) - length));
  }
  void press(char key) {
    act([&] { taker_.digit(now_, key, out_); });
  }
  void noise_found() {
    act([&] { taker_.withdraw_voice(out_); });
    withdraw();
  }
  void hang_up() {
    act([&] { taker_.hang_up(now_, out_); });
  }
  void line_silent() {
    withdraw();
    act([&] { taker_.line_silent(now_, out_); });
  }
  /// The voice is over the barge-in threshold though the segmenter has seen no speech: clicks.
  void clicks_insist(Instant onset) {
    act([&] { taker_.voice_insists(now_, onset, outlook, out_); });
  }

  // ---- the recogniser
  void partial(TimeRange range, std::string_view text) {
    act([&] { taker_.partial(now_, {range, std::string(text)}, out_); });
  }
  /// Words that the agent could answer as they are.
  void complete_partial(TimeRange range, std::string_view text) {
    act([&] { taker_.partial(now_, {range, std::string(text), true}, out_); });
  }
  void final_words(TimeRange range, std::string_view text) {
    act([&] { taker_.final_words(now_, range, text, out_); });
  }
  /// The final words of the segment that was closed last.
  void recognise(std::string_view text) {
    ASSERT_FALSE(closed_.empty());
    final_words(closed_.back(), text);
  }

  void recogniser_fails() { taker_.recognizer_deaf(true); }

  // ---- the reply
  void greet() {
    act([&] { taker_.open_turn(now_, TurnReason::kGreeting, out_); });
  }
  void reply_begins() {
    act([&] { taker_.reply_written(now_, out_); });
  }
  void reply_sent() {
    act([&] { taker_.reply_sent(out_); });
  }
  void reply_played(TurnReason reason = TurnReason::kPlayed) {
    act([&] { taker_.reply_played(now_, reason, out_); });
  }
  void reply_empty(TurnReason reason) {
    act([&] { taker_.reply_empty(now_, reason, out_); });
  }
  void filler() {
    act([&] { taker_.filler_started(out_); });
  }
  /// A whole exchange: the caller speaks, is understood, and the reply has begun.
  void answer(Duration length, std::string_view text) {
    say_and_pause(length);
    recognise(text);
    reply_begins();
    told();
  }

  /// What was decided since the last time of asking.
  Story told() { return std::exchange(story_, {}); }
  Instant now() const { return now_; }
  const std::vector<TimeRange>& closed() const { return closed_; }
  const std::vector<EnterState>& entered() const { return entered_; }
  const TurnTaker& taker() const { return taker_; }

  ReplyOutlook outlook{kNever};  // when the running reply will have been heard
  int voice_level = 1000;        // of the caller
  int silence_level = 0;

 private:
  static TurnConfig with_backchannels(TurnConfig config) {
    if (config.backchannels.empty()) config.backchannels = {"mm-hm", "okay"};
    return config;
  }

  template <class Fact>
  void act(Fact fact) {
    fact();
    tell();
  }

  void frames(Duration length, bool voiced) {
    for (Duration done{}; done < length; done += kFrameDuration) frame(voiced);
  }

  void frame(bool voiced) {
    const Instant begin = now_;
    advance(begin + kFrameDuration);
    const auto speech = segmenter_.add(begin, voiced ? 1000 : 0, voiced ? 1000 : 0);
    CallerAudio audio;
    audio.heard_until = now_;
    audio.speaking = segmenter_.speaking();
    audio.last_voiced = segmenter_.last_voiced();
    audio.voiced = segmenter_.voiced();
    audio.voice_level = voice_level;
    audio.silence_level = silence_level;
    if (speech) {
      const auto* started = std::get_if<SpeechStarted>(&*speech);
      audio.started = started != nullptr;
      audio.ended = started == nullptr;
      if (started != nullptr) audio.onset = started->onset;
    }
    const auto insists = gate_.add(begin, voiced);
    act([&] { taker_.hear(now_, audio, outlook, out_); });
    if (insists) act([&] { taker_.voice_insists(now_, *insists, outlook, out_); });
  }

  /// Runs every deadline up to `until` at its own instant.
  void advance(Instant until) {
    for (int guard = 0; taker_.next_deadline() <= until; ++guard) {
      ASSERT_LT(guard, 100) << "a deadline comes again and again";
      now_ = std::max(now_, taker_.next_deadline());
      act([&] { taker_.handle_timeout(now_, out_); });
      ASSERT_GT(taker_.next_deadline(), now_) << "a deadline that was handled is still due";
    }
    now_ = until;
  }

  void withdraw() {
    segmenter_.withdraw();
    gate_.reset();
  }

  void tell() {
    for (const TurnDecision& decision : std::exchange(out_, {})) {
      if (std::holds_alternative<LineIsNoise>(decision)) withdraw();
      if (const auto* close = std::get_if<CloseSegment>(&decision)) closed_.push_back(close->range);
      if (const auto* enter = std::get_if<EnterState>(&decision)) {
        EXPECT_TRUE(transition_allowed(enter->from, enter->to));
        entered_.push_back(*enter);
      }
      std::string line = line_of(decision);
      if (!line.empty()) story_.push_back(std::move(line));
    }
  }

  static std::string id(TurnId turn) { return "#" + std::to_string(turn.value); }

  static std::string line_of(const TurnDecision& decision) {
    return std::visit(
        overloaded{
            [](const EnterState& e) {
              return std::string(name_of(e.from)) + " > " + std::string(name_of(e.to)) + " " +
                     std::string(name_of(e.reason)) + " " + id(e.turn);
            },
            [](const EnterPhase&) { return std::string(); },   // asked for with taker().phase()
            [](const OpenSegment&) { return std::string(); },  // of every voice
            [](const CloseSegment& e) { return (e.forced ? "close forced " : "close ") + id(e.turn); },
            [](const BeginTurn& e) { return "begin " + id(e.turn); },
            [](const TextReady& e) { return "text " + id(e.turn) + " " + e.text; },
            [](const DropReply& e) { return "drop " + id(e.turn); },
            [](const HoldReply& e) { return std::string(e.hold ? "hold" : "release"); },
            [](const InterruptReply& e) { return "interrupt " + id(e.turn) + (e.keep ? " keep" : ""); },
            [](const ResumeReply& e) { return "resume " + id(e.turn); },
            [](const ForgetSuspended&) { return std::string("forget"); },
            [](const SayPhrase& e) {
              return (e.phrase == TurnPhrase::kFarewell ? "farewell " : "not caught ") + id(e.turn);
            },
            [](const LineIsNoise&) { return std::string("line is noise"); },
            [](const DropNoise& e) { return "noise " + std::to_string(to_millis(e.voiced)) + " ms"; },
            [](const DropDuplicate& e) { return "duplicate " + e.text; },
            [](const Unanswered& e) { return "unanswered " + id(e.turn) + " " + e.text; },
            [](const Overdue& e) { return "overdue " + std::string(e.what) + " " + id(e.turn); },
        },
        decision);
  }

  TurnTaker taker_;
  SpeechSegmenter segmenter_{VadConfig{}};
  BargeInGate gate_{millis(150), millis(60)};
  Instant now_ = kCallStart;
  TurnDecisions out_;
  Story story_;
  std::vector<TimeRange> closed_;
  std::vector<EnterState> entered_;
};

}  // namespace parley
