#include "live/scenario_sounds.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

Scenario scenario_of(std::string_view text) {
  auto scenario = read_scenario(text, "dir/asks.json");
  EXPECT_TRUE(scenario.has_value());
  return scenario ? *scenario : Scenario{};
}

TEST(ScenarioSoundsOnTheirWay, AreReadAloudWhereTheyAreTexts) {
  std::vector<std::string> read;
  const ReadAloud reader = [&](std::string_view text, std::string_view voice) -> Result<std::vector<std::int16_t>> {
    read.push_back(std::string(voice) + ": " + std::string(text));
    return std::vector<std::int16_t>(text.size());
  };
  SoundBank sounds;
  const Scenario scenario = scenario_of(
      R"({"caller": [{"say_text": "hello"}, {"say_text": "hello"}, {"say_text": "bye", "voice": "slt"}]})");
  EXPECT_FALSE(add_sounds(scenario, reader, sounds).has_value());
  EXPECT_FALSE(add_sounds(scenario, reader, sounds).has_value()) << "what is there is not made again";
  EXPECT_EQ(read, (std::vector<std::string>{"rms: hello", "slt: bye"}));
  EXPECT_EQ(sounds.at(name_of_text("hello", "rms")).size(), 5U);
}

TEST(ScenarioSoundsOnTheirWay, NameTheLineOfWhatIsMissing) {
  SoundBank sounds;
  const Scenario texts = scenario_of("{\"caller\": [\n{\"say_text\": \"hello\"}]}");
  EXPECT_EQ(add_sounds(texts, {}, sounds)->text(), "dir/asks.json:2: nobody here can read a text aloud");
  const ReadAloud mute = [](std::string_view, std::string_view) -> Result<std::vector<std::int16_t>> {
    return make_error("there is no voice");
  };
  EXPECT_EQ(add_sounds(texts, mute, sounds)->text(), "dir/asks.json:2: there is no voice");
  const Scenario recordings = scenario_of("{\"caller\": [\n\n{\"say\": \"no-such-sound.wav\"}]}");
  EXPECT_EQ(add_sounds(recordings, mute, sounds)->text().find("dir/asks.json:3: there is no recording"), 0U);
}

}  // namespace
}  // namespace parley
