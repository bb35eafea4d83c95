#include "speech/keypad_recognizer.h"

#include <utility>

#include "live/event_loop.h"

namespace parley {
namespace {

class KeypadRecognizer final : public Recognizer {
 public:
  explicit KeypadRecognizer(ProviderSeat seat) : seat_(std::move(seat)) {}

  void open() override {}
  void hear(const RecognizerAudio&) override {}
  void segment_begins(MediaTime) override {}
  void finish(const FinishSegment& segment) override { seat_.say(Final{segment.range, {}}); }
  void close() override {}

 private:
  ProviderSeat seat_;
};

}  // namespace

std::unique_ptr<Recognizer> KeypadRecognizers::recognizer(ProviderSeat seat, const AgentProfile&) const {
  return std::make_unique<KeypadRecognizer>(std::move(seat));
}

void KeypadRecognizers::check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const {
  loop.post([language = profile.language, told = std::move(told)] {
    told({true, "recognition: nothing built in understands \"" + language +
                    "\"; callers are served by keypad. Choose a provider with stt.provider"});
  });
}

}  // namespace parley
