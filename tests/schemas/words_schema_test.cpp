// The schemas of languages, intents and numbers accept the files of the tree and refuse what the readers refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/intents/intent_file.h"
#include "core/reply/language.h"
#include "tests/schemas/schema_checker.h"

namespace parley {
namespace {

using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kLanguage = "language.schema.json";
constexpr std::string_view kIntents = "intents.schema.json";
constexpr std::string_view kNumbers = "numbers.schema.json";

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(PARLEY_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

json::Value parsed(std::string_view text, std::string_view name) {
  json::ParseOptions options;
  options.comments = true;
  auto value = json::parse(text, name, options);
  EXPECT_TRUE(value.has_value()) << (value.has_value() ? "" : value.error().text());
  return value.has_value() ? *value : json::Value{};
}

std::vector<std::string> complaints(std::string_view text, std::string_view schema) {
  static const Schemas all = [] {
    Schemas read;
    for (const std::string_view name : {kLanguage, kIntents, kNumbers}) {
      read.emplace(name, parsed(file_text("docs/schemas/" + std::string(name)), name));
    }
    return read;
  }();
  return SchemaChecker(all).complaints(parsed(text, "by_hand.json"), schema);
}

std::string language_error(std::string_view text) {
  const auto language = read_language(text, "by_hand.json", &english());
  return language.has_value() ? "" : language.error().text();
}

std::string intents_error(std::string_view text) {
  const auto book = read_intent_book(text, "by_hand.json", embedded_languages());
  return book.has_value() ? "" : book.error().text();
}

TEST(WordsSchemas, AcceptTheFilesOfTheTree) {
  for (const char* file : {"languages/en.json", "languages/he.json"}) {
    EXPECT_THAT(complaints(file_text(file), kLanguage), IsEmpty()) << file;
  }
  EXPECT_THAT(complaints(file_text("agents/front_desk.json"), kIntents), IsEmpty());
  EXPECT_THAT(complaints(file_text("agents/numbers.json"), kNumbers), IsEmpty());
}

TEST(LanguageSchema, HasTheKeysThatTheReaderHas) {
  const json::Value schema = parsed(file_text("docs/schemas/language.schema.json"), "schema");
  for (const char* part : {"phrases", "dialogue", "hears"}) {
    const json::Value& keys = *schema.find("properties")->find(part)->find("properties");
    for (const auto& [key, rule] : *keys.as_object()) {
      const bool text = std::string_view(part) != "hears";
      const std::string value = text ? "\"x\"" : "[\"x\"]";
      EXPECT_EQ(
          language_error(R"({"language": "en", ")" + std::string(part) + R"(": {")" + key + "\": " + value + "}}"),
          "");
    }
  }
}

TEST(LanguageSchema, RefusesWhatTheReaderRefuses) {
  for (const char* text :
       {R"({"language": "en", "phrases": {"greting": "Hi"}})", R"({"language": "en", "phrases": {"greeting": 1}})",
        R"({"language": "en", "hears": {"yes": "yes"}})", R"({"language": "en", "once_more": [1]})",
        R"({"language": "en", "days": ["sunday"]})", R"({"language": "en", "voice": "slt"})", R"([])"}) {
    EXPECT_THAT(complaints(text, kLanguage), Not(IsEmpty())) << text;
    EXPECT_NE(language_error(text), "") << text;
  }
}

TEST(IntentsSchema, RefusesWhatTheReaderRefuses) {
  for (
      const char* text : {
          R"({})",
          R"({"intents": {}})",
          R"({"intents": [{"examples": {"en": "hi"}, "answers": {"en": "Hi."}}]})",
          R"({"intents": [{"name": "a", "examples": {"en": 7}, "answers": {"en": "Hi."}}]})",
          R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "then": "hangup"}]})",
          R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "then": "hang_up", "key": "#"}]})",
          R"({"intents": [{"name": "a", "example": {"en": "hi"}, "then": "hang_up"}]})",
          R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "collect": "number"}]})",
          R"({"slots": {"a": {"kind": "colour"}}, "intents": [{"name": "a", "examples": {"en": "hi"}, "then": "hang_up"}]})",
      }) {
    EXPECT_THAT(complaints(text, kIntents), Not(IsEmpty())) << text;
    EXPECT_NE(intents_error(text), "") << text;
  }
}

TEST(IntentsSchema, AcceptsWhatTheReaderAccepts) {
  for (const char* text : {
           R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "answers": {"en": ["Hi.", "Hello."]}}]})",
           R"({"intents": [{"name": "a", "examples": {"en": ["bye"]}, "then": "hang_up", "if_no": "a"}]})",
           R"({"slots": {"n": {"kind": "phone", "ask": {"en": "Number?"}}},
               "intents": [{"name": "a", "topic": {"en": "a"}, "key": "*", "examples": {"en": "call {n}"}, "collect": ["n"]}]})",
       }) {
    EXPECT_THAT(complaints(text, kIntents), IsEmpty()) << text;
    EXPECT_EQ(intents_error(text), "") << text;
  }
}

TEST(NumbersSchema, RefusesWhatNoEntryHas) {
  EXPECT_THAT(complaints(R"({"default": {"langage": "en"}})", kNumbers), Not(IsEmpty()));
  EXPECT_THAT(complaints(R"({"+15550100": {"history": 300}})", kNumbers), Not(IsEmpty()));
}

}  // namespace
}  // namespace parley
