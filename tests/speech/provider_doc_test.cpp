// docs/providers.md is written by people; this keeps it complete for the providers over HTTP.
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "speech/google/google_synthesizer.h"
#include "speech/openai/openai_recognizer.h"
#include "speech/openai/openai_replier.h"
#include "speech/openai/openai_service.h"
#include "speech/openai/openai_synthesizer.h"
#include "speech/voices/mulaw_http_synthesizer.h"
#include "tests/speech/wire_fixture.h"

namespace parley {
namespace {

TEST(ProvidersDocument, TellsOfEveryKeyVariableAndDefault) {
  const std::string text = speech_test::wire_fixture("../../docs/providers.md");
  for (const std::span<const ProviderSetting> table :
       {std::span<const ProviderSetting>(kOpenaiSettings),
        std::span<const ProviderSetting>(kOpenaiRecognizerSettings),
        std::span<const ProviderSetting>(kOpenaiReplierSettings),
        std::span<const ProviderSetting>(kOpenaiSynthesizerSettings),
        std::span<const ProviderSetting>(kGoogleSynthesizerSettings),
        std::span<const ProviderSetting>(kAuraSettings), std::span<const ProviderSetting>(kElevenlabsSettings),
        std::span<const ProviderSetting>(kAzureSettings), std::span<const ProviderSetting>(kMulawHttpSettings)}) {
    for (const ProviderSetting& setting : table) {
      const auto code = [](std::string_view word) {
        return word.empty() ? std::string() : "`" + std::string(word) + "`";
      };
      const std::string row =
          "| " + code(setting.key) + " | " + code(setting.environment) + " | " + code(setting.fallback) + " | ";
      EXPECT_NE(text.find(row), std::string::npos) << row;
    }
  }
}

}  // namespace
}  // namespace parley
