#include "live/admission.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

using std::chrono::seconds;

const SteadyTime kNow{std::chrono::hours(1)};

TEST(Admission, GivesAsManyPlacesAsThereAre) {
  Admission admission(2, seconds(15));
  auto first = admission.begin("CA1", kNow);
  auto second = admission.begin("CA2", kNow);
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(admission.begin("CA3", kNow));
  EXPECT_FALSE(admission.has_room(kNow));
  first.reset();
  EXPECT_TRUE(admission.begin("CA3", kNow));
}

TEST(Admission, KeepsAReservedPlaceForItsCall) {
  Admission admission(1, seconds(15));
  EXPECT_TRUE(admission.reserve("CA1", kNow));
  EXPECT_TRUE(admission.reserve("CA1", kNow)) << "a webhook that is asked again is no second call";
  EXPECT_FALSE(admission.reserve("CA2", kNow));
  EXPECT_FALSE(admission.begin("CA2", kNow));
  EXPECT_TRUE(admission.begin("CA1", kNow));
}

TEST(Admission, ForgetsAReservationThatNobodyTakes) {
  Admission admission(1, seconds(15));
  EXPECT_TRUE(admission.reserve("CA1", kNow));
  EXPECT_FALSE(admission.has_room(kNow + seconds(14)));
  EXPECT_TRUE(admission.has_room(kNow + seconds(15)));
  EXPECT_TRUE(admission.reserve("CA2", kNow + seconds(15)));
}

TEST(Admission, TakesAfterClosingOnlyThoseToWhomAPlaceWasPromised) {
  Admission admission(5, seconds(15));
  EXPECT_TRUE(admission.reserve("CA1", kNow));
  admission.close();
  EXPECT_FALSE(admission.reserve("CA2", kNow));
  EXPECT_FALSE(admission.begin("CA3", kNow));
  EXPECT_TRUE(admission.begin("CA1", kNow));
}

}  // namespace
}  // namespace parley
