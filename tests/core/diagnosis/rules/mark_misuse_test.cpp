#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(MarkMisuse, IsAnErrorWhenTheMarkComesFirstAndTheCallerIsTalkedOver) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .mark(2200, "a")
                                            .agent(2201, 6000, Sending::kAtOnce)
                                            .mark_back(2240, "a")
                                            .caller(4200, 1500)
                                            .findings(13000);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "mark-misuse");
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("before the audio"));
}

TEST(MarkMisuse, IsAWarningWhenTheMarkComesFirstAndNobodyNoticed) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .mark(2200, "a")
                                            .agent(2201, 1000, Sending::kAtOnce)
                                            .mark_back(2240, "a")
                                            .caller(4200, 1000)
                                            .mark(6000, "b")
                                            .agent(6001, 1000, Sending::kAtOnce)
                                            .mark_back(6040, "b")
                                            .findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("mark-misuse"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(MarkMisuse, IsSilentWhenAMarkBeforeIsAProbeAndOneBehindTellsTheEnd) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .mark(2200, "pre")
                  .agent(2201, 1000, Sending::kAtOnce)
                  .mark(2202, "post")
                  .mark_back(2240, "pre")
                  .mark_back(3260, "post")
                  .findings(6000),
              IsEmpty());
}

TEST(MarkMisuse, OnlyNotesMarksOfOneNameWhereACountWillDo) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000, Sending::kAtOnce)
                                            .mark(2201, "part")
                                            .agent(2202, 1000, Sending::kAtOnce)
                                            .mark(2203, "part")
                                            .mark_back(3250, "part")
                                            .mark_back(4250, "part")
                                            .findings(7000);
  ASSERT_THAT(ids_of(findings), ElementsAre("mark-misuse"));
  EXPECT_EQ(findings.front().severity, Severity::kInfo);
}

TEST(MarkMisuse, IsAnErrorWhenOneNameIsOutTwiceAndTheCallerIsTalkedOver) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000, Sending::kAtOnce)
                                            .mark(2201, "part")
                                            .agent(2202, 6000, Sending::kAtOnce)
                                            .mark(2203, "part")
                                            .mark_back(3250, "part")
                                            .caller(4200, 1500)
                                            .findings(13000);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "mark-misuse");
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(MarkMisuse, IsSilentForTheSameNameUsedAgainAfterItReturned) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .mark(3100, "done")
                  .mark_back(3250, "done")
                  .caller(4200, 1000)
                  .agent(5900, 1000)
                  .mark(6800, "done")
                  .mark_back(6950, "done")
                  .findings(9000),
              IsEmpty());
}

TEST(MarkMisuse, IsSilentForAMarkThatComesBackLate) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .mark(3100, "done")
                  .mark_back(5000, "done")
                  .caller(5500, 1000)
                  .agent(7200, 1000)
                  .findings(10000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
