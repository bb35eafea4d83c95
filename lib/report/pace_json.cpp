#include "report/pace_json.h"

#include <optional>
#include <string_view>
#include <utility>

#include "core/base/json.h"

namespace parley {
namespace {

void member(json::Writer& writer, std::string_view key, const std::optional<std::int64_t>& value) {
  writer.key(key);
  if (value) {
    writer.value(*value);
  } else {
    writer.null();
  }
}

void write_sample(json::Writer& writer, std::string_view key, const Sample& sample) {
  if (sample.empty()) return;
  writer.key(key).begin_object();
  writer.member("samples", sample.count());
  for (const auto& [name, percent] : {std::pair{"p50_us", 50}, {"p95_us", 95}, {"p99_us", 99}}) {
    const auto percentile = sample.percentile(percent);
    writer.key(name);
    if (!percentile) {
      writer.null();
      continue;
    }
    writer.begin_object();
    writer.member("value", percentile->value);
    member(writer, "low", percentile->low);
    member(writer, "high", percentile->high);
    writer.end_object();
  }
  writer.member("max_us", sample.max());
  writer.end_object();
}

void write_drift(json::Writer& writer, std::string_view key, const DriftEstimator& estimator) {
  writer.key(key);
  const auto drift = estimator.drift();
  if (!drift) {
    writer.null();
    return;
  }
  writer.begin_object();
  writer.member("millippm", drift->value);
  writer.member("low_millippm", drift->low);
  writer.member("high_millippm", drift->high);
  writer.member("us_in_10_minutes", drift->value * 6 / 10);
  writer.end_object();
}

void write_latency(json::Writer& writer, const LatencyMeasurements& latency) {
  writer.key("latency").begin_object();
  write_sample(writer, "first_audio", latency.first_audio);
  write_sample(writer, "response", latency.response);
  write_sample(writer, "eou_delay", latency.end_of_turn);
  write_sample(writer, "recognizer", latency.recognizer);
  write_sample(writer, "model", latency.model);
  write_sample(writer, "synthesis", latency.synthesis);
  write_sample(writer, "yield", latency.yield);
  write_sample(writer, "mark_round_trip", latency.mark_trip);
  write_sample(writer, "mark_excess", latency.mark_excess);
  writer.member("unanswered", latency.unanswered);
  writer.member("not_yielded", latency.not_yielded);
  writer.member("marks_missing", latency.marks_missing);
  writer.end_object();
}

std::string_view unit_name(BudgetUnit unit) {
  switch (unit) {
    case BudgetUnit::kMilliseconds:
      return "ms";
    case BudgetUnit::kPpm:
      return "ppm";
    case BudgetUnit::kCount:
      return "";
  }
  return "";
}

/// Where underruns and stalls were, so that a count can be looked up in its trace.
void write_moments(json::Writer& writer, const std::vector<PaceMoment>& moments) {
  writer.key("moments").begin_array();
  for (const PaceMoment& moment : moments) {
    writer.begin_object();
    writer.member("what", moment.kind == PaceMoment::Kind::kStall ? "stall" : "underrun");
    writer.member("at_us", to_micros(moment.at));
    writer.member("for_us", to_micros(moment.length));
    writer.key("event");
    if (moment.event == PaceMoment::kNoEvent) {
      writer.null();
    } else {
      writer.value(moment.event);
    }
    writer.end_object();
  }
  writer.end_array();
}

void write_pacing(json::Writer& writer, const PacingMeasurements& pacing) {
  writer.key("pacing").begin_object();
  writer.member("messages", pacing.messages);
  writer.member("bytes", pacing.bytes);
  writer.member("runs", pacing.runs);
  write_sample(writer, "tx_interval", pacing.interval);
  write_sample(writer, "lead", pacing.lead);
  write_sample(writer, "lateness", pacing.lateness);
  write_sample(writer, "playback_tail", pacing.tail);
  writer.member("underruns", pacing.underruns);
  writer.member("dry_us", to_micros(pacing.dry));
  writer.member("longest_dry_us", to_micros(pacing.longest_dry));
  writer.member("stalls", pacing.stalls);
  writer.member("longest_stall_us", to_micros(pacing.longest_stall));
  writer.member("delivery_per_mille", pacing.delivery_per_mille());
  writer.member("paced", pacing.paced());
  write_drift(writer, "tx_drift", pacing.drift);
  writer.member("tx_jitter_us", to_micros(pacing.jitter));
  writer.member("rx_messages", pacing.heard_messages);
  write_sample(writer, "rx_interval", pacing.heard_interval);
  writer.member("rx_stalls", pacing.heard_stalls);
  write_drift(writer, "rx_drift", pacing.heard_drift);
  writer.member("rx_jitter_us", to_micros(pacing.heard_jitter));
  write_moments(writer, pacing.moments);
  writer.end_object();
}

void write_lines(json::Writer& writer, std::span<const BudgetLine> lines) {
  writer.key("budget").begin_array();
  for (const BudgetLine& line : lines) {
    writer.begin_object();
    writer.member("key", line.item->key);
    writer.member("title", line.item->title);
    writer.member("unit", unit_name(line.item->unit));
    writer.member("limit_thousandths", line.limit);
    member(writer, "value_thousandths", line.value);
    member(writer, "low_thousandths", line.low);
    member(writer, "high_thousandths", line.high);
    writer.member("verdict", name_of(line.verdict));
    writer.member("why", std::string_view(line.why));
    writer.end_object();
  }
  writer.end_array();
}

void write_call(json::Writer& writer, const JudgedCall& call) {
  const CallMeasurements& measured = call.measured;
  writer.begin_object();
  writer.member("file", std::string_view(call.file));
  writer.member("call", std::string_view(measured.name));
  writer.member("source", std::string_view(measured.source));
  writer.member("length_us", to_micros(measured.length));
  write_latency(writer, measured.latency);
  write_pacing(writer, measured.pacing);
  writer.key("states").begin_object();
  writer.member("known", measured.states.known);
  writer.member("transitions", measured.states.transitions);
  writer.member("illegal", measured.states.illegal);
  writer.end_object();
  write_lines(writer, call.lines);
  writer.key("remarks").begin_array();
  for (const LogRemark& remark : measured.remarks) {
    writer.begin_object();
    writer.member("id", std::string_view(remark.id));
    writer.member("line", remark.line);
    writer.member("certain", remark.certain);
    writer.member("text", std::string_view(remark.text));
    writer.end_object();
  }
  writer.end_array();
  writer.key("notes").begin_array();
  for (const std::string& note : measured.notes) writer.value(std::string_view(note));
  writer.end_array();
  writer.end_object();
}

}  // namespace

std::string pace_json(std::span<const JudgedCall> calls, const JudgedCall& overall) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("calls").begin_array();
  for (const JudgedCall& call : calls) write_call(writer, call);
  writer.end_array();
  writer.key("overall");
  write_call(writer, overall);
  writer.end_object();
  return out;
}

}  // namespace parley
