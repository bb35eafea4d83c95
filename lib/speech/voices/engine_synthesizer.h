// A synthesiser over an engine that blocks: its sentences run on the workers, one at a time and in their order, and
// each piece is told on the call's loop as it comes. A turn that is cancelled stops its engine within a piece. For
// engines of this machine; what speaks over a network has drivers of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "speech/provider.h"
#include "speech/provider_setting.h"
#include "speech/worker_pool.h"
#include "voice/voice_engine.h"

namespace parley {

inline constexpr std::size_t kMostWaitingSentences = 32;  // of one call; more is refused

class EngineSynthesizer final : public Synthesizer {
 public:
  EngineSynthesizer(ProviderSeat seat, std::shared_ptr<const VoiceEngine> engine,
                    std::shared_ptr<WorkerPool> workers);
  ~EngineSynthesizer() override;

  void synthesize(const Synthesize& sentence) override;
  void cancel(TurnId turn) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Synthesisers whose engine depends on the profile.
class EngineSynthesis final : public SynthesisProvider {
 public:
  /// `name` is what checks say; `engine_of` never gives null for a profile that the server has.
  EngineSynthesis(std::string name,
                  std::function<std::shared_ptr<const VoiceEngine>(const AgentProfile&)> engine_of,
                  std::shared_ptr<WorkerPool> workers);

  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile& profile) const override;
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override;

 private:
  std::string name_;
  std::function<std::shared_ptr<const VoiceEngine>(const AgentProfile&)> engine_of_;
  std::shared_ptr<WorkerPool> workers_;
};

}  // namespace parley
