// A synthesiser behind HTTP: one request a sentence, two at once so that the next sentence's sound stands ready,
// and their sound in order. What a provider is asked and how its answer becomes sound is its SpeechService's.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "speech/http/service_call.h"
#include "speech/provider.h"
#include "speech/sound/speech_decoder.h"

namespace parley {

/// What is particular to one provider; shared by all calls, and so const.
class SpeechService {
 public:
  virtual ~SpeechService() = default;
  virtual const ProviderName& who() const = 0;
  virtual HttpStreamRequest request(const AgentProfile& profile, const std::string& text) const = 0;
  virtual std::unique_ptr<SpeechDecoder> decoder(const Headers& headers) const = 0;
  virtual std::string voice(const AgentProfile& profile) const = 0;  // for people
  /// Nothing where it can speak for this profile, else what to set.
  virtual std::string unfit(const AgentProfile&) const { return {}; }
};

class HttpSynthesizer final : public Synthesizer {
 public:
  static constexpr std::size_t kAtOnce = 2;
  static constexpr std::size_t kMostWaiting = 64;  // sentences; what is more is refused

  HttpSynthesizer(ProviderSeat seat, std::shared_ptr<const SpeechService> service, const AgentProfile& profile);
  ~HttpSynthesizer() override;

  void synthesize(const Synthesize& sentence) override;
  void cancel(TurnId turn) override;

 private:
  struct Job {
    std::int64_t id = 0;
    Synthesize sentence;
    std::unique_ptr<ServiceCall> call;
    std::unique_ptr<SpeechDecoder> decoder;
    std::vector<std::uint8_t> sound;  // not said yet
    bool any_sound = false;
    bool done = false;
    std::optional<ProviderFault> fault;
  };

  void start_some();
  void start(Job& job);
  void take(std::int64_t id, std::string_view piece);
  void end(std::int64_t id);
  void fail(Job& job, ProviderFault fault);
  Job* find(std::int64_t id);
  void say_all();
  void say_soon();
  std::optional<ProviderEvent> next_event();
  std::optional<ProviderEvent> next_sound(Job& job);

  ProviderSeat seat_;
  std::shared_ptr<const SpeechService> service_;
  AgentProfile profile_;
  std::deque<Job> jobs_;  // the first is the one that is being said
  std::int64_t next_id_ = 0;
  bool saying_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// The provider around a service: it makes synthesisers and checks by letting one speak.
std::shared_ptr<const SynthesisProvider> http_synthesis(std::shared_ptr<const SpeechService> service);

}  // namespace parley
