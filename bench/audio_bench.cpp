// One frame of 20 ms at a time: what it costs to decode, to encode, to measure, and to tell voice from noise.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/audio/echo_reference.h"
#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/call/caller_ear.h"
#include "core/turn/turn_taker.h"

namespace parley::bench {
namespace {

Frame a_frame() {
  const std::vector<std::uint8_t> voice = voice_like(seconds(1), 1);
  Frame frame;
  std::copy_n(voice.begin() + 1600, frame.size(), frame.begin());
  return frame;
}

void MulawDecodeFrame(benchmark::State& state) {
  const Frame frame = a_frame();
  for (auto _ : state) benchmark::DoNotOptimize(decode_frame(frame));
}
BENCHMARK(MulawDecodeFrame);

void MulawEncodeFrame(benchmark::State& state) {
  const PcmFrame pcm = decode_frame(a_frame());
  Frame frame;
  for (auto _ : state) {
    mulaw_encode(std::span<const std::int16_t>(pcm), std::span<std::uint8_t>(frame));
    benchmark::DoNotOptimize(frame);
  }
}
BENCHMARK(MulawEncodeFrame);

void LevelOfSamples(benchmark::State& state) {
  PcmFrame pcm = decode_frame(a_frame());
  for (auto _ : state) {
    benchmark::DoNotOptimize(pcm.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(rms_level(pcm));
  }
}
BENCHMARK(LevelOfSamples);

void LevelOfMulaw(benchmark::State& state) {
  Frame frame = a_frame();
  for (auto _ : state) {
    benchmark::DoNotOptimize(frame.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(rms_level_mulaw(frame));
  }
}
BENCHMARK(LevelOfMulaw);

/// Level, noise floor, detector, segmenter and barge-in gate, as a call has them.
void HearFrame(benchmark::State& state) {
  CallerEar ear{CallConfig{}};
  const PcmFrame pcm = decode_frame(a_frame());
  Instant at = kCallStart;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ear.hear(at, pcm, rms_level(pcm), true));
    at += kFrameDuration;
  }
}
BENCHMARK(HearFrame);

/// A frame of a caller over a line without echo, while our own voice is looked for in it.
void HearFrameOverOurVoice(benchmark::State& state) {
  const std::vector<std::uint8_t> said = voice_like(seconds(8), 1);
  const std::vector<std::int16_t> caller = mulaw_decode(voice_like(seconds(8), 2));
  EchoReference reference;
  std::int64_t position = 0;
  std::size_t at = 0;
  for (auto _ : state) {
    if (at + kFrameSamples > said.size()) at = 0;
    reference.said(position, std::span(said).subspan(at, kFrameSamples));
    PcmFrame heard;
    std::copy_n(caller.begin() + static_cast<std::ptrdiff_t>(at), heard.size(), heard.begin());
    at += kFrameSamples;
    position += kFrameSamples;
    benchmark::DoNotOptimize(reference.unexplained_level(heard, position));
  }
}
BENCHMARK(HearFrameOverOurVoice);

void TurnHearsSilence(benchmark::State& state) {
  TurnTaker turn{TurnConfig{}};
  TurnDecisions decisions;
  CallerAudio audio;
  Instant now = kCallStart;
  for (auto _ : state) {
    now += kFrameDuration;
    audio.heard_until = now;
    turn.hear(now, audio, ReplyOutlook{}, decisions);
    benchmark::DoNotOptimize(decisions.data());
  }
}
BENCHMARK(TurnHearsSilence);

void TurnHearsVoice(benchmark::State& state) {
  TurnTaker turn{TurnConfig{}};
  TurnDecisions decisions;
  CallerAudio audio;
  Instant now = kCallStart;
  std::int64_t frame = 0;
  for (auto _ : state) {
    now += kFrameDuration;
    audio.heard_until = audio.last_voiced = now;
    audio.started = frame++ == 0;
    audio.speaking = true;
    audio.voiced += kFrameDuration;
    turn.hear(now, audio, ReplyOutlook{}, decisions);
    decisions.clear();
  }
}
BENCHMARK(TurnHearsVoice);

/// A second of what scripted callers and synthesisers say.
void MakeVoice(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(voice_like(seconds(1), 7));
}
BENCHMARK(MakeVoice);

}  // namespace
}  // namespace parley::bench
