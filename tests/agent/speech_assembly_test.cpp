#include "agent/speech_assembly.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace parley {
namespace {

std::shared_ptr<AgentProfile> in_language(const std::string& language) {
  AgentProfile profile;
  profile.language = language;
  return std::make_shared<AgentProfile>(std::move(profile));
}

TEST(SpeechAssembly, IsBusyInTheLanguageOfTheNumberThatWasCalled) {
  SpeechAssembly speech;
  speech.languages = embedded_languages();
  speech.numbers = NumberProfiles({in_language("en"), in_language("he")}, {{"+97235550101", 1}});
  const BusyWords busy = busy_words_of(speech);
  EXPECT_EQ(busy("+97235550101"),
            (twilio::Say{language_of(speech.languages, "he").busy, "Google.he-IL-Standard-A", "he-IL"}));
  EXPECT_EQ(busy("+15550102"), (twilio::Say{english().busy, "", ""})) << "Twilio's own voice speaks English";
  EXPECT_EQ(busy("").text, english().busy);
}

}  // namespace
}  // namespace parley
