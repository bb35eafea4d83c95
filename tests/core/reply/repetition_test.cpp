#include "core/reply/repetition.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parley {
namespace {

/// A model that answers in pieces; returns what may be said, piece by piece in one text with bars between.
class Dialogue {
 public:
  std::string turn(std::string_view words, std::initializer_list<std::string_view> pieces, bool heard = true) {
    repetition_.turn_over();
    repetition_.asked(config_, words);
    std::string said;
    std::size_t left = pieces.size();
    for (const std::string_view piece : pieces) said += "|" + repetition_.text(config_, piece, --left == 0);
    if (heard) repetition_.said();
    return said;
  }

 private:
  ReplyConfig config_;
  Repetition repetition_;
};

TEST(Repetition, AReplyEqualToTheOneBeforeIsVariedEachTimeAnew) {
  Dialogue dialogue;
  EXPECT_EQ(dialogue.turn("when", {"From nine to five."}), "|From nine to five.");
  EXPECT_EQ(dialogue.turn("when", {"From nine to five."}), "|As I said: From nine to five.");
  EXPECT_EQ(dialogue.turn("when", {"From nine to five."}), "|Once more: From nine to five.");
}

TEST(Repetition, IsWhatTheCallerWantedWhenHeAskedForIt) {
  for (const char* words : {"Say that again, please.", "Pardon?", "Could you REPEAT it", "sorry, what?"}) {
    Dialogue dialogue;
    dialogue.turn("when", {"From nine to five."});
    EXPECT_EQ(dialogue.turn(words, {"From nine to five."}), "|From nine to five.") << words;
  }
}

TEST(Repetition, AWordThatOnlyContainsAWishForItIsNone) {
  Dialogue dialogue;
  dialogue.turn("when", {"From nine to five."});
  EXPECT_EQ(dialogue.turn("are you against it", {"From nine to five."}), "|As I said: From nine to five.");
}

TEST(Repetition, TextThatCouldStillBeTheSameWaitsAndGoesOutWithTheFirstDifference) {
  Dialogue dialogue;
  dialogue.turn("when", {"From nine to five."});
  EXPECT_EQ(dialogue.turn("when", {"From nine", " to six", " on Fridays."}), "||From nine to six| on Fridays.");
  dialogue.turn("when", {"From nine to five. On Sundays too."});
  EXPECT_EQ(dialogue.turn("when", {"From nine to ", "five."}), "||From nine to five.") << "shorter is not the same";
}

TEST(Repetition, SpacesAtTheEndsMakeNoDifference) {
  Dialogue dialogue;
  dialogue.turn("when", {"From nine to five. "});
  EXPECT_EQ(dialogue.turn("when", {" From nine", " to five.\n"}), "||As I said: From nine to five.");
}

TEST(Repetition, AReplyThatNobodyHeardIsNotRepeated) {
  Dialogue dialogue;
  dialogue.turn("when", {"From nine to five."}, false);
  EXPECT_EQ(dialogue.turn("when", {"From nine to five."}), "|From nine to five.");
}

TEST(Repetition, NothingIsNeverARepetition) {
  Dialogue dialogue;
  dialogue.turn("when", {""});
  EXPECT_EQ(dialogue.turn("when", {""}), "|");
}

TEST(Repetition, AVeryLongReplyIsNotCompared) {
  const std::string book(5000, 'a');
  Dialogue dialogue;
  dialogue.turn("when", {book});
  EXPECT_EQ(dialogue.turn("when", {book}), "|" + book);
}

}  // namespace
}  // namespace parley
