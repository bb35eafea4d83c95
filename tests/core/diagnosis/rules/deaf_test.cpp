#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TraceBuilder listening_to_nothing() {
  TraceBuilder call;
  call.state(0, TurnState::kListening, TurnState::kListening, TurnReason::kStart)
      .agent(200, 600)
      .caller(2000, 1200);
  return call;
}

TEST(Deaf, IsNamedWhenTheAgentSaysThatItListensAndNothingComes) {
  EXPECT_THAT(ids_of(listening_to_nothing().findings(9000)), ElementsAre("deaf"));
}

TEST(Deaf, IsSilentWhenTheCallerIsAnswered) {
  EXPECT_THAT(listening_to_nothing().agent(4000, 800).findings(9000), IsEmpty());
}

}  // namespace
}  // namespace parley
