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

struct Utterance {
  enum class Speaker : std::uint8_t { kCaller, kAgent };
  Speaker speaker = Speaker::kCaller;
  TurnId turn;
  std::string text;
  bool cut = false;  // the caller interrupted it, or the line ended: the text is what he heard of it
};

class Conversation {
 public:
  void caller_said(TurnId turn, std::string text);
  void agent_composed(TurnId turn, std::string text);
  /// How much of this turn's reply was played. Text is cut at a word, in proportion.
  void heard(TurnId turn, std::int64_t heard_ms, std::int64_t total_ms);

  const std::vector<Utterance>& utterances() const { return utterances_; }

 private:
  std::vector<Utterance> utterances_;
};

}  // namespace parley
