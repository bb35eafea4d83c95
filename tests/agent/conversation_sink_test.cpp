#include "agent/conversation_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/trace/call_trace.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What the agent said, as a model is told of it.
class AConversation : public testing::Test {
 protected:
  template <typename Event>
  void comes(Event event) {
    sink_.record({at_millis(0), std::move(event)});
  }
  std::vector<std::string> said() const {
    std::vector<std::string> lines;
    for (const ConversationLine& line : sink_.conversation().utterances()) {
      if (line.speaker == ConversationLine::Speaker::kAgent) lines.push_back(line.text);
    }
    return lines;
  }

  trace::CallTrace trace_;
  trace::MemorySink memory_{trace_};
  ConversationSink sink_{memory_};
};

Synthesize sentence(int turn, std::string text) {
  Synthesize asked;
  asked.turn = TurnId{turn};
  asked.text = std::move(text);
  return asked;
}

SpeechAudio sound(int turn) {
  SpeechAudio audio;
  audio.turn = TurnId{turn};
  return audio;
}

TEST_F(AConversation, HoldsWhatWasSpokenAsFarAsItWasHeard) {
  comes(trace::ProviderAsked{sentence(1, "We are open until six.")});
  comes(trace::ProviderSaid{sound(1)});
  comes(trace::Heard{TurnId{1}, 1000, 2000});
  EXPECT_THAT(said(), ElementsAre("We are open"));
}

TEST_F(AConversation, HoldsAnAnswerBesideWhichLateSoundOfAnOlderOneCame) {
  comes(trace::ProviderAsked{sentence(1, "One.")});
  comes(trace::ProviderAsked{sentence(2, "Two.")});
  comes(trace::ProviderSaid{sound(2)});
  comes(trace::ProviderSaid{sound(1)});
  comes(trace::Heard{TurnId{2}, 2000, 2000});
  EXPECT_THAT(said(), testing::Contains("Two."));
}

TEST_F(AConversation, HoldsNothingOfAnAnswerThatNeverGotAVoice) {
  comes(trace::ProviderAsked{sentence(1, "We are open until six.")});
  comes(trace::ReplyComposed{TurnId{1}, "Sorry, something went wrong."});
  comes(trace::Heard{TurnId{1}, 2000, 2000});
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(AConversation, HoldsThePhrasesThatNeedNoVoice) {
  comes(trace::ReplyComposed{TurnId{0}, "Hello!"});
  comes(trace::Heard{TurnId{0}, 600, 600});
  EXPECT_THAT(said(), ElementsAre("Hello!"));
}

}  // namespace
}  // namespace parley
