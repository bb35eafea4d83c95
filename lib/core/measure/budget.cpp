#include "core/measure/budget.h"

#include <algorithm>
#include <utility>

#include "core/base/json.h"

namespace parley {
namespace {

constexpr std::int64_t kMostLimit = 1'000'000'000;  // of the unit

/// In the order of budget_items().
enum Item : std::size_t {
  kResponseP50,
  kResponseP95,
  kYieldP95,
  kEndOfTurnP95,
  kIntervalP99,
  kDrift,
  kUnderruns,
  kMarkExcessP95,
  kIllegalTransitions,
  kLogErrors,
};

std::string samples_text(std::int64_t have, std::size_t need) {
  return std::to_string(have) + " of " + std::to_string(need) + " samples";
}

BudgetLine percentile_line(const Sample& sample, int percent) {
  BudgetLine line;
  line.samples = sample.count();
  if (const auto percentile = sample.percentile(percent)) {
    line.value = percentile->value;
    line.low = percentile->low;
    line.high = percentile->high;
  } else {
    line.why = samples_text(sample.count(), samples_needed(percent));
  }
  return line;
}

BudgetLine interval_line(const PacingMeasurements& pacing) {
  BudgetLine line = percentile_line(pacing.interval, 99);
  const auto typical = pacing.message_length.percentile(50);
  if (!line.value || !typical) return line;
  // Messages of any length are legal, and one that holds 100 ms comes every 100 ms.
  if (typical->value != to_micros(kFrameDuration)) {
    line.value.reset();
    line.why = "messages hold " + std::to_string(typical->value / 1000) + " ms, and the limit is for 20";
  }
  return line;
}

BudgetLine drift_line(const PacingMeasurements& pacing) {
  BudgetLine line;
  line.samples = pacing.drift.slopes();
  const auto drift = pacing.drift.drift();
  if (!drift) {
    line.why = pacing.messages == 0 ? "nothing was sent" : "too little sound that is sent in real time";
    return line;
  }
  if (!pacing.paced()) {
    const std::int64_t pace = 1'000'000'000'000 / std::max<std::int64_t>(1'000'000'000 + drift->value, 1'000'000);
    line.why = "sound is sent at " + std::to_string(pace / 1000) + "." + std::to_string(pace % 1000 / 100) +
               " times real time, which is no drift";
    return line;
  }
  line.value = drift->value;
  line.low = drift->low;
  line.high = drift->high;
  return line;
}

BudgetLine count_line(std::int64_t count, bool known, std::string_view why) {
  BudgetLine line;
  if (known) {
    line.value = count * 1000;
  } else {
    line.why = why;
  }
  return line;
}

BudgetLine measured_line(std::size_t item, const CallMeasurements& call) {
  switch (static_cast<Item>(item)) {
    case kResponseP50:
      return percentile_line(call.latency.response, 50);
    case kResponseP95:
      return percentile_line(call.latency.response, 95);
    case kYieldP95:
      return percentile_line(call.latency.yield, 95);
    case kEndOfTurnP95:
      return percentile_line(call.latency.end_of_turn, 95);
    case kIntervalP99:
      return interval_line(call.pacing);
    case kDrift:
      return drift_line(call.pacing);
    case kUnderruns:
      return count_line(call.pacing.underruns, call.pacing.messages > 0, "no sound of the agent in it");
    case kMarkExcessP95:
      return percentile_line(call.latency.mark_excess, 95);
    case kIllegalTransitions:
      return count_line(call.states.illegal, call.states.known, "no states in it");
    case kLogErrors:
      return count_line(std::count_if(call.remarks.begin(), call.remarks.end(),
                                      [](const LogRemark& remark) { return remark.certain; }),
                        true, "");
  }
  return {};
}

Verdict verdict_of(const BudgetLine& line) {
  if (!line.value) return Verdict::kCannotBeSaid;
  if (line.item->unit != BudgetUnit::kPpm) return *line.value > line.limit ? Verdict::kOver : Verdict::kOk;
  // An estimate has an interval, and only all of it together says anything.
  if (*line.low > line.limit || *line.high < -line.limit) return Verdict::kOver;
  return *line.low >= -line.limit && *line.high <= line.limit ? Verdict::kOk : Verdict::kCannotBeSaid;
}

}  // namespace

const std::array<BudgetItem, kBudgetItems>& budget_items() {
  using enum BudgetUnit;
  static constexpr std::array<BudgetItem, kBudgetItems> kItems{{
      {"response_p50_ms", "response latency p50", kMilliseconds, 800'000},
      {"response_p95_ms", "response latency p95", kMilliseconds, 1'200'000},
      {"yield_p95_ms", "yield latency p95", kMilliseconds, 250'000},
      {"eou_delay_p95_ms", "end-of-utterance delay p95", kMilliseconds, 450'000},
      {"tx_interval_p99_ms", "TX interval p99", kMilliseconds, 25'000},
      {"drift_ppm", "TX drift, either way", kPpm, 50'000},
      {"underruns", "underruns", kCount, 0},
      {"mark_excess_p95_ms", "mark excess p95", kMilliseconds, 250'000},
      {"illegal_transitions", "illegal transitions", kCount, 0},
      {"log_errors", "errors in the log's order", kCount, 0},
  }};
  return kItems;
}

Budget::Budget() {
  for (std::size_t i = 0; i < kBudgetItems; ++i) limits[i] = budget_items()[i].limit;
}

Result<Budget> read_budget(std::string_view text, std::string_view name) {
  json::ParseOptions options;
  options.comments = true;
  const auto parsed = json::parse(text, name, options);
  if (!parsed) return parsed.error();
  const auto place = [&](const json::Value& value) {
    return std::string(name) + ":" + std::to_string(value.line());
  };
  if (parsed->as_object() == nullptr) {
    return make_error("a budget is an object of limits, not " + parsed->describe(), place(*parsed));
  }
  Budget budget;
  for (const auto& [key, value] : *parsed->as_object()) {
    const auto& items = budget_items();
    const auto item =
        std::find_if(items.begin(), items.end(), [&k = key](const BudgetItem& each) { return each.key == k; });
    if (item == items.end()) return make_error("there is no limit \"" + key + "\" in a budget", place(value));
    auto& limit = budget.limits[static_cast<std::size_t>(item - items.begin())];
    if (value.is_null()) {
      limit.reset();
      continue;
    }
    double number = -1.0;
    if (value.as_int() != nullptr) number = static_cast<double>(*value.as_int());
    if (value.as_double() != nullptr) number = *value.as_double();
    if (!(number >= 0.0 && number <= static_cast<double>(kMostLimit))) {
      return make_error(key + " must be a number from 0 to 1000000000, or null, not " + value.describe(),
                        place(value));
    }
    limit = static_cast<std::int64_t>(number * 1000.0);
  }
  return budget;
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kOver:
      return "over";
    case Verdict::kCannotBeSaid:
      return "cannot be said";
  }
  return "";
}

std::vector<BudgetLine> judge(const CallMeasurements& measured, const Budget& budget) {
  std::vector<BudgetLine> lines;
  for (std::size_t i = 0; i < kBudgetItems; ++i) {
    if (!budget.limits[i] || (i == kLogErrors && !measured.has_log)) continue;
    BudgetLine line = measured_line(i, measured);
    line.item = &budget_items()[i];
    line.limit = *budget.limits[i];
    line.verdict = verdict_of(line);
    if (line.verdict == Verdict::kCannotBeSaid && line.why.empty()) {
      line.why = "its interval lies on both sides of the limit";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace parley
