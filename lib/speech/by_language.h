// Providers of a kind behind one door: each call gets the one of its language. What the embedded engines can do
// differs so much between languages that no single one of them serves a server.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "speech/provider.h"

namespace parley {

class RecognizerByLanguage final : public RecognizerProvider {
 public:
  /// `otherwise` serves every language that is not named.
  using Named = std::map<std::string, std::shared_ptr<const RecognizerProvider>, std::less<>>;
  RecognizerByLanguage(Named named, std::shared_ptr<const RecognizerProvider> otherwise)
      : named_(std::move(named)), otherwise_(std::move(otherwise)) {}

  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return of(profile.language).recognizer(std::move(seat), profile);
  }
  bool understands(std::string_view language) const override { return of(language).understands(language); }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    of(profile.language).check(loop, profile, std::move(told));
  }

 private:
  const RecognizerProvider& of(std::string_view language) const {
    const auto found = named_.find(language);
    return found == named_.end() ? *otherwise_ : *found->second;
  }

  Named named_;
  std::shared_ptr<const RecognizerProvider> otherwise_;
};

class SynthesisByLanguage final : public SynthesisProvider {
 public:
  using Named = std::map<std::string, std::shared_ptr<const SynthesisProvider>, std::less<>>;
  SynthesisByLanguage(Named named, std::shared_ptr<const SynthesisProvider> otherwise)
      : named_(std::move(named)), otherwise_(std::move(otherwise)) {}

  std::unique_ptr<Synthesizer> synthesizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return of(profile).synthesizer(std::move(seat), profile);
  }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    of(profile).check(loop, profile, std::move(told));
  }

 private:
  const SynthesisProvider& of(const AgentProfile& profile) const {
    const auto found = named_.find(profile.language);
    return found == named_.end() ? *otherwise_ : *found->second;
  }

  Named named_;
  std::shared_ptr<const SynthesisProvider> otherwise_;
};

}  // namespace parley
