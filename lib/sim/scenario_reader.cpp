#include <algorithm>
#include <charconv>

#include "core/diagnosis/rules.h"
#include "core/turn/turn_event.h"
#include "sim/scenario.h"
#include "sim/scenario_parts.h"

namespace parley {

namespace {

constexpr int kLoudest = 32767;

std::string stem_of(std::string_view file) {
  if (const std::size_t slash = file.find_last_of('/'); slash != std::string_view::npos)
    file.remove_prefix(slash + 1);
  if (file.ends_with(".json")) file.remove_suffix(5);
  return std::string(file);
}

std::string number_text(double number) {
  char text[40];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return error == std::errc{} ? std::string(text, end) : std::string();
}

void read_settings(const json::Value& value, FileProblem& problem, std::vector<ScenarioSetting>& out) {
  const json::Object* object = value.as_object();
  if (object == nullptr) return problem.report(value.line(), "settings must be an object, not " + described(value));
  for (const auto& [key, member] : *object) {
    ScenarioSetting setting{key, {}, member.line()};
    if (member.as_bool() != nullptr) {
      setting.value = *member.as_bool() ? "true" : "false";
    } else if (member.as_int() != nullptr) {
      setting.value = std::to_string(*member.as_int());
    } else if (member.as_double() != nullptr) {
      setting.value = number_text(*member.as_double());
    } else if (member.as_string() != nullptr) {
      setting.value = *member.as_string();
    } else {
      problem.report(member.line(),
                     "settings." + key + " must be true, false, a number or a string, not " + described(member));
    }
    out.push_back(std::move(setting));
  }
}

void read_stall(JsonFields& fields, FileProblem& problem, LineScript& out) {
  static constexpr std::pair<std::string_view, LinkStall::Which> kDirections[] = {
      {"both", LinkStall::Which::kBoth},
      {"to_agent", LinkStall::Which::kToAgent},
      {"to_caller", LinkStall::Which::kToCaller}};
  LinkStall stall;
  Duration at{};
  fields.read_ms("at_ms", at);
  stall.at = kCallStart + at;
  fields.read_ms("for_ms", stall.length, 1);
  fields.read_choice<LinkStall::Which>("direction", stall.direction, kDirections);
  fields.finish();  // first, for a key that is missing is often one that is misspelt
  for (const std::string_view key : {"at_ms", "for_ms"}) {
    if (!fields.has(key)) problem.report(fields.line(), fields.path_of(key) + " is missing");
  }
  out.stalls.push_back(stall);
}

void read_stalls(JsonFields& line, FileProblem& problem, LineScript& out) {
  if (const json::Value* one = line.take("stall")) {
    JsonFields fields(*one, "line.stall", problem);
    read_stall(fields, problem, out);
  }
  const json::Value* list = line.take("stalls");
  if (list == nullptr) return;
  const json::Array* array = list->as_array();
  if (array == nullptr) return line.complain("stalls", "must be a list, not " + described(*list));
  for (std::size_t i = 0; i < array->size(); ++i) {
    JsonFields fields((*array)[i], "line.stalls[" + std::to_string(i) + "]", problem);
    read_stall(fields, problem, out);
  }
}

void read_burst(JsonFields& line, FileProblem& problem, LineScript& out) {
  const json::Value* value = line.take("burst");
  if (value == nullptr) return;
  JsonFields fields(*value, "line.burst", problem);
  LinkBursts burst;
  fields.read_ms("every_ms", burst.every, 1);
  fields.read_ms("hold_ms", burst.hold, 1);
  fields.finish();
  for (const std::string_view key : {"every_ms", "hold_ms"}) {
    if (!fields.has(key)) problem.report(fields.line(), fields.path_of(key) + " is missing");
  }
  if (burst.hold > burst.every) fields.complain("hold_ms", "must not be longer than every_ms");
  out.bursts = burst;
}

std::vector<std::string_view> finding_ids() {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules()) ids.push_back(rule.id);
  return ids;
}

std::vector<std::string_view> state_names() {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(TurnState::kEnded); ++i)
    names.push_back(name_of(static_cast<TurnState>(i)));
  return names;
}

/// A word, or each word of a list, is one that exists: an expectation of anything else could never be met, or
/// always.
void check_words(JsonFields& fields, FileProblem& problem, std::string_view key, const std::string& what,
                 const std::vector<std::string_view>& known) {
  const json::Value* value = fields.take(key);
  if (value == nullptr) return;
  const auto check = [&](const json::Value& word) {
    const std::string* text = word.as_string();
    if (text == nullptr || std::find(known.begin(), known.end(), *text) != known.end()) return;
    problem.report(word.line(), fields.path_of(key) + ": there is no " + what + " " + quoted(*text) +
                                    "; the nearest is " + quoted(nearest_word(*text, known)));
  };
  check(*value);
  if (value->as_array() == nullptr) return;
  for (const json::Value& word : *value->as_array()) check(word);
}

void read_top(JsonFields& top, FileProblem& problem, Scenario& out) {
  top.read("description", out.description);
  top.read("seed", out.seed);
  top.read("noise_bed", out.noise_bed, 0, kLoudest);
  top.read_ms("patience_ms", out.patience, 100);
  top.read_ms("ends_by_ms", out.ends_by, 1);
  if (const json::Value* caller = top.take("caller")) read_caller_steps(*caller, problem, out.caller);
  if (const json::Value* line = top.take("line")) read_line_script(*line, problem, out.line);
  if (const json::Value* agent = top.take("agent")) read_agent_script(*agent, problem, out.agent);
  if (const json::Value* settings = top.take("settings")) read_settings(*settings, problem, out.settings);
  if (const json::Value* expect = top.take("expect")) read_expectations(*expect, problem, out.expect);
  std::string schema;  // editors complete keys by it; it says nothing to us
  top.read("$schema", schema);
  top.finish();
}

}  // namespace

void read_line_script(const json::Value& value, FileProblem& problem, LineScript& out) {
  static constexpr std::pair<std::string_view, InboundSilence> kSilences[] = {
      {"continuous", InboundSilence::kContinuous}, {"gap", InboundSilence::kGap}};
  static constexpr std::pair<std::string_view, ClearMarks> kMarks[] = {{"echo", ClearMarks::kEcho},
                                                                       {"drop", ClearMarks::kDrop}};
  JsonFields fields(value, "line", problem);
  fields.read_ms("delay_ms", out.delay);
  fields.read_ms("jitter_ms", out.jitter);
  read_stalls(fields, problem, out);
  read_burst(fields, problem, out);
  fields.read("echo_db", out.echo_db, -60, 0);
  fields.read_choice<InboundSilence>("inbound_silence", out.inbound_silence, kSilences);
  fields.read_choice<ClearMarks>("clear_marks", out.clear_marks, kMarks);
  fields.read_ms("protocol_error_at_ms", out.protocol_error, 1);
  fields.finish();
}

void read_expectations(const json::Value& value, FileProblem& problem, Expectations& out) {
  constexpr std::int64_t kMany = 1'000'000;
  JsonFields fields(value, "expect", problem);
  fields.read("turns", out.turns, 0, kMany);
  fields.read("replies_per_turn", out.replies_per_turn, 0, kMany);
  fields.read("marks_outstanding", out.marks_outstanding, 0, kMany);
  fields.read("flushing_clears", out.flushing_clears, 0, kMany);
  fields.read("barge_ins", out.barge_ins, 0, kMany);
  fields.read_ms("reply_within_ms", out.reply_within);
  fields.read_ms("clear_within_ms", out.clear_within);
  fields.read_ms("silent_within_ms", out.silent_within);
  fields.read_ms("overlap_ms_max", out.overlap_max);
  fields.read_ms("dead_air_ms_max", out.dead_air_max);
  fields.read_ms("ends_by_ms", out.ends_by);
  fields.read("findings", out.findings);
  fields.read("first_finding", out.first_finding);
  check_words(fields, problem, "findings", "finding", finding_ids());
  check_words(fields, problem, "first_finding", "finding", finding_ids());
  fields.read("no_findings", out.no_findings);
  fields.read("hears", out.hears);
  fields.read("state_path", out.state_path);
  check_words(fields, problem, "state_path", "state", state_names());
  if (out.no_findings.value_or(false) && (out.first_finding || (out.findings && !out.findings->empty()))) {
    fields.complain("no_findings", "contradicts the findings that are expected beside it");
  }
  fields.finish();
}

Result<Scenario> read_scenario(std::string_view text, std::string_view file) {
  json::ParseOptions options;
  options.comments = true;
  const Result<json::Value> parsed = json::parse(text, file, options);
  if (!parsed.has_value()) return parsed.error();

  Scenario scenario;
  scenario.file = std::string(file);
  scenario.name = stem_of(file);
  FileProblem problem{scenario.file};
  JsonFields top(*parsed, "", problem);
  read_top(top, problem, scenario);
  if (problem.first()) return *problem.first();
  return scenario;
}

}  // namespace parley
