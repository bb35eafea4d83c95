// A call with nobody around it but the test: the caller's frames, a far end that plays and returns marks 40 ms
// later, and providers whose answers the test gives by hand. Texts are written at once unless `hold_writes` is set.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/base/overloaded.h"
#include "core/base/random.h"
#include "core/call/call.h"
#include "core/playout/playout_buffer.h"

namespace parley {

class CallDriver {
 public:
  explicit CallDriver(const CallConfig& config = quiet_config()) : call(config, kCallStart) {
    twilio::Start start;
    start.stream_sid = Sid("MZ1");
    call.handle(now, start);
    drain();
  }

  /// Phrases with audio, no greeting, nobody asks whether the caller is there.
  static CallConfig quiet_config() {
    CallConfig config;
    config.idle = {Duration{}, Duration{}};
    Phrases phrases = english_phrases();
    for (Phrase& phrase : phrases.items) phrase.mulaw = voice_like(millis(800), phrase.text.size());
    phrases[PhraseId::kGreeting] = {};
    config.phrases = std::make_shared<const Phrases>(std::move(phrases));
    return config;
  }

  // ---- the caller
  void silence(Duration length) { frames(length, {}); }
  void voice(Duration length) {
    static const std::vector<std::uint8_t> sound = voice_like(seconds(20), 7);
    frames(std::min(length, seconds(20)), sound);
  }
  /// White noise of this RMS.
  void noise(Duration length, int rms) {
    Random random(9);
    std::vector<std::int16_t> samples(static_cast<std::size_t>(duration_to_samples(length)));
    for (std::int16_t& sample : samples) {
      // Uniform noise of amplitude a has the level a / sqrt(3).
      sample = static_cast<std::int16_t>(random.between(-rms * 1732 / 1000, rms * 1732 / 1000));
    }
    frames(length, mulaw_encode(samples));
  }
  /// End of what the caller has sent, on his clock.
  MediaTime heard() const { return MediaTime{duration_to_samples(now_of_frame_ - kCallStart)}; }
  /// A turn of the caller's with its words; the request for a reply is out at the end.
  void ask(std::string_view words) {
    voice(millis(900));
    silence(millis(500));
    ASSERT_EQ(call.state(), TurnState::kProcessing);
    finish_segment(words);
  }

  // ---- providers
  void finish_segment(std::string_view words) {
    const auto* segment = last_request<FinishSegment>();
    ASSERT_NE(segment, nullptr);
    say(Final{segment->range, std::string(words)});
  }
  /// The model answers one sentence, the synthesiser so much of its audio.
  void reply_text(std::string_view text) {
    const auto* asked = last_request<AskReply>();
    ASSERT_NE(asked, nullptr);
    say(ReplyText{asked->turn, std::string(text), true});
  }
  void reply_audio(Duration length, bool done) {
    const auto* asked = last_request<Synthesize>();
    ASSERT_NE(asked, nullptr);
    const Synthesize request = *asked;
    say(SpeechAudio{request.turn, request.sentence, voice_like(length, 3), done});
  }
  void say(const ProviderEvent& event) {
    call.handle(now, event);
    drain();
  }
  void receive(const twilio::Inbound& message) {
    call.handle(now, message);
    drain();
  }
  void tell(const ConnectionEvent& event) {
    call.handle(now, event);
    drain();
  }
  void write_all() {
    hold_writes = false;
    drain();
  }

  // ---- what happened
  template <class T>
  std::vector<T> noted() const {
    std::vector<T> all;
    for (const trace::CallEvent& event : events) {
      if (const T* found = std::get_if<T>(&event.what)) all.push_back(*found);
    }
    return all;
  }
  template <class T>
  const T* last_request() const {
    for (auto it = requests.rbegin(); it != requests.rend(); ++it) {
      if (const T* found = std::get_if<T>(&*it)) return found;
    }
    return nullptr;
  }
  template <class T>
  std::size_t requested() const {
    return static_cast<std::size_t>(std::count_if(
        requests.begin(), requests.end(), [](const ProviderRequest& r) { return std::holds_alternative<T>(r); }));
  }
  std::string path() const {
    std::string all;
    for (const trace::StateChanged& change : noted<trace::StateChanged>()) {
      if (!all.empty()) all += ", ";
      all += std::string(name_of(change.to)) + " " + std::string(name_of(change.reason));
    }
    return all;
  }
  bool closed() const { return !close_reason.empty(); }

  Call call;
  Instant now = kCallStart;
  bool hold_writes = false;
  bool marks_return = true;
  std::vector<trace::CallEvent> events;
  std::vector<ProviderRequest> requests;
  std::string close_reason;
  int closes = 0;
  int frames_sent = 0;
  int clears_sent = 0;
  int frames_while_listening = 0;  // sent while the caller had the floor
  PlayoutBuffer far_end;

 private:
  void frames(Duration length, const std::vector<std::uint8_t>& sound) {
    const auto count = static_cast<std::size_t>(length / kFrameDuration);
    for (std::size_t i = 0; i < count; ++i) {
      advance_to(now_of_frame_ += kFrameDuration);
      twilio::Media media;
      media.stream_sid = Sid("MZ1");
      media.timestamp_ms = timestamp_ms_ += 20;
      Frame frame;
      frame.fill(kMulawSilence);
      if (!sound.empty()) std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(i * 160), 160, frame.begin());
      media.payload.assign(frame);
      receive(media);
    }
  }

  void advance_to(Instant until) {
    for (int steps = 0; steps < 10'000; ++steps) {
      Instant next = std::min(call.next_deadline(), far_end.next_event());
      if (!returning_.empty()) next = std::min(next, returning_.front().first);
      if (next > until) {
        now = until;
        return;
      }
      now = std::max(now, next);
      fetch_marks();
      while (!returning_.empty() && returning_.front().first <= now) {
        const std::string name = returning_.front().second;
        returning_.pop_front();
        receive(twilio::MarkReturned{0, Sid("MZ1"), name});
      }
      if (call.next_deadline() <= now) call.handle_timeout(now);
      drain();
    }
    FAIL() << "the call wants to be woken again and again at " << to_millis(now) << " ms";
  }

  void fetch_marks() {
    for (PlayoutBuffer::MarkReached& reached : far_end.advance(now)) {
      if (marks_return) returning_.emplace_back(reached.at + millis(40), std::move(reached.name));
    }
  }

  void drain() {
    while (!hold_writes && unwritten_ > 0) wrote();
    while (auto action = call.poll()) {
      std::visit(overloaded{
                     [&](const Send& send) {
                       outbox_.push_back(send.message);
                       ++unwritten_;
                     },
                     [&](const Ask& ask) { requests.push_back(ask.request); },
                     [&](const Record& record) { events.push_back(record.event); },
                     [&](const CloseCall& close) {
                       close_reason = close.reason;
                       ++closes;
                     },
                 },
                 *action);
      while (!hold_writes && unwritten_ > 0) wrote();
    }
  }

  void wrote() {
    const twilio::Outbound message = std::move(outbox_.front());
    outbox_.pop_front();
    --unwritten_;
    if (const auto* media = std::get_if<twilio::SendMedia>(&message)) {
      ++frames_sent;
      if (call.state() == TurnState::kListening) ++frames_while_listening;
      far_end.write(now, media->payload.bytes());
    } else if (const auto* mark = std::get_if<twilio::SendMark>(&message)) {
      far_end.mark(now, mark->name);
      fetch_marks();
    } else {
      ++clears_sent;
      for (PlayoutBuffer::MarkReached& reached : far_end.clear(now).marks) {
        if (marks_return) returning_.emplace_back(now + millis(40), std::move(reached.name));
      }
    }
    call.handle(now, ConnectionEvent{Wrote{1}});
  }

  Instant now_of_frame_ = kCallStart;
  std::int64_t timestamp_ms_ = 100;
  std::deque<twilio::Outbound> outbox_;
  int unwritten_ = 0;
  std::deque<std::pair<Instant, std::string>> returning_;
};

}  // namespace parley
