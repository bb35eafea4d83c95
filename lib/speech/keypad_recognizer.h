// A recogniser for languages that nothing at hand understands: it hears voices and no words, and the call goes on
// by keypad. What the agent says then names the keys.
#pragma once

#include <memory>

#include "speech/provider.h"

namespace parley {

class KeypadRecognizers final : public RecognizerProvider {
 public:
  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override;
  bool understands(std::string_view) const override { return false; }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override;
};

}  // namespace parley
