// Calls to replay, made by the simulator: short scenarios with synthetic voices, so that no recording is needed.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/trace/jsonl.h"
#include "sim/simulator.h"

namespace parley {

inline SoundBank synthetic_sounds() {
  SoundBank sounds;
  sounds["short.wav"] = mulaw_decode(voice_like(millis(700), 11));
  sounds["long.wav"] = mulaw_decode(voice_like(millis(1600), 12));
  return sounds;
}

/// Both sides of the call that a scenario makes.
inline SimulatedCall call_of(std::string_view scenario_text) {
  const Result<Scenario> scenario = read_scenario(scenario_text, "by_hand.json");
  EXPECT_TRUE(scenario.has_value()) << (scenario.has_value() ? "" : scenario.error().text());
  if (!scenario.has_value()) return {};
  Result<SimulatedCall> call = simulate(*scenario, synthetic_sounds());
  EXPECT_TRUE(call.has_value()) << (call.has_value() ? "" : call.error().text());
  return call.has_value() ? std::move(*call) : SimulatedCall{};
}

/// The agent's trace, through text and back, as a file would give it.
inline trace::CallTrace agent_trace_of(std::string_view scenario_text) {
  const SimulatedCall call = call_of(scenario_text);
  EXPECT_TRUE(call.agent.has_value());
  if (!call.agent.has_value()) return {};
  auto read = trace::read_trace(trace::write_trace(*call.agent), "call.trace.jsonl");
  EXPECT_TRUE(read.has_value()) << (read.has_value() ? "" : read.error().text());
  return read.has_value() ? std::move(*read) : trace::CallTrace{};
}

inline constexpr std::string_view kTwoTurns = R"({"seed": 3,
  "caller": [
    {"at_ms": 1500, "say": "short.wav", "text": "hello"},
    {"after": "agent_silent", "plus_ms": 700, "say": "long.wav", "text": "what are your hours"},
    {"after": "agent_silent", "plus_ms": 900, "hang_up": true}],
  "agent": {"first_audio_ms": 500, "reply_ms": 1500}})";

inline constexpr std::string_view kBargeIn = R"({"seed": 5, "line": {"delay_ms": 60, "jitter_ms": 25},
  "settings": {"tx.lead_ms": 400, "endpoint.silence_ms": 420},
  "caller": [
    {"at_ms": 1500, "say": "short.wav", "text": "tell me all"},
    {"after": "agent_speaking", "plus_ms": 2600, "say": "long.wav", "text": "stop that"},
    {"after": "agent_silent", "plus_ms": 900, "hang_up": true}],
  "agent": {"first_audio_ms": 600, "reply_ms": 4000, "greeting_ms": 500}})";

inline constexpr std::string_view kSlowProvider = R"({"seed": 9,
  "caller": [
    {"at_ms": 1200, "say": "short.wav", "text": "hello"},
    {"at_ms": 14000, "hang_up": true}],
  "agent": {"first_audio_ms": 9500, "reply_ms": 1500}})";

}  // namespace parley
