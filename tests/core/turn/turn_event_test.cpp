#include "core/turn/turn_event.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace parley {
namespace {

TEST(TurnNames, ReadAsTheLogsPrintThem) {
  EXPECT_EQ(name_of(TurnState::kListening), "LISTENING");
  EXPECT_EQ(name_of(TurnState::kProcessing), "PROCESSING");
  EXPECT_EQ(name_of(TurnState::kSpeaking), "SPEAKING");
  EXPECT_EQ(name_of(TurnPhase::kCallerSpeaking), "caller_speaking");
  EXPECT_EQ(name_of(TurnPhase::kFiller), "filler");
  EXPECT_EQ(name_of(TurnPhase::kPlaying), "playing");
  EXPECT_EQ(name_of(TurnPhase::kNone), "none");
  EXPECT_EQ(name_of(TurnReason::kStart), "start");
  EXPECT_EQ(name_of(TurnReason::kEndOfUtterance), "end_of_utterance");
  EXPECT_EQ(name_of(TurnReason::kResume), "resume");
  EXPECT_EQ(name_of(TurnReason::kPlayed), "played");
  EXPECT_EQ(name_of(TurnReason::kBargeIn), "barge_in");
  EXPECT_EQ(name_of(TurnReason::kNoWords), "no_words");
  EXPECT_EQ(name_of(TurnReason::kGaveUp), "gave_up");
  EXPECT_EQ(name_of(TurnReason::kHangUp), "hang_up");
}

template <class Enum, class From>
void expect_all_names_differ_and_lead_back(Enum last, From from) {
  std::set<std::string_view> seen;
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    const auto each = static_cast<Enum>(value);
    EXPECT_TRUE(seen.insert(name_of(each)).second) << name_of(each);
    EXPECT_EQ(from(name_of(each)), each);
  }
}

TEST(TurnNames, EveryNameLeadsBackToItsValue) {
  expect_all_names_differ_and_lead_back(TurnState::kEnded, turn_state_from);
  expect_all_names_differ_and_lead_back(TurnPhase::kNone, turn_phase_from);
  expect_all_names_differ_and_lead_back(TurnReason::kHangUp, turn_reason_from);
}

TEST(TurnNames, OtherWordsAreNoNames) {
  EXPECT_EQ(turn_state_from("listening"), std::nullopt);
  EXPECT_EQ(turn_phase_from(""), std::nullopt);
  EXPECT_EQ(turn_reason_from("played "), std::nullopt);
}

}  // namespace
}  // namespace parley
