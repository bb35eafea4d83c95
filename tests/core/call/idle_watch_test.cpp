#include "core/call/idle_watch.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(IdleWatch, WaitsForNothingBeforeTheFloorWasEverFree) {
  const IdleWatch idle{IdleConfig{}};
  EXPECT_EQ(idle.next_deadline(), kNever);
  EXPECT_FALSE(idle.prompt_due(at_millis(3'600'000)));
  EXPECT_FALSE(idle.hangup_due(at_millis(3'600'000)));
}

TEST(IdleWatch, AsksAfterTenSecondsAndHangsUpAfterThirty) {
  IdleWatch idle{IdleConfig{}};
  idle.floor_free(at_millis(1000));
  EXPECT_FALSE(idle.prompt_due(at_millis(10'999)));
  EXPECT_TRUE(idle.prompt_due(at_millis(11'000)));
  EXPECT_FALSE(idle.hangup_due(at_millis(30'999)));
  EXPECT_TRUE(idle.hangup_due(at_millis(31'000)));
  EXPECT_EQ(idle.next_deadline(), at_millis(11'000));
}

TEST(IdleWatch, AsksOnlyOnceAndItsOwnQuestionBuysNoTime) {
  IdleWatch idle{IdleConfig{}};
  idle.floor_free(at_millis(0));
  idle.prompted();
  idle.floor_free(at_millis(12'000));  // the question has been played
  EXPECT_FALSE(idle.prompt_due(at_millis(29'999)));
  EXPECT_EQ(idle.next_deadline(), at_millis(30'000));
}

TEST(IdleWatch, CountsFromTheEndOfTheLastReply) {
  IdleWatch idle{IdleConfig{}};
  idle.floor_free(at_millis(0));
  idle.floor_free(at_millis(8000));
  EXPECT_EQ(idle.next_deadline(), at_millis(18'000));
}

TEST(IdleWatch, AsksAgainAfterTheCallerHasSpoken) {
  IdleWatch idle{IdleConfig{}};
  idle.floor_free(at_millis(0));
  idle.prompted();
  idle.caller_spoke(at_millis(15'000));
  idle.floor_free(at_millis(20'000));
  EXPECT_EQ(idle.next_deadline(), at_millis(30'000));
  EXPECT_FALSE(idle.hangup_due(at_millis(49'999)));
  EXPECT_TRUE(idle.hangup_due(at_millis(50'000)));
}

TEST(IdleWatch, NeverAsksOrHangsUpWhereTheLimitIsZero) {
  IdleWatch no_question{IdleConfig{Duration{}, seconds(30)}};
  no_question.floor_free(at_millis(0));
  EXPECT_EQ(no_question.next_deadline(), at_millis(30'000));
  IdleWatch patient{IdleConfig{Duration{}, Duration{}}};
  patient.floor_free(at_millis(0));
  EXPECT_EQ(patient.next_deadline(), kNever);
}

}  // namespace
}  // namespace parley
