// How many times faster than a telephone a whole call is played: simulator, Twilio's side, line, our call, providers.
#include <benchmark/benchmark.h>

#include "bench/two_way_call.h"
#include "sim/simulator.h"

namespace parley::bench {
namespace {

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
BENCHMARK(SimulatedTwoWayCall)->Arg(60)->Arg(600)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace parley::bench
