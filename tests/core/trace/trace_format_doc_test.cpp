// docs/trace-format.md is written by people; this keeps it complete.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/base/json.h"
#include "core/trace/jsonl.h"
#include "core/trace/names.h"
#include "tests/core/trace/event_samples.h"

namespace parley::trace {
namespace {

const std::string& document() {
  static const std::string text = [] {
    std::ifstream file(PARLEY_SOURCE_DIR "/docs/trace-format.md");
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

bool tells_of(std::string_view name) {
  return document().find("`" + std::string(name) + "`") != std::string::npos;
}

TEST(TraceFormatDocument, TellsOfEveryKind) {
  for (const std::string_view kind : kKindNames) {
    EXPECT_NE(document().find("\n| `" + std::string(kind) + "` |"), std::string::npos) << kind;
  }
}

TEST(TraceFormatDocument, TellsOfEveryProviderEventAndRequest) {
  for (const std::string_view name : kProviderEventNames) EXPECT_TRUE(tells_of(name)) << name;
  for (const std::string_view name : kProviderRequestNames) EXPECT_TRUE(tells_of(name)) << name;
}

TEST(TraceFormatDocument, TellsOfEveryField) {
  std::string header;
  write_header(TraceHeader{}, header);
  std::vector<std::string> lines{header};
  for (const auto& sample : samples::every_kind()) lines.push_back(sample.line);
  for (const std::string& line : lines) {
    const auto object = json::parse(line, "sample");
    ASSERT_TRUE(object.has_value()) << object.error().text();
    for (const auto& [field, value] : *object->as_object()) EXPECT_TRUE(tells_of(field)) << field << " of " << line;
  }
}

TEST(TraceFormatDocument, TellsOfEveryStatePhaseAndReason) {
  for (int i = 0; i <= static_cast<int>(TurnState::kEnded); ++i) {
    EXPECT_TRUE(tells_of(name_of(static_cast<TurnState>(i)))) << name_of(static_cast<TurnState>(i));
  }
  for (int i = 0; i <= static_cast<int>(TurnPhase::kNone); ++i) {
    EXPECT_TRUE(tells_of(name_of(static_cast<TurnPhase>(i)))) << name_of(static_cast<TurnPhase>(i));
  }
  for (int i = 0; i <= static_cast<int>(TurnReason::kHangUp); ++i) {
    EXPECT_TRUE(tells_of(name_of(static_cast<TurnReason>(i)))) << name_of(static_cast<TurnReason>(i));
  }
}

}  // namespace
}  // namespace parley::trace
