// Writes the trace of a call by hand, as the far end would have seen it: real messages, a caller who speaks in
// given stretches over a faintly noisy line, and an agent who sends what the test says. Times are ms since the
// stream began.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/diagnosis/diagnose.h"
#include "core/trace/call_trace.h"
#include "core/twilio/codec.h"

namespace parley {

/// How the agent sends a reply: 20 ms frames 100 ms ahead, or all in one message.
enum class Sending { kPaced, kAtOnce };

class TraceBuilder {
 public:
  TraceBuilder() {
    trace_.header.observed_at = trace::ObservedAt::kFarEnd;
    trace_.header.scenario = "by_hand";
    say(0, twilio::Connected{});
    twilio::Start start;
    start.stream_sid = sid();
    say(0, start);
  }

  TraceBuilder& caller(std::int64_t from_ms, std::int64_t length_ms) {
    put(line_, from_ms, voice_like(millis(length_ms), seed_++));
    return *this;
  }
  /// A steady hum, as a fan makes it.
  TraceBuilder& hum(std::int64_t from_ms, std::int64_t length_ms, std::int16_t amplitude) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(length_ms * 8));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = (i / 20) % 2 == 0 ? amplitude : static_cast<std::int16_t>(-amplitude);
    }
    put(line_, from_ms, mulaw_encode(samples));
    return *this;
  }
  /// The agent says something that begins to be heard at `from_ms` when nothing else is playing. Equal `seed`,
  /// equal audio. `sent_ms` limits how much of it is sent.
  TraceBuilder& agent(std::int64_t from_ms, std::int64_t length_ms, Sending sending = Sending::kPaced,
                      std::uint64_t seed = 0, std::int64_t sent_ms = 1'000'000) {
    std::vector<std::uint8_t> audio = voice_like(millis(length_ms), seed != 0 ? seed : 100 + seed_++);
    audio.resize(std::min(audio.size(), static_cast<std::size_t>(sent_ms * 8)));
    return agent_bytes(from_ms, audio, sending);
  }
  TraceBuilder& agent_silence(std::int64_t from_ms, std::int64_t length_ms) {
    return agent_bytes(from_ms, std::vector<std::uint8_t>(static_cast<std::size_t>(length_ms * 8), kMulawSilence),
                       Sending::kPaced);
  }
  /// One message of the agent's, whatever is in it.
  TraceBuilder& payload(std::int64_t at_ms, std::span<const std::uint8_t> bytes) {
    twilio::SendMedia media;
    media.stream_sid = sid();
    media.payload.assign(bytes);
    send(at_ms, media);
    return *this;
  }
  /// The agent's bytes in pieces, the n-th at `from_ms` plus n times `spacing_ms`.
  TraceBuilder& pieces(std::int64_t from_ms, std::span<const std::uint8_t> bytes, std::size_t piece,
                       std::int64_t spacing_ms) {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      payload(from_ms + static_cast<std::int64_t>(at / piece) * spacing_ms,
              bytes.subspan(at, std::min(piece, bytes.size() - at)));
    }
    return *this;
  }
  /// Given sound on the caller's line.
  TraceBuilder& line(std::int64_t from_ms, std::span<const std::uint8_t> bytes) {
    put(line_, from_ms, bytes);
    return *this;
  }
  TraceBuilder& mark(std::int64_t at_ms, std::string name) {
    send(at_ms, twilio::SendMark{sid(), std::move(name)});
    return *this;
  }
  TraceBuilder& mark_back(std::int64_t at_ms, std::string name) {
    twilio::MarkReturned mark;
    mark.stream_sid = sid();
    mark.name = std::move(name);
    say(at_ms, mark);
    return *this;
  }
  TraceBuilder& clear(std::int64_t at_ms) {
    send(at_ms, twilio::Clear{sid()});
    return *this;
  }
  TraceBuilder& state(std::int64_t at_ms, TurnState from, TurnState to,
                      TurnReason reason = TurnReason::kEndOfUtterance, std::int64_t silence_ms = 360) {
    trace::StateChanged change;
    change.from = from;
    change.to = to;
    change.reason = reason;
    change.silence_ms = silence_ms;
    add(at_ms, change);
    return *this;
  }
  TraceBuilder& event(std::int64_t at_ms, trace::What what) {
    add(at_ms, std::move(what));
    return *this;
  }
  /// The line is stalled from `from_ms`: what should have come since comes at `to_ms` in one burst.
  TraceBuilder& stall(std::int64_t from_ms, std::int64_t to_ms) {
    stalls_.emplace_back(from_ms, to_ms);
    return *this;
  }
  /// Silence of the caller is not sent.
  TraceBuilder& omit_silence() {
    omit_silence_ = true;
    return *this;
  }
  trace::TraceHeader& header() { return trace_.header; }

  /// The trace of a call that the caller ends at `end_ms`.
  trace::CallTrace ends(std::int64_t end_ms) const {
    TraceBuilder whole = *this;
    whole.send_line(end_ms);
    whole.say(end_ms, twilio::Stop{});
    std::stable_sort(whole.trace_.events.begin(), whole.trace_.events.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    return whole.trace_;
  }
  CallAccount account(std::int64_t end_ms) const { return account_of(ends(end_ms)); }
  std::vector<Finding> findings(std::int64_t end_ms) const { return diagnose(account(end_ms)); }

 private:
  static Sid sid() { return Sid("MZ00000000000000000000000000000001"); }

  void add(std::int64_t at_ms, trace::What what) {
    trace_.events.push_back({at_millis(at_ms), std::move(what), trace::kNotAnInput});
  }
  void say(std::int64_t at_ms, const twilio::Inbound& message) {
    std::string text;
    twilio::write(message, text);
    add(at_ms, trace::Message{trace::Direction::kToAgent, text, kNever});
  }
  void send(std::int64_t at_ms, const twilio::Outbound& message) {
    std::string text;
    twilio::write(message, text);
    add(at_ms, trace::Message{trace::Direction::kFromAgent, text, kNever});
  }
  TraceBuilder& agent_bytes(std::int64_t from_ms, std::span<const std::uint8_t> audio, Sending sending) {
    const std::size_t piece = sending == Sending::kAtOnce ? audio.size() : std::size_t{kFrameSamples};
    for (std::size_t at = 0; at < audio.size(); at += piece) {
      twilio::SendMedia media;
      media.stream_sid = sid();
      media.payload.assign(audio.subspan(at, std::min(piece, audio.size() - at)));
      const auto ahead = std::min<std::int64_t>(100, static_cast<std::int64_t>(at / 8));
      send(from_ms + static_cast<std::int64_t>(at / 8) - ahead, media);
    }
    return *this;
  }
  static void put(std::vector<std::uint8_t>& line, std::int64_t from_ms, std::span<const std::uint8_t> audio) {
    const auto from = static_cast<std::size_t>(from_ms * 8);
    if (line.size() < from + audio.size()) line.resize(from + audio.size(), kQuiet);
    std::copy(audio.begin(), audio.end(), line.begin() + static_cast<std::ptrdiff_t>(from));
  }
  std::int64_t arrival(std::int64_t at_ms) const {
    for (const auto& [from, to] : stalls_) {
      if (from <= at_ms && at_ms < to) return to;
    }
    return at_ms;
  }
  void send_line(std::int64_t end_ms) {
    std::vector<std::uint8_t> line = line_;
    line.resize(static_cast<std::size_t>(end_ms * 8), kQuiet);
    twilio::Media media;
    media.stream_sid = sid();
    media.sequence = 1;
    for (std::int64_t ms = 0; ms + 20 <= end_ms; ms += 20) {
      const auto frame = std::span(line).subspan(static_cast<std::size_t>(ms * 8), kFrameSamples);
      const bool quiet = std::all_of(frame.begin(), frame.end(), [](std::uint8_t b) { return b == kQuiet; });
      if (quiet && omit_silence_) continue;
      ++media.sequence;
      ++media.chunk;
      media.timestamp_ms = ms + kFirstTimestamp;
      media.payload.assign(frame);
      say(arrival(ms + 20), media);
    }
  }

  static constexpr std::uint8_t kQuiet = 0xFE;  // one step from silence
  static constexpr std::int64_t kFirstTimestamp = 97;

  trace::CallTrace trace_;
  std::vector<std::uint8_t> line_;
  std::vector<std::pair<std::int64_t, std::int64_t>> stalls_;
  bool omit_silence_ = false;
  std::uint64_t seed_ = 1;
};

/// The ids of findings, in their order.
inline std::vector<std::string> ids_of(const std::vector<Finding>& findings) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings) ids.emplace_back(finding.id);
  return ids;
}

}  // namespace parley
