// Random calls: healthy ones bring no finding, rough ones keep what always holds, and what fails is made small.
#include "sim/exploration.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/trace/jsonl.h"
#include "sim/random_call.h"
#include "sim/scenario_writer.h"
#include "sim/simulator.h"

namespace parley {
namespace {

const std::vector<Voice>& voices() {
  static const std::vector<Voice> all = [] {
    std::vector<Voice> made;
    for (int i = 0; i < 6; ++i) {
      const std::string number = std::to_string(i);
      made.push_back({"voice" + number + ".wav", "words number " + number});
    }
    return made;
  }();
  return all;
}

const SoundBank& sounds() {
  static const SoundBank bank = [] {
    SoundBank made;
    for (int i = 0; i < 6; ++i) {
      const auto voice = voice_like(millis(700 + 500 * i), 100 + static_cast<std::uint64_t>(i));
      made.emplace(voices()[static_cast<std::size_t>(i)].file, mulaw_decode(voice));
    }
    return made;
  }();
  return bank;
}

std::string told(const std::vector<CallFlaw>& problems) {
  std::string text;
  for (const CallFlaw& problem : problems) text += problem.id + ": " + problem.text + "\n";
  return text;
}

TEST(Exploration, AHealthyCallIsLeftInPeace) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const auto problems = problems_of(healthy_call(seed, voices()), sounds(), Asked::kHealth);
    EXPECT_TRUE(problems.empty()) << "seed " << seed << "\n" << told(problems);
  }
}

TEST(Exploration, ARoughCallKeepsWhatAlwaysHolds) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto problems = problems_of(rough_call(seed, voices()), sounds(), Asked::kInvariants);
    EXPECT_TRUE(problems.empty()) << "seed " << seed << "\n" << told(problems);
  }
}

TEST(Exploration, NamesAFaultAndShrinksItsCallWhileTheFaultStays) {
  Scenario scenario = healthy_call(7, voices());
  scenario.agent.kind = AgentKind::kNaive;
  scenario.agent.naive.fault = NaiveFault::kWrongStreamSid;
  scenario.agent.naive.fault_on_turn = 1;
  scenario.noise_bed = 30;
  const auto problems = problems_of(scenario, sounds(), Asked::kHealth);
  ASSERT_FALSE(problems.empty());
  const std::string id = problems.front().id;
  const Scenario small = shrunk(scenario, sounds(), Asked::kHealth, id);
  EXPECT_LE(small.caller.size(), 1U);
  EXPECT_EQ(small.noise_bed, 0);
  EXPECT_EQ(problems_of(small, sounds(), Asked::kHealth).front().id, id);
}

TEST(Exploration, OfAScenarioThatCannotBePlayedSaysSo) {
  Scenario scenario = healthy_call(1, voices());
  scenario.settings.push_back({"no.such_setting", "1", 0});
  scenario.agent.kind = AgentKind::kParley;
  const auto problems = problems_of(scenario, sounds(), Asked::kInvariants);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems.front().id, "not-played");
}

TEST(Invariants, AreBrokenBySoundThatIsSentWhenTheTurnIsOver) {
  Scenario scenario = healthy_call(2, voices());
  scenario.agent = {};
  auto call = simulate(scenario, sounds());
  ASSERT_TRUE(call.has_value());
  const CallAccount account = account_of(call->far_end);
  ASSERT_TRUE(broken_invariants(scenario, *call, account).empty());
  // The last frame of the greeting once more, long after it.
  trace::CallEvent late;
  for (const trace::CallEvent& event : call->agent->events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message != nullptr && message->direction == trace::Direction::kFromAgent &&
        message->text.view().size() > 200) {
      late = event;
      break;
    }
  }
  std::vector<trace::CallEvent>& events = call->agent->events;
  late.at = events.back().at;
  events.push_back(late);
  const auto problems = broken_invariants(scenario, *call, account);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems.front().id, "sound-after-turn");
}

TEST(ScenarioWriter, WritesWhatIsReadAsTheSameCall) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    for (const Scenario& scenario : {healthy_call(seed, voices()), rough_call(seed, voices())}) {
      const std::string text = write_scenario(scenario);
      const auto read = read_scenario(text, scenario.file);
      ASSERT_TRUE(read.has_value()) << read.error().text() << "\n" << text;
      EXPECT_EQ(write_scenario(*read), text);
      if (seed > 10) continue;
      const auto once = simulate(scenario, sounds());
      const auto again = simulate(*read, sounds());
      ASSERT_TRUE(once.has_value() && again.has_value());
      EXPECT_TRUE(trace::write_trace(once->far_end) == trace::write_trace(again->far_end)) << text;
    }
  }
}

TEST(ScenarioWriter, WritesNoMoreThanFortyLines) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string text = write_scenario(rough_call(seed, voices()));
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 40) << text;
  }
}

}  // namespace
}  // namespace parley
