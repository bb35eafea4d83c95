// What a frame costs our call and the line, and how many times faster than a telephone a whole call is played:
// simulator, Twilio's side, line, our call, providers.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "bench/two_way_call.h"
#include "core/audio/voice_like.h"
#include "core/base/fifo.h"
#include "core/call/call.h"
#include "sim/link.h"
#include "sim/simulator.h"

namespace parley::bench {
namespace {

const Sid kStream("MZ0123456789abcdef0123456789abcdef");

/// A call that hears one silent frame each 20 ms, drained and woken as a driver does it. What it sends is written
/// and has arrived at once, and a mark comes back when the frames before it have been played.
class RunningCall {
 public:
  explicit RunningCall(Duration greeting) : call_(config(greeting), kCallStart) {
    twilio::Start start;
    start.stream_sid = kStream;
    call_.handle(now_, start);
    media_.stream_sid = kStream;
    mark_.stream_sid = kStream;
    Frame silence;
    silence.fill(kMulawSilence);
    media_.payload.assign(silence);
    drain();
  }

  void frame() {
    now_ += kFrameDuration;
    while (call_.next_deadline() <= now_) {
      call_.handle_timeout(now_);
      drain();
    }
    while (!marks_.empty() && marks_.front().at <= now_) {
      mark_.name = std::move(marks_.pop()->name);
      ++returned_;
      call_.handle(now_, message_ = mark_);
      drain();
    }
    media_.timestamp_ms += 20;
    call_.handle(now_, message_ = media_);
    drain();
  }
  std::int64_t returned() const { return returned_; }
  std::int64_t sent() const { return sent_; }

 private:
  static CallConfig config(Duration greeting) {
    CallConfig config;
    config.idle = {Duration{}, Duration{}};
    auto phrases = std::make_shared<Phrases>();
    (*phrases)[PhraseId::kGreeting].mulaw = voice_like(greeting, 3);
    config.phrases = phrases;
    return config;
  }
  void drain() {
    while (auto action = call_.poll()) {
      const auto* send = std::get_if<Send>(&*action);
      if (send == nullptr) continue;
      ++sent_;
      hear(send->message);
      call_.handle(now_, ConnectionEvent{Wrote{1}});
    }
  }

  void hear(const twilio::Outbound& message) {
    if (std::holds_alternative<twilio::SendMedia>(message)) {
      played_until_ = std::max(played_until_, now_) + kFrameDuration;
    } else if (const auto* mark = std::get_if<twilio::SendMark>(&message)) {
      marks_.push({std::max(played_until_, now_), mark->name});
    }
  }

  struct PendingMark {
    Instant at;
    std::string name;
  };

  Call call_;
  Instant now_ = kCallStart;
  Instant played_until_ = kCallStart;
  Fifo<PendingMark> marks_;
  std::int64_t returned_ = 0;
  twilio::MarkReturned mark_;
  twilio::Media media_;
  twilio::Inbound message_;
  std::int64_t sent_ = 0;
};

void SimulatedTwoWayCall(benchmark::State& state) {
  const Scenario scenario = two_way_scenario(seconds(state.range(0)));
  const SoundBank sounds = two_way_sounds();
  std::int64_t events = 0;
  std::int64_t frames_out = 0;
  Duration virtual_time{};
  for (auto _ : state) {
    const Result<SimulatedCall> call = simulate(scenario, sounds);
    if (!call.has_value()) return state.SkipWithError(call.error().text().c_str());
    virtual_time += call->length;
    events = static_cast<std::int64_t>(call->far_end.events.size() + call->agent->events.size());
    frames_out = call->counters.media_received;
  }
  state.counters["x_realtime"] =
      benchmark::Counter(static_cast<double>(to_micros(virtual_time)) / 1e6, benchmark::Counter::kIsRate);
  state.counters["events"] = static_cast<double>(events);
  state.counters["frames_out"] = static_cast<double>(frames_out);
}

void LinkSendAndDeliver(benchmark::State& state) {
  Link link{LinkConfig{.delay = millis(40), .jitter = millis(5)}};
  Instant now = kCallStart;
  const SharedText text(std::string(400, 'x'));
  for (auto _ : state) {
    now += kFrameDuration;
    link.send(now, LinkDirection::kToAgent, text);
    link.handle_timeout(link.next_deadline());
    benchmark::DoNotOptimize(link.poll());
  }
}
BENCHMARK(LinkSendAndDeliver);

constexpr int kFrames = 1000;

void run_frames(benchmark::State& state, Duration greeting) {
  std::int64_t sent = 0;
  std::int64_t marks = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto call = std::make_unique<RunningCall>(greeting);
    for (int i = 0; i < 20; ++i) call->frame();  // until a greeting has begun
    state.ResumeTiming();
    for (int i = 0; i < kFrames; ++i) call->frame();
    sent = call->sent();
    marks = call->returned();
    state.PauseTiming();
    call.reset();
    state.ResumeTiming();
  }
  state.counters["a_frame"] =
      benchmark::Counter(kFrames, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["sent"] = static_cast<double>(sent);
  state.counters["marks"] = static_cast<double>(marks);
}

void CallHearsSilence(benchmark::State& state) {
  run_frames(state, Duration{});
}
BENCHMARK(CallHearsSilence)->Unit(benchmark::kMicrosecond);

void CallSpeaks(benchmark::State& state) {
  run_frames(state, seconds(15));  // most of the frames; then its mark comes back
}
BENCHMARK(CallSpeaks)->Unit(benchmark::kMicrosecond);

BENCHMARK(SimulatedTwoWayCall)->Arg(60)->Arg(600)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parley::bench
