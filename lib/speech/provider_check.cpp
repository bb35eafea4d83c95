#include "speech/provider_check.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/overloaded.h"
#include "live/event_loop.h"

namespace parley {
namespace {

constexpr TurnId kCheckTurn{1};
constexpr std::chrono::seconds kPatience{20};  // drivers give up long before; this is for one that would not
constexpr std::size_t kSilentBytes = 4'000;    // half a second
constexpr std::uint8_t kMulawSilence = 0xFF;

/// A driver with nobody's call behind it. It keeps itself until it has told, and goes from the loop, since what
/// tells it is the driver that it owns.
class Trial : public std::enable_shared_from_this<Trial> {
 public:
  Trial(EventLoop& loop, std::string what, ToldCheck told)
      : loop_(loop), what_(std::move(what)), told_(std::move(told)) {}
  virtual ~Trial() = default;

  void begin() {
    self_ = shared_from_this();
    began_ = std::chrono::steady_clock::now();
    loop_.after(kPatience, [weak = weak_from_this()] {
      if (const auto trial = weak.lock()) trial->tell(false, trial->what_ + " said nothing");
    });
  }

 protected:
  ProviderSeat seat() {
    return {loop_, [weak = weak_from_this()](const ProviderEvent& event) {
              if (const auto trial = weak.lock()) trial->hear(event);
            }};
  }
  virtual void hear(const ProviderEvent& event) = 0;

  std::int64_t milliseconds() const {
    const auto took = std::chrono::steady_clock::now() - began_;
    return std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  }
  void succeed(const std::string& figures) { tell(true, what_ + " " + figures); }
  void fail(const std::string& why) { tell(false, why); }

 private:
  void tell(bool good, std::string line) {
    if (!told_) return;
    loop_.post([told = std::exchange(told_, nullptr), line = std::move(line), good, self = std::move(self_)] {
      told({good, line});
    });
  }

  EventLoop& loop_;
  std::string what_;
  ToldCheck told_;
  std::shared_ptr<Trial> self_;
  std::chrono::steady_clock::time_point began_;
};

class SpeakingTrial final : public Trial {
 public:
  using Trial::Trial;
  void start(const SynthesisProvider& provider, const AgentProfile& profile) {
    begin();
    driver_ = provider.synthesizer(seat(), profile);
    driver_->synthesize({kCheckTurn, 0, profile.language == "he" ? "שלום" : "Hello."});
  }

 private:
  void hear(const ProviderEvent& event) override {
    if (const auto* failed = std::get_if<SpeechFailed>(&event)) return fail(failed->reason);
    const auto* audio = std::get_if<SpeechAudio>(&event);
    if (audio == nullptr) return;
    if (!first_ms_) first_ms_ = milliseconds();
    bytes_ += static_cast<std::int64_t>(audio->mulaw.size());
    if (!audio->done) return;
    const std::int64_t tenths = bytes_ / 800;
    succeed("spoke " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
            " s, the first of it after " + std::to_string(*first_ms_) + " ms");
  }

  std::unique_ptr<Synthesizer> driver_;
  std::optional<std::int64_t> first_ms_;
  std::int64_t bytes_ = 0;
};

class AskingTrial final : public Trial {
 public:
  using Trial::Trial;
  void start(const ReplyProvider& provider, const AgentProfile& profile) {
    begin();
    driver_ = provider.replier(seat(), profile);
    const std::string words = profile.language == "he" ? "שלום" : "Hello.";
    Conversation conversation;
    conversation.caller_said(kCheckTurn, words);
    driver_->ask({kCheckTurn, words}, conversation);
  }

 private:
  void hear(const ProviderEvent& event) override {
    if (const auto* failed = std::get_if<ReplyFailed>(&event)) return fail(failed->reason);
    const auto* text = std::get_if<ReplyText>(&event);
    if (text == nullptr) return;
    if (!first_ms_) first_ms_ = milliseconds();
    if (text->done) succeed("wrote its first word after " + std::to_string(*first_ms_) + " ms");
  }

  std::unique_ptr<Replier> driver_;
  std::optional<std::int64_t> first_ms_;
};

class ListeningTrial final : public Trial {
 public:
  using Trial::Trial;
  void start(const RecognizerProvider& provider, const AgentProfile& profile) {
    begin();
    driver_ = provider.recognizer(seat(), profile);
    driver_->open();
    driver_->segment_begins(MediaTime{0});
    driver_->hear({MediaTime{0}, std::vector<std::uint8_t>(kSilentBytes, kMulawSilence)});
    driver_->finish({kCheckTurn, 1, {MediaTime{0}, MediaTime{kSilentBytes}}});
  }

 private:
  void hear(const ProviderEvent& event) override {
    if (const auto* failed = std::get_if<RecognizerFailed>(&event)) return fail(failed->reason);
    if (std::get_if<Final>(&event) == nullptr) return;
    succeed("heard half a second of silence in " + std::to_string(milliseconds()) + " ms");
  }

  std::unique_ptr<Recognizer> driver_;
};

}  // namespace

void check_by_speaking(EventLoop& loop, const SynthesisProvider& provider, const AgentProfile& profile,
                       std::string what, ToldCheck told) {
  std::make_shared<SpeakingTrial>(loop, std::move(what), std::move(told))->start(provider, profile);
}

void check_by_asking(EventLoop& loop, const ReplyProvider& provider, const AgentProfile& profile, std::string what,
                     ToldCheck told) {
  std::make_shared<AskingTrial>(loop, std::move(what), std::move(told))->start(provider, profile);
}

void check_by_listening(EventLoop& loop, const RecognizerProvider& provider, const AgentProfile& profile,
                        std::string what, ToldCheck told) {
  std::make_shared<ListeningTrial>(loop, std::move(what), std::move(told))->start(provider, profile);
}

}  // namespace parley
