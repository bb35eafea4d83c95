#include "report/pace_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "report/terminal.h"

namespace parley {
namespace {

constexpr std::size_t kNameColumn = 28;
constexpr std::size_t kNumberColumn = 11;

std::string padded(std::string text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  if (columns < width) text.append(width - columns, ' ');
  return text;
}
std::string right(const std::string& text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return columns < width ? std::string(width - columns, ' ') + text : text;
}

std::string ms_text(std::int64_t us) {
  return budget_value_text(us, BudgetUnit::kMilliseconds);
}

std::string percentile_text(const Sample& sample, int percent) {
  const auto percentile = sample.percentile(percent);
  return percentile ? ms_text(percentile->value) : "\u2013";
}

void sample_row(std::string& out, std::string_view name, const Sample& sample) {
  if (sample.empty()) return;
  out += "   " + padded(std::string(name), kNameColumn) + right(std::to_string(sample.count()), 8);
  for (const int percent : {50, 95, 99}) out += right(percentile_text(sample, percent), kNumberColumn);
  out += right(ms_text(sample.max()), kNumberColumn) + "\n";
}

void samples(std::string& out, const CallMeasurements& call) {
  const std::size_t before = out.size();
  const LatencyMeasurements& latency = call.latency;
  sample_row(out, "first audio", latency.first_audio);
  sample_row(out, "response latency", latency.response);
  sample_row(out, "  end-of-utterance delay", latency.end_of_turn);
  sample_row(out, "  recogniser", latency.recognizer);
  sample_row(out, "  model", latency.model);
  sample_row(out, "  synthesis", latency.synthesis);
  sample_row(out, "yield latency", latency.yield);
  sample_row(out, "mark round trip", latency.mark_trip);
  sample_row(out, "mark excess", latency.mark_excess);
  sample_row(out, "TX interval in replies", call.pacing.interval);
  sample_row(out, "TX lead", call.pacing.lead);
  sample_row(out, "TX lateness", call.pacing.lateness);
  sample_row(out, "playback tail", call.pacing.tail);
  sample_row(out, "RX interval", call.pacing.heard_interval);
  if (out.size() == before) return;
  std::string head = "   " + padded("", kNameColumn) + right("n", 8);
  for (const char* title : {"p50", "p95", "p99", "max"}) head += right(title, kNumberColumn);
  out.insert(before, head + "\n");
}

std::string tenths(std::int64_t per_mille) {
  return std::to_string(per_mille / 10) + "." + std::to_string(per_mille % 10);
}

void row(std::string& out, std::string_view name, const std::string& text) {
  out += "   " + padded(std::string(name), kNameColumn) + "  " + text + "\n";
}

void sent(std::string& out, const PacingMeasurements& pacing) {
  if (pacing.messages > 0) {
    row(out, "sent",
        std::to_string(pacing.messages) + " messages in " + std::to_string(pacing.runs) + " runs, " +
            tenths(to_millis(samples_to_duration(pacing.bytes)) / 100) + " s of sound, " +
            tenths(pacing.delivery_per_mille()) + " % delivered in time");
    row(out, "underruns",
        std::to_string(pacing.underruns) + (pacing.underruns > 0
                                                ? ", " + ms_text(to_micros(pacing.dry)) + " in all, the longest " +
                                                      ms_text(to_micros(pacing.longest_dry))
                                                : ""));
    row(out, "stalls over 250 ms",
        std::to_string(pacing.stalls) +
            (pacing.stalls > 0 ? ", the longest " + ms_text(to_micros(pacing.longest_stall)) : ""));
    const auto drift = pacing.drift.drift();
    if (drift && pacing.paced()) row(out, "TX drift", drift_text(*drift));
    row(out, "TX jitter (RFC 3550)", ms_text(to_micros(pacing.jitter)));
  }
  if (pacing.heard_messages > 0) {
    if (const auto drift = pacing.heard_drift.drift()) row(out, "RX drift", drift_text(*drift));
    row(out, "RX jitter (RFC 3550)", ms_text(to_micros(pacing.heard_jitter)));
    row(out, "RX stalls over 250 ms", std::to_string(pacing.heard_stalls));
  }
}

void counts(std::string& out, const CallMeasurements& call) {
  const auto some = [&](std::int64_t count, std::string_view name) {
    if (count > 0) row(out, name, std::to_string(count));
  };
  some(call.latency.unanswered, "turns not answered");
  some(call.latency.not_yielded, "interruptions ignored");
  some(call.latency.marks_missing, "marks that never returned");
  if (call.states.known) {
    row(out, "state transitions",
        std::to_string(call.states.transitions) + ", " + std::to_string(call.states.illegal) + " illegal");
  }
}

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return Ink::kGreen;
    case Verdict::kOver:
      return Ink::kRed;
    case Verdict::kCannotBeSaid:
      return Ink::kDim;
  }
  return Ink::kPlain;
}

void budget(std::string& out, std::span<const BudgetLine> lines, bool colour) {
  if (lines.empty()) return;
  out += "\n   " + padded("budget", kNameColumn) + right("value", kNumberColumn + 2) +
         right("limit", kNumberColumn + 2) + "  verdict\n";
  for (const BudgetLine& line : lines) {
    const BudgetUnit unit = line.item->unit;
    out += "   " + padded(std::string(line.item->title), kNameColumn) +
           right(line.value ? budget_value_text(*line.value, unit) : "\u2013", kNumberColumn + 2) +
           right(budget_value_text(line.limit, unit), kNumberColumn + 2) + "  " +
           inked(name_of(line.verdict), ink_of(line.verdict), colour);
    if (!line.why.empty()) out += " (" + line.why + ")";
    // How sure the value is: of a percentile from few samples that is worth more than the value.
    if (line.value && line.low && line.high && *line.low != *line.high) {
      out += "   95 %: " + budget_value_text(*line.low, unit) + " to " + budget_value_text(*line.high, unit);
    }
    out += "\n";
  }
}

void remarks(std::string& out, const CallMeasurements& call, const PaceTextOptions& options) {
  if (call.remarks.empty()) return;
  out += "\n";
  for (const LogRemark& remark : call.remarks) {
    const std::string head = remark.certain ? " ✗ " : " ? ";
    out += inked(
        wrapped(remark.id + ", line " + std::to_string(remark.line) + ": " + remark.text, head, options.width),
        remark.certain ? Ink::kRed : Ink::kYellow, options.colour);
  }
}

}  // namespace

std::string budget_value_text(std::int64_t thousandths, BudgetUnit unit) {
  const bool negative = thousandths < 0;
  const std::int64_t size = negative ? -thousandths : thousandths;
  std::string text = negative ? "-" : "";
  if (unit == BudgetUnit::kCount) return text + std::to_string(size / 1000);
  const bool fine = unit == BudgetUnit::kPpm || size < 100'000;
  const std::int64_t rounded = fine ? (size + 50) / 100 : (size + 500) / 1000;
  text += fine ? tenths(rounded) : std::to_string(rounded);
  return text + (unit == BudgetUnit::kPpm ? " ppm" : " ms");
}

std::string drift_text(const Drift& drift) {
  const auto ppm = [](std::int64_t value) { return budget_value_text(value, BudgetUnit::kPpm); };
  // A ppm is 0.6 ms in ten minutes.
  return ppm(drift.value) + ", " + ms_text(drift.value * 6 / 10) + " in 10 minutes (95 %: " + ppm(drift.low) +
         " to " + ppm(drift.high) + ")";
}

std::string pace_text(const CallMeasurements& call, std::span<const BudgetLine> lines,
                      const PaceTextOptions& options) {
  std::string out = inked(call.name.empty() ? "(no name)" : call.name, Ink::kBold, options.colour);
  out += "  " + call.source;
  if (call.length > Duration{}) out += "  " + tenths(to_millis(call.length) / 100) + " s";
  out += "\n";
  samples(out, call);
  sent(out, call.pacing);
  counts(out, call);
  budget(out, lines, options.colour);
  remarks(out, call, options);
  for (const std::string& note : call.notes) {
    out += inked(wrapped(note, "   note: ", options.width), Ink::kDim, options.colour);
  }
  return out;
}

}  // namespace parley
