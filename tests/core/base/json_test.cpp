#include "core/base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace parley::json {
namespace {

Value parsed(std::string_view text, const ParseOptions& options = {}) {
  auto result = parse(text, "file.json", options);
  EXPECT_TRUE(result.has_value()) << result.error().text();
  return result.has_value() ? *result : Value();
}

std::string error_of(std::string_view text, const ParseOptions& options = {}) {
  const auto result = parse(text, "file.json", options);
  return result.has_value() ? "no error" : result.error().text();
}

std::string place_of(std::string_view text, const ParseOptions& options = {}) {
  const auto result = parse(text, "file.json", options);
  return result.has_value() ? "no error" : result.error().place;
}

std::string rewritten(std::string_view text) {
  std::string out;
  Writer(out).value(parsed(text));
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  escape(text, out);
  return out;
}

TEST(JsonParse, ReadsEveryKindOfValue) {
  const Value root = parsed(R"({"n":null,"b":true,"i":-7,"d":0.5,"s":"x\u00e9\n","a":[1,[]],"o":{"k":false}})");
  ASSERT_NE(root.as_object(), nullptr);
  EXPECT_TRUE(root.find("n")->is_null());
  EXPECT_TRUE(*root.find("b")->as_bool());
  EXPECT_EQ(*root.find("i")->as_int(), -7);
  EXPECT_EQ(*root.find("d")->as_double(), 0.5);
  EXPECT_EQ(*root.find("s")->as_string(), "x\xC3\xA9\n");
  EXPECT_EQ(root.find("a")->as_array()->size(), 2U);
  EXPECT_FALSE(*root.find("o")->find("k")->as_bool());
  EXPECT_EQ(root.find("absent"), nullptr);
  EXPECT_EQ(root.find("i")->find("k"), nullptr);
}

TEST(JsonParse, KeepsTheOrderOfMembers) {
  EXPECT_EQ(rewritten(R"({ "z": 1, "a": 2, "m": [ 3, {} ] })"), R"({"z":1,"a":2,"m":[3,{}]})");
}

TEST(JsonParse, IntegersThatFitAreIntegersAndOthersDoubles) {
  EXPECT_EQ(*parsed("9223372036854775807").as_int(), INT64_MAX);
  EXPECT_EQ(*parsed("-9223372036854775808").as_int(), INT64_MIN);
  EXPECT_EQ(*parsed("9223372036854775808").as_double(), 9223372036854775808.0);
  EXPECT_EQ(*parsed("18446744073709551616").as_double(), 18446744073709551616.0);
  EXPECT_EQ(*parsed("1.0").as_double(), 1.0);
  EXPECT_EQ(*parsed("1e3").as_double(), 1000.0);
}

TEST(JsonParse, MembersStandOnTheLineOfTheirKey) {
  const Value root = parsed("{\n\"a\":\n1,\n\"b\": [\n],\n\"c\":\n\n{\"d\":\n2\n}\n}\n");
  EXPECT_EQ(root.line(), 1);
  EXPECT_EQ(root.find("a")->line(), 2);
  EXPECT_EQ(root.find("b")->line(), 4);
  EXPECT_EQ(root.find("c")->line(), 6);
  EXPECT_EQ(root.find("c")->find("d")->line(), 8);
}

TEST(JsonParse, ElementsStandOnTheLineWhereTheyBegin) {
  const Value root = parsed("[1\n,2,\n3\n,\"s\",\ntrue\n,[\n],{\n},4.5\n]");
  const auto& items = *root.as_array();
  const int lines[] = {1, 2, 3, 4, 5, 6, 7, 8};
  ASSERT_EQ(items.size(), std::size(lines));
  for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ(items[i].line(), lines[i]) << "element " << i;
}

TEST(JsonParse, ANumberAtTheEndOfALineBelongsToThatLine) {
  EXPECT_EQ(parsed("\n12\n").line(), 2);
  EXPECT_EQ(parsed("\n-1.5\n").line(), 2);
  EXPECT_EQ(parsed("\n12").line(), 2);
}

TEST(JsonParse, ErrorsNameFileAndLine) {
  EXPECT_EQ(place_of("{\n\"a\": 1,\n\"b\" 2\n}"), "file.json:3");
  EXPECT_EQ(place_of("{\n\"a\": \"open\n}"), "file.json:2");
  EXPECT_EQ(place_of("[1,\n2\n"), "file.json:2");
  EXPECT_EQ(place_of(""), "file.json:1");
  EXPECT_EQ(place_of("\n\nnope"), "file.json:3");
  EXPECT_EQ(place_of("[1]\n[2]"), "file.json:2");
}

TEST(JsonParse, ErrorsReadAsOneSentenceWithoutTheLibrarysPrefixes) {
  const std::string error = error_of("[1,]");
  EXPECT_EQ(error.find("json.exception"), std::string::npos) << error;
  EXPECT_EQ(error.find("column"), std::string::npos) << error;
  EXPECT_NE(error.find("unexpected ']'"), std::string::npos) << error;
}

TEST(JsonParse, AKeyGivenTwiceIsAnErrorAtItsSecondPlace) {
  EXPECT_EQ(error_of("{\n\"a\": 1,\n\"b\": 2,\n\"a\": 3}"), "file.json:4: the key \"a\" is given twice");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":0,\n";
  EXPECT_EQ(error_of(many + "\"k7\":0,\n\"k3\":0}"), "file.json:101: the key \"k7\" is given twice");
  EXPECT_EQ(error_of(many + "\"end\":0}"), "no error");
  EXPECT_EQ(error_of(R"([{"a":1},{"a":1}])"), "no error");
}

TEST(JsonParse, NestingBeyondTheLimitIsAnError) {
  ParseOptions options;
  options.max_depth = 3;
  EXPECT_EQ(error_of("[[[1]]]", options), "no error");
  EXPECT_EQ(error_of("[[\n[[1]]]]", options), "file.json:2: nested deeper than 3 levels");
  EXPECT_EQ(error_of(std::string(1'000'000, '[')), "file.json:1: nested deeper than 64 levels");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(error_of(objects), "file.json:1: nested deeper than 64 levels");
}

TEST(JsonParse, NumbersThatDoNotExistAreErrors) {
  EXPECT_NE(error_of("[\n1e999]").find("file.json:2"), std::string::npos);
  for (const char* text : {"NaN", "[nan]", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10"}) {
    EXPECT_NE(error_of(text), "no error") << text;
  }
}

TEST(JsonParse, BytesThatAreNoTextAreErrors) {
  EXPECT_NE(error_of("\"\xFF\""), "no error");
  EXPECT_NE(error_of("\"\xED\xA0\x80\""), "no error");
  EXPECT_NE(error_of("\"\\ud800\""), "no error");
  EXPECT_NE(error_of(std::string("\"a\0b\"", 5)), "no error");
  EXPECT_EQ(error_of(std::string("1\0", 2)), "file.json:1: a zero byte after the value");
  EXPECT_EQ(error_of(std::string("{}\n\0{}", 6)), "file.json:2: a zero byte after the value");
}

TEST(JsonParse, CommentsAreReadOnlyWhereAllowed) {
  const std::string text = "// one\n{ /* two\n */ \"a\": 1 // three\n, \"b\": 2}";
  EXPECT_NE(error_of(text), "no error");
  ParseOptions options;
  options.comments = true;
  const Value root = parsed(text, options);
  EXPECT_EQ(root.find("a")->line(), 3);
  EXPECT_EQ(root.find("b")->line(), 4);
  EXPECT_NE(error_of("/* never closed", options), "no error");
}

TEST(JsonValue, DescribesItselfForErrorMessages) {
  const auto described = [](std::string_view text) { return parsed(text).describe(); };
  EXPECT_EQ(described("null"), "null");
  EXPECT_EQ(described("true"), "true");
  EXPECT_EQ(described("7"), "the number 7");
  EXPECT_EQ(described("0.5"), "the number 0.5");
  EXPECT_EQ(described("\"x\""), "a string");
  EXPECT_EQ(described("[]"), "an array");
  EXPECT_EQ(described("{}"), "an object");
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  std::string out;
  Writer writer(out);
  writer.begin_object().member("a", 1).key("b").begin_array().value("x").value(true).null();
  writer.begin_object().end_object().begin_array().end_array().value(2).end_array();
  writer.member("c", std::string("y")).member("d", std::int64_t{-3}).member("e", false).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null,{},[],2],"c":"y","d":-3,"e":false})");
}

TEST(JsonWriter, WritesDoublesSoThatTheyAreReadBackAsDoubles) {
  EXPECT_EQ(rewritten("[1.0,0.1,-2.5e-7,1e300,100000000000000000000]"), "[1.0,0.1,-2.5e-07,1e+300,1e+20]");
  std::string out;
  Writer(out).value(Value(1e308 * 10, 0));
  EXPECT_EQ(out, "null");
}

TEST(JsonEscape, UsesTheShortestEscapes) {
  EXPECT_EQ(escaped("\" \\ / \b \t \n \f \r"), R"(\" \\ / \b \t \n \f \r)");
  EXPECT_EQ(escaped(std::string("\0 \x01 \x1f \x7f", 7)), "\\u0000 \\u0001 \\u001f \x7f");
}

TEST(JsonEscape, FindsWhatNeedsAnEscapeAtEveryPosition) {
  for (std::size_t at = 0; at < 24; ++at) {
    for (const std::string special : {"\"", "\\", "\n", "\xFF"}) {
      std::string text(24, 'x');
      text.replace(at, 1, special);
      std::string expected(24, 'x');
      expected.replace(at, 1, special == "\n" ? "\\n" : special == "\xFF" ? "\xEF\xBF\xBD" : "\\" + special);
      EXPECT_EQ(escaped(text), expected) << "at " << at;
    }
  }
}

TEST(JsonEscape, CopiesTextAndReplacesWhatIsNone) {
  EXPECT_EQ(escaped("רגע 🟢 é"), "רגע 🟢 é");
  EXPECT_EQ(escaped("a\xC3(\xF0\x9F\x9F"), "a\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(JsonEscape, WhatIsEscapedIsReadBack) {
  std::string all;
  for (int i = 0; i < 0x80; ++i) all += static_cast<char>(i);
  all += "é€🟢";
  std::string text;
  Writer(text).value(all);
  EXPECT_EQ(*parsed(text).as_string(), all);
}

}  // namespace
}  // namespace parley::json
