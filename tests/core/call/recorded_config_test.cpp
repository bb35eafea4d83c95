#include "core/call/recorded_config.h"

#include <gtest/gtest.h>

#include <string>

#include "core/call/call_language.h"

namespace parley {
namespace {

trace::TraceHeader header_of(const CallConfig& config) {
  trace::TraceHeader header;
  header.phrases = recorded_phrases(config);
  return header;
}

TEST(RecordedConfig, HoldsTheWordsOfALanguageSoThatAReplayUnderstandsAsTheCallDid) {
  CallConfig config;
  const Language& hebrew = language_of(embedded_languages(), "he");
  apply_language(config, hebrew);
  const auto again = config_of(header_of(config), "trace");
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(again->reply.yes, hebrew.hears.yes);
  EXPECT_EQ(again->reply.repeat, hebrew.hears.repeat);
  EXPECT_EQ(again->reply.once_more, hebrew.once_more);
  EXPECT_EQ(again->turn.backchannels, hebrew.hears.backchannels);
  EXPECT_EQ((*again->phrases)[PhraseId::kFiller].text, hebrew.phrases[PhraseId::kFiller].text);
}

TEST(RecordedConfig, SaysNothingOfTheWordsOfEnglish) {
  CallConfig config;
  apply_language(config, english());
  EXPECT_EQ(recorded_phrases(config).size(), static_cast<std::size_t>(PhraseId::kCount));
}

TEST(RecordedConfig, ListsMayBeEmpty) {
  CallConfig config;
  apply_language(config, english());
  config.reply.once_more.clear();
  const auto again = config_of(header_of(config), "trace");
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->reply.once_more.empty());
}

}  // namespace
}  // namespace parley
