#include "speech/stream/segment_words.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

MediaRange range(std::int64_t begin, std::int64_t end) {
  return {MediaTime{begin}, MediaTime{end}};
}

TEST(SegmentWords, OweAnEmptyFinalForASegmentWithoutWords) {
  SegmentWords words;
  words.begins(MediaTime{8000});
  words.finish(range(8000, 16000));
  EXPECT_TRUE(words.settle(MediaTime{15999}).empty()) << "words of its last samples may still come";
  EXPECT_TRUE(words.owes());
  const std::vector<Final> empty = words.settle(MediaTime{16000});
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_EQ(empty[0].range, range(8000, 16000));
  EXPECT_EQ(empty[0].text, "");
  EXPECT_FALSE(words.owes());
}

TEST(SegmentWords, OweNothingWhereWordsReachTheEnd) {
  SegmentWords words;
  words.finish(range(8000, 16000));
  words.said(range(8000, 14000));  // words end before the silence after them does
  EXPECT_TRUE(words.settle(MediaTime{20000}).empty());
  EXPECT_FALSE(words.owes());
}

TEST(SegmentWords, OweTheRestOfASegmentWhoseWordsEndEarly) {
  SegmentWords words;
  words.finish(range(8000, 40000));
  words.said(range(8000, 20000));
  const std::vector<Final> empty = words.settle(MediaTime{40000});
  ASSERT_EQ(empty.size(), 1U);
  EXPECT_EQ(empty[0].range, range(20000, 40000));
}

TEST(SegmentWords, NarrowAResultToTheSegmentThatItBeginsBefore) {
  SegmentWords words;
  words.begins(MediaTime{50000});
  EXPECT_EQ(words.narrowed(range(0, 60000)), range(50000, 60000));
  EXPECT_EQ(words.narrowed(range(0, 40000)), range(0, 40000)) << "words of which we heard no beginning";
  EXPECT_EQ(words.narrowed(range(52000, 60000)), range(52000, 60000));
}

TEST(SegmentWords, NarrowTheSecondResultOfACallToItsOwnSegment) {
  SegmentWords words;
  words.begins(MediaTime{1000});
  words.finish(range(1000, 9000));
  words.said(range(1000, 8000));
  words.begins(MediaTime{30000});
  EXPECT_EQ(words.narrowed(range(8000, 39000)), range(30000, 39000));
}

TEST(SegmentWords, TakeASegmentsBeginningFromItsEndWhereNobodySaidIt) {
  SegmentWords words;
  words.finish(range(30000, 40000));
  EXPECT_EQ(words.narrowed(range(0, 39000)), range(30000, 39000));
}

TEST(SegmentWords, KnowASegmentThatWasCutForItsLength) {
  SegmentWords words;
  EXPECT_FALSE(words.goes_on());
  words.begins(MediaTime{0});
  words.finish(range(0, 40000));
  EXPECT_FALSE(words.goes_on());
  words.begins(MediaTime{40000});
  EXPECT_TRUE(words.goes_on());
  words.finish(range(40000, 60000));
  EXPECT_FALSE(words.goes_on());
}

TEST(SegmentWords, AreBoundedWhateverIsNeverAnswered) {
  SegmentWords words;
  for (std::int64_t i = 0; i < 1000; ++i) {
    words.begins(MediaTime{i * 8000});
    words.finish(range(i * 8000, i * 8000 + 4000));
  }
  EXPECT_EQ(words.settle(MediaTime{1'000'000'000}).size(), 64U);
}

TEST(SegmentWords, StartAnewAfterAFailure) {
  SegmentWords words;
  words.finish(range(0, 8000));
  words.forget();
  EXPECT_FALSE(words.owes());
  EXPECT_TRUE(words.settle(MediaTime{80000}).empty());
}

}  // namespace
}  // namespace parley
