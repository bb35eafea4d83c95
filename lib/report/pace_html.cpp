#include "report/pace_html.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/json.h"
#include "report/pace_page.h"
#include "report/page_data.h"

namespace parley {
namespace {

constexpr std::string_view kDataPlace = "@PARLEY_PACE_DATA@";
constexpr std::size_t kBins = 60;
constexpr std::int64_t kLeastReach = 40'000;  // microseconds: twice a frame

/// From 0 to where all but a two-hundredth of the values lie; those beyond are one number.
void write_histogram(json::Writer& writer, std::string_view key, const Sample& sample) {
  writer.key(key);
  if (sample.empty()) {
    writer.null();
    return;
  }
  std::vector<std::int64_t> values = sample.kept();
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 199 / 200);
  std::nth_element(values.begin(), nth, values.end());
  const std::int64_t reach = std::max(kLeastReach, *nth + *nth / 10);
  const std::int64_t width = reach / static_cast<std::int64_t>(kBins) + 1;
  std::array<std::int64_t, kBins> counts{};
  std::int64_t beyond = 0;
  for (const std::int64_t value : values) {
    const std::int64_t bin = std::max<std::int64_t>(0, value) / width;
    if (bin < static_cast<std::int64_t>(kBins)) {
      ++counts[static_cast<std::size_t>(bin)];
    } else {
      ++beyond;
    }
  }
  writer.begin_object();
  writer.member("width_us", width);
  writer.key("counts").begin_array();
  for (const std::int64_t count : counts) writer.value(count);
  writer.end_array();
  writer.member("beyond", beyond);
  writer.end_object();
}

void write_held(json::Writer& writer, const TimeSeries& held) {
  writer.key("held").begin_object();
  writer.member("span_us", to_micros(held.span()));
  writer.key("spans").begin_array();
  for (const TimeSeries::Span& span : held.spans()) {
    writer.begin_array().value(span.index).value(span.low).value(span.high).end_array();
  }
  writer.end_array().end_object();
}

void write_clock(json::Writer& writer, const std::vector<ClockPoint>& clock) {
  writer.key("clock").begin_array();
  for (const ClockPoint& point : clock) {
    writer.begin_array().value(point.run).value(point.media_us).value(point.late_us).end_array();
  }
  writer.end_array();
}

void write_pictures(json::Writer& writer, const PacingMeasurements& pacing) {
  writer.begin_object();
  write_histogram(writer, "interval", pacing.interval);
  write_histogram(writer, "heard_interval", pacing.heard_interval);
  write_held(writer, pacing.held);
  write_clock(writer, pacing.clock);
  writer.end_object();
}

}  // namespace

std::string pace_html(std::span<const JudgedCall> calls, const JudgedCall& overall, std::string_view build) {
  std::string data;
  json::Writer writer(data);
  writer.begin_object();
  writer.member("build", build);
  writer.key("pictures").begin_array();
  for (const JudgedCall& call : calls.subspan(0, std::min(calls.size(), kMostPacePictures))) {
    write_pictures(writer, call.measured.pacing);
  }
  writer.end_array();
  writer.key("overall_pictures");
  write_pictures(writer, overall.measured.pacing);
  writer.end_object();
  data.pop_back();
  data += ",\"report\":" + pace_json(calls, overall) + "}";
  return page_with_data(pace_page(), kDataPlace, data);
}

}  // namespace parley
