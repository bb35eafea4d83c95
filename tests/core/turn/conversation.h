// A conversation with the turn taker alone: the caller's voice in stretches of 20 ms, words and keys between them,
// and all decisions in order. No audio, no providers; the segmenter is the real one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/turn/turn_taker.h"
#include "core/vad/speech_segmenter.h"

namespace parley {

class TurnTalk {
 public:
  explicit TurnTalk(const TurnConfig& config = {}) : taker(config) {}

  /// The caller is voiced or silent for so long, in frames.
  void hear(bool voiced, Duration length) {
    for (Duration heard{}; heard < length; heard += kFrameDuration) {
      const Instant begin = now;
      now += kFrameDuration;
      const auto speech = segmenter.add(begin, voiced ? 1000 : 0, voiced ? 1000 : 0);
      CallerAudio audio;
      audio.heard_until = now;
      audio.speaking = segmenter.speaking();
      audio.last_voiced = segmenter.last_voiced();
      audio.voiced = segmenter.voiced();
      if (speech) {
        const auto* started = std::get_if<SpeechStarted>(&*speech);
        audio.started = started != nullptr;
        audio.ended = started == nullptr;
        if (started != nullptr) audio.onset = started->onset;
      }
      if (audio.started) onset = audio.onset;
      taker.hear(now, audio, {audible_end}, decisions);
      wake();
    }
  }
  void speak(std::int64_t ms) { hear(true, millis(ms)); }
  void pause(std::int64_t ms) { hear(false, millis(ms)); }

  /// No deadline is left in the past: a driver would wake for it for ever.
  void wake() {
    while (taker.next_deadline() <= now) {
      taker.handle_timeout(now, decisions);
      ASSERT_GT(taker.next_deadline(), now) << "at " << to_millis(now) << " ms";
    }
  }

  void final_words(std::int64_t from_ms, std::int64_t to_ms, std::string_view text) {
    taker.final_words(now, {at_millis(from_ms), at_millis(to_ms)}, text, decisions);
    wake();
  }
  void partial(std::int64_t from_ms, std::int64_t to_ms, std::string_view text) {
    taker.partial(now, {{at_millis(from_ms), at_millis(to_ms)}, std::string(text)}, decisions);
    wake();
  }
  /// The recogniser's final for the last segment that was closed.
  void final_of_segment(std::string_view text) {
    const auto* segment = last<CloseSegment>();
    ASSERT_NE(segment, nullptr);
    const TimeRange range = segment->range;
    taker.final_words(now, range, text, decisions);
    wake();
  }
  void digit(char key) {
    taker.digit(now, key, decisions);
    wake();
  }
  void reply_written() { taker.reply_written(now, decisions); }
  /// A whole turn up to the first frame of its answer, which will be audible for so long.
  void up_to_speaking(std::string_view words, Duration audible) {
    speak(800);
    pause(400);
    final_of_segment(words);
    reply_written();
    audible_end = now + audible;
    ASSERT_EQ(taker.state(), TurnState::kSpeaking);
  }
  void voice_insists() { taker.voice_insists(now, onset, {audible_end}, decisions); }

  template <class T>
  std::size_t count() const {
    return static_cast<std::size_t>(
        std::count_if(decisions.begin(), decisions.end(),
                      [](const TurnDecision& decision) { return std::holds_alternative<T>(decision); }));
  }
  template <class T>
  const T* last() const {
    for (auto it = decisions.rbegin(); it != decisions.rend(); ++it) {
      if (const T* found = std::get_if<T>(&*it)) return found;
    }
    return nullptr;
  }
  bool held() const {
    const auto* hold = last<HoldReply>();
    return hold != nullptr && hold->hold;
  }
  std::string words() const {
    const auto* text = last<TextReady>();
    return text == nullptr ? "(none)" : text->text;
  }
  /// "PROCESSING end_of_utterance, SPEAKING first_audio": every transition so far.
  std::string path() const {
    std::string all;
    for (const TurnDecision& decision : decisions) {
      const auto* to = std::get_if<EnterState>(&decision);
      if (to == nullptr) continue;
      if (!all.empty()) all += ", ";
      all += std::string(name_of(to->to)) + " " + std::string(name_of(to->reason));
    }
    return all;
  }

  TurnTaker taker;
  SpeechSegmenter segmenter{VadConfig{}};
  Instant now = kCallStart;
  Instant onset = kCallStart;  // of the newest stretch
  Instant audible_end = kCallStart;
  TurnDecisions decisions;
};

}  // namespace parley
