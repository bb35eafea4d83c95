#include "core/diagnosis/profile.h"

#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"

namespace parley {
namespace {

TEST(Profile, IsFoundByItsName) {
  for (const Profile profile : {Profile::kUnknown, Profile::kPipeline, Profile::kSpeechToSpeech}) {
    EXPECT_EQ(profile_from(name_of(profile)), profile);
  }
  EXPECT_EQ(profile_from("telepathy"), std::nullopt);
}

TEST(Profile, SilencesNothingOfAPipelineOrOfAnUnknownServer) {
  for (const Rule& each : rules()) {
    EXPECT_TRUE(applies(each.id, Profile::kUnknown)) << each.id;
    EXPECT_TRUE(applies(each.id, Profile::kPipeline)) << each.id;
  }
}

TEST(Profile, SilencesWhatPresumesStepsOfASpeechToSpeechModel) {
  EXPECT_FALSE(applies("eou-late", Profile::kSpeechToSpeech));
  EXPECT_FALSE(applies("illegal-transition", Profile::kSpeechToSpeech));
  EXPECT_FALSE(applies("lost-turn", Profile::kSpeechToSpeech));
  EXPECT_TRUE(applies("barge-in-no-clear", Profile::kSpeechToSpeech));
  EXPECT_TRUE(applies("stuck-processing", Profile::kSpeechToSpeech));
}

}  // namespace
}  // namespace parley
