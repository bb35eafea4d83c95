#include "core/reply/reply_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/utf8.h"
#include "tests/core/reply/steps.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TurnId kTurn{4};

ReplyStream unlimited() {
  return {kTurn, Duration{}, millis(65)};
}
std::vector<std::string> asked(ReplyStream& stream, std::string text, bool done) {
  ReplySteps steps;
  stream.text({kTurn, std::move(text), done}, steps);
  return told(steps);
}
std::vector<std::uint8_t> joined(const std::vector<ReplyStream::Chunk>& chunks) {
  std::vector<std::uint8_t> all;
  for (const auto& chunk : chunks) all.insert(all.end(), chunk.mulaw.begin(), chunk.mulaw.end());
  return all;
}

TEST(ReplyStream, AsksForASentenceAsSoonAsItIsComplete) {
  ReplyStream stream = unlimited();
  EXPECT_THAT(asked(stream, "Hello there. We are", false), ElementsAre("synthesize 4/0 Hello there."));
  EXPECT_THAT(asked(stream, " open.", false), IsEmpty());
  EXPECT_THAT(asked(stream, "", true), ElementsAre("synthesize 4/1 We are open."));
  EXPECT_EQ(stream.full_text(), "Hello there. We are open.");
}

TEST(ReplyStream, ReadsSixtyFourKilobytesOfAnAnswerAndSaysOnceThatTheRestIsLeftOut) {
  ReplyStream stream = unlimited();
  const std::string piece(1000, 'a');
  int said = 0;
  for (int i = 0; i < 200; ++i) {
    for (const std::string& step : asked(stream, piece + ". ", false)) said += step.starts_with("failed ") ? 1 : 0;
  }
  EXPECT_EQ(said, 1);
  EXPECT_LE(stream.full_text().size(), 65'536U);
  EXPECT_GT(stream.full_text().size(), 65'000U);
  asked(stream, "", true);
  EXPECT_TRUE(stream.outstanding()) << "what was read is said all the same";
}

TEST(ReplyStream, CutsAnAnswerThatIsTooLongBetweenCharacters) {
  ReplyStream stream = unlimited();
  std::string letters = "a";
  while (letters.size() < 70'000) letters += "\u05E9";
  asked(stream, letters, true);
  EXPECT_TRUE(is_utf8(stream.full_text()));
  EXPECT_EQ(stream.full_text().size(), 65'535U);
}

TEST(ReplyStream, GivesSentencesInOrderHoweverTheirAudioComes) {
  ReplyStream stream = unlimited();
  asked(stream, "One. Two. Three.", true);
  stream.audio({kTurn, 2, {3, 3}, true});
  stream.audio({kTurn, 1, {2}, false});
  EXPECT_THAT(stream.take(), IsEmpty());
  stream.audio({kTurn, 0, {1}, true});
  const auto first = stream.take();
  EXPECT_THAT(joined(first), ElementsAre(1, 2)) << "the second sentence is not complete: the third waits";
  stream.audio({kTurn, 1, {2, 2}, true});
  EXPECT_THAT(joined(stream.take()), ElementsAre(2, 2, 3, 3));
  EXPECT_TRUE(stream.finished());
}

TEST(ReplyStream, TellsWhereASentenceBegins) {
  ReplyStream stream = unlimited();
  asked(stream, "One. Two.", true);
  stream.audio({kTurn, 0, {1}, false});
  EXPECT_TRUE(stream.take().at(0).sentence_start);
  stream.audio({kTurn, 0, {1}, true});
  stream.audio({kTurn, 1, {2}, true});
  const auto rest = stream.take();
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_FALSE(rest[0].sentence_start);
  EXPECT_TRUE(rest[1].sentence_start);
}

TEST(ReplyStream, IgnoresAudioOfSentencesItNeverAskedForOrHasDoneWith) {
  ReplyStream stream = unlimited();
  asked(stream, "One.", true);
  stream.audio({kTurn, -1, {9}, true});
  stream.audio({kTurn, 1, {9}, true});
  EXPECT_THAT(stream.take(), IsEmpty());
  stream.audio({kTurn, 0, {1}, true});
  EXPECT_THAT(joined(stream.take()), ElementsAre(1));
  stream.audio({kTurn, 0, {9}, true});
  EXPECT_THAT(stream.take(), IsEmpty());
}

TEST(ReplyStream, TakesNoMoreOfASentenceThanTenMinutes) {
  ReplyStream stream = unlimited();
  asked(stream, "Aaah.", true);
  for (int i = 0; i < 5; ++i) stream.audio({kTurn, 0, audio(1'000'000), false});
  EXPECT_EQ(joined(stream.take()).size(), 4'000'000U);
}

TEST(ReplyStream, IsFinishedOnlyWhenTextAndAudioAre) {
  ReplyStream stream = unlimited();
  asked(stream, "One. Two", false);
  stream.audio({kTurn, 0, {1}, true});
  stream.take();
  EXPECT_FALSE(stream.finished());
  EXPECT_TRUE(stream.outstanding());
  asked(stream, "", true);
  EXPECT_FALSE(stream.finished());
  stream.audio({kTurn, 1, {2}, true});
  stream.take();
  EXPECT_TRUE(stream.finished());
  EXPECT_FALSE(stream.outstanding());
}

TEST(ReplyStream, IsEmptyWhenTheModelWroteOnlySpaces) {
  ReplyStream stream = unlimited();
  EXPECT_FALSE(stream.empty_text());
  asked(stream, " \n ", true);
  EXPECT_TRUE(stream.empty_text());
}

TEST(ReplyStream, HearsNoTextAfterItsEnd) {
  ReplyStream stream = unlimited();
  asked(stream, "One.", true);
  EXPECT_THAT(asked(stream, "Two.", true), IsEmpty());
  EXPECT_EQ(stream.full_text(), "One.");
}

TEST(ReplyStream, KeepsBackSentencesThatWouldEndAfterTheLimit) {
  ReplyStream stream{kTurn, millis(1000), millis(100)};  // ten characters
  EXPECT_THAT(asked(stream, "This first one is long. No.", true),
              ElementsAre("synthesize 4/0 This first one is long."))
      << "the first is always started";
  EXPECT_TRUE(stream.has_rest());
  ReplySteps steps;
  stream.go_on(steps);
  EXPECT_THAT(told(steps), ElementsAre("synthesize 4/1 No."));
  EXPECT_FALSE(stream.has_rest());
}

TEST(ReplyStream, KeepsTheOrderAfterASentenceThatWasKeptBack) {
  ReplyStream stream{kTurn, millis(1000), millis(100)};
  EXPECT_THAT(asked(stream, "Aaa. Bbbbbbbbb. C.", true), ElementsAre("synthesize 4/0 Aaa."));
  ReplySteps steps;
  stream.go_on(steps);
  EXPECT_THAT(told(steps), ElementsAre("synthesize 4/1 Bbbbbbbbb.")) << "as much as the limit lets through again";
  EXPECT_TRUE(stream.has_rest());
}

TEST(ReplyStream, LearnsHowLongTheVoiceTakesForACharacter) {
  ReplyStream stream = unlimited();
  asked(stream, "Four. Later.", true);
  EXPECT_EQ(stream.per_character(), millis(65));
  stream.audio({kTurn, 0, audio(4000), false});
  EXPECT_EQ(stream.per_character(), millis(65)) << "an unfinished sentence proves nothing";
  stream.audio({kTurn, 0, {}, true});
  EXPECT_EQ(stream.per_character(), millis(100)) << "five characters took 500 ms";
}

}  // namespace
}  // namespace parley
