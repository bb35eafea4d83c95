// What has been said in a call so far, as a language model is given it. Of the agent's replies it holds what the
// caller really heard, not what was written or sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace parley {

struct ConversationLine {
  enum class Speaker : std::uint8_t { kCaller, kAgent };
  Speaker speaker = Speaker::kCaller;
  TurnId turn;
  std::string text;
  bool cut = false;  // the caller interrupted it, or the line ended: the text is what he heard of it
};

class Conversation {
 public:
  /// The words of a turn that has ended. Turns that were joined come once more as a whole: the earlier words are
  /// then those at the end that nobody has answered, and are replaced.
  void caller_said(TurnId turn, std::string text);
  /// More of this turn's reply is going to be said.
  void agent_says(TurnId turn, std::string_view text);
  /// How much of this turn's reply was played. Text is cut at a word, in proportion.
  void heard(TurnId turn, std::int64_t heard_ms, std::int64_t total_ms);

  /// Oldest first; of a very long call the newest four hundred.
  const std::vector<ConversationLine>& utterances() const { return utterances_; }
  /// Whether anything has been said in this turn by the agent.
  bool agent_spoke_in(TurnId turn) const;

 private:
  void add(ConversationLine utterance);
  std::vector<ConversationLine>::iterator reply_of(TurnId turn);

  std::vector<ConversationLine> utterances_;
};

}  // namespace parley
