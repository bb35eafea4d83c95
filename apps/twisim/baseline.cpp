#include "baseline.h"

#include <algorithm>
#include <filesystem>

#include "core/base/json.h"
#include "files/text_file.h"

namespace parley {
namespace {

constexpr std::int64_t kNoticeableMs = 100;
constexpr std::size_t kMostBytes = 16'000'000;

bool noticeably_longer(std::int64_t before, std::int64_t now) {
  return now - before >= kNoticeableMs && now * 5 > before * 6;
}

void compare_wait(const std::string& scenario, std::string_view what, const std::optional<std::int64_t>& before,
                  const std::optional<std::int64_t>& now, std::vector<std::string>& worse) {
  if (!before || !now || !noticeably_longer(*before, *now)) return;
  worse.push_back(scenario + ": " + std::string(what) + " " + std::to_string(*now) + " ms, was " +
                  std::to_string(*before) + " ms");
}

std::optional<std::int64_t> number(const json::Value& entry, std::string_view key) {
  const json::Value* value = entry.find(key);
  if (value == nullptr || value->as_int() == nullptr) return std::nullopt;
  return *value->as_int();
}

std::optional<BaselineEntry> entry_of(const json::Value& value) {
  const json::Value* name = value.find("scenario");
  const json::Value* passed = value.find("passed");
  const json::Value* findings = value.find("findings");
  const bool whole = name != nullptr && name->as_string() != nullptr && passed != nullptr &&
                     passed->as_bool() != nullptr && findings != nullptr && findings->as_array() != nullptr;
  if (!whole) return std::nullopt;
  BaselineEntry entry;
  entry.scenario = *name->as_string();
  entry.passed = *passed->as_bool();
  for (const json::Value& id : *findings->as_array()) {
    if (id.as_string() != nullptr) entry.findings.push_back(*id.as_string());
  }
  entry.worst_reply_ms = number(value, "worst_reply_ms");
  entry.worst_clear_ms = number(value, "worst_clear_ms");
  return entry;
}

void write_number(json::Writer& writer, std::string_view key, const std::optional<std::int64_t>& value) {
  writer.key(key);
  if (value) {
    writer.value(*value);
  } else {
    writer.null();
  }
}

}  // namespace

BaselineEntry baseline_entry(const ScenarioRun& run) {
  BaselineEntry entry;
  entry.scenario = run.scenario.name;
  entry.passed = run.good();
  for (const Finding& finding : run.findings) {
    if (finding.severity != Severity::kInfo) entry.findings.emplace_back(finding.id);
  }
  const auto keep_longest = [](std::optional<std::int64_t>& longest, Duration span) {
    longest = std::max(longest.value_or(0), to_millis(span));
  };
  for (const CallerTurn& turn : run.account.turns) {
    if (turn.answered()) keep_longest(entry.worst_reply_ms, turn.waited());
  }
  for (const Interruption& interruption : run.account.interruptions) {
    if (!interruption.clear) continue;
    keep_longest(entry.worst_clear_ms, run.account.clears[*interruption.clear].at - interruption.onset);
  }
  return entry;
}

Result<std::optional<Baseline>> read_baseline(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::optional<Baseline>();
  const auto text = read_text_file(path, kMostBytes);
  if (!text) return text.error();
  const auto root = json::parse(*text, path);
  if (!root) return root.error();
  const json::Value* list = root->find("scenarios");
  if (list == nullptr || list->as_array() == nullptr)
    return make_error("is no baseline: \"scenarios\" is missing", path);
  Baseline baseline;
  for (const json::Value& value : *list->as_array()) {
    auto entry = entry_of(value);
    if (!entry) {
      return make_error("needs \"scenario\", \"passed\" and \"findings\" here",
                        path + ":" + std::to_string(value.line()));
    }
    baseline.push_back(std::move(*entry));
  }
  return std::optional<Baseline>(std::move(baseline));
}

Result<void> write_baseline(const std::string& path, const Baseline& baseline) {
  std::string text = "{\"scenarios\":[\n";
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    const BaselineEntry& entry = baseline[i];
    json::Writer writer(text);
    writer.begin_object().member("scenario", std::string_view(entry.scenario)).member("passed", entry.passed);
    writer.key("findings").begin_array();
    for (const std::string& id : entry.findings) writer.value(std::string_view(id));
    writer.end_array();
    write_number(writer, "worst_reply_ms", entry.worst_reply_ms);
    write_number(writer, "worst_clear_ms", entry.worst_clear_ms);
    writer.end_object();
    text += i + 1 < baseline.size() ? ",\n" : "\n";
  }
  return write_text_file(path, text + "]}\n");
}

std::vector<std::string> regressions(const Baseline& before, const Baseline& now) {
  std::vector<std::string> worse;
  for (const BaselineEntry& entry : now) {
    const auto was = std::find_if(before.begin(), before.end(), [&](const BaselineEntry& candidate) {
      return candidate.scenario == entry.scenario;
    });
    if (was == before.end()) continue;
    if (was->passed && !entry.passed) worse.push_back(entry.scenario + ": passed before and fails now");
    for (const std::string& id : entry.findings) {
      const bool is_new = std::find(was->findings.begin(), was->findings.end(), id) == was->findings.end();
      if (is_new) worse.push_back(entry.scenario + ": " + id + " was not there before");
    }
    compare_wait(entry.scenario, "the caller waited", was->worst_reply_ms, entry.worst_reply_ms, worse);
    compare_wait(entry.scenario, "an interruption took", was->worst_clear_ms, entry.worst_clear_ms, worse);
  }
  return worse;
}

}  // namespace parley
