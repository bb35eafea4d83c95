#include "report/timeline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/audio/level.h"
#include "core/diagnosis/wording.h"
#include "report/terminal.h"

namespace parley {
namespace {

constexpr std::size_t kMargin = 11;  // the names of the rows
constexpr std::string_view kQuiet = "·";
constexpr std::array<std::string_view, 8> kBars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array kLevelSteps{kAudibleRms, 185, 329, 585, 1040, 1850, 3290, 5850};         // 5 dB apart
constexpr std::array<std::int32_t, 8> kBufferSteps{1, 100, 200, 400, 800, 1600, 3200, 6400};  // ms

/// The picture's raster: how long a cell is and how many there are.
struct Raster {
  Duration cell{};
  std::size_t cells = 0;
  std::size_t label_every = 10;

  std::size_t cell_of(Instant at) const {
    const std::int64_t index = std::max<std::int64_t>(0, at.time_since_epoch() / cell);
    return std::min(static_cast<std::size_t>(index), cells - 1);
  }
};

/// Cells of 1, 2, 2.5, 4 or 5 times a power of ten, from 100 ms, with times written at whole multiples of them.
Raster raster_for(Instant end, std::size_t width) {
  const auto room = static_cast<std::int64_t>(width - kMargin - 1);
  const Duration length = std::max(end.time_since_epoch(), millis(100));
  for (Duration power = millis(100);; power *= 10) {
    for (const std::int64_t tenths : {10, 20, 25, 40, 50}) {
      const Duration cell = power * tenths / 10;
      const std::int64_t cells = (length + cell - micros(1)) / cell;
      if (cells <= room) return {cell, static_cast<std::size_t>(cells), tenths == 25 ? 8U : 10U};
    }
  }
}

using Row = std::vector<std::string_view>;

template <class Steps, class Value>
std::string_view bar(const Steps& steps, Value value, std::string_view none) {
  std::string_view glyph = none;
  for (std::size_t i = 0; i < steps.size() && value >= steps[i]; ++i) glyph = kBars[i];
  return glyph;
}

/// The largest of a column's values in each cell.
template <class Value>
std::vector<int> cells_of(const CallAccount& account, const Raster& raster, Value value) {
  std::vector<int> cells(raster.cells, 0);
  for (std::size_t i = 0; i < account.columns.size(); ++i) {
    const Instant at = kCallStart + kColumnSpan * static_cast<std::int64_t>(i);
    if (at.time_since_epoch() / raster.cell >= static_cast<std::int64_t>(raster.cells)) break;
    int& cell = cells[raster.cell_of(at)];
    cell = std::max(cell, static_cast<int>(value(account.columns[i])));
  }
  return cells;
}

std::string text_of(const Row& row) {
  std::string text;
  for (const std::string_view glyph : row) text += glyph;
  return text;
}

std::string line(std::string_view name, std::string content, Ink ink, bool colour) {
  while (!content.empty() && content.back() == ' ') content.pop_back();
  std::string text = " " + std::string(name);
  if (content.empty()) return text + "\n";
  text.append(kMargin - text.size(), ' ');
  return text + inked(content, ink, colour) + "\n";
}

std::string label_of(Instant at) {
  const std::int64_t total = to_millis(at) / 1000;
  if (total < 600) return std::to_string(total) + "s";
  const std::int64_t rest = total % 60;
  return std::to_string(total / 60) + (rest < 10 ? ":0" : ":") + std::to_string(rest);
}

std::string axis(const Raster& raster) {
  std::string text;
  for (std::size_t cell = 0; cell < raster.cells; cell += raster.label_every) {
    text.resize(cell, ' ');
    text += label_of(kCallStart + raster.cell * static_cast<std::int64_t>(cell));
  }
  return text;
}

Row voices(const std::vector<int>& levels) {
  Row row;
  for (const int level : levels) row.push_back(bar(kLevelSteps, level, kQuiet));
  return row;
}

/// Writes `number` and `sign` so that the sign stands on its cell; without room for the number, the sign alone.
void pin(Row& row, std::size_t cell, std::size_t number, std::string_view sign) {
  static constexpr std::array<std::string_view, 10> kDigits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  if (row[cell] != " ") return;
  row[cell] = sign;
  const std::string digits = std::to_string(number);
  if (cell < digits.size()) return;
  const std::size_t from = cell - digits.size();
  if (from > 0 && row[from - 1] != " ") return;  // it would run into the neighbour
  if (std::any_of(row.begin() + static_cast<std::ptrdiff_t>(from), row.begin() + static_cast<std::ptrdiff_t>(cell),
                  [](std::string_view glyph) { return glyph != " "; })) {
    return;
  }
  for (std::size_t i = 0; i < digits.size(); ++i)
    row[from + i] = kDigits[static_cast<std::size_t>(digits[i] - '0')];
}

Row marks(const CallAccount& account, const Raster& raster) {
  Row row(raster.cells, " ");
  for (std::size_t i = 0; i < account.marks.size(); ++i) {
    const MarkEntry& mark = account.marks[i];
    const std::string_view sign = mark.cleared ? "×" : mark.has_returned() ? "●" : "○";
    const Instant at = mark.has_returned() ? mark.returned : mark.reached != kNever ? mark.reached : mark.sent;
    pin(row, raster.cell_of(at), i + 1, sign);
  }
  return row;
}

std::string_view letter(TurnState state) {
  switch (state) {
    case TurnState::kListening:
      return "L";
    case TurnState::kProcessing:
      return "P";
    case TurnState::kSpeaking:
      return "S";
    case TurnState::kEnded:
      return "E";
  }
  return "E";
}

Row states(const CallAccount& account, const Raster& raster) {
  Row row(raster.cells, kQuiet);
  for (const StateEntry& state : account.states) row[raster.cell_of(state.at)] = letter(state.to);
  return row;
}

std::string_view sign_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "i";
    case Severity::kWarning:
      return "!";
    case Severity::kError:
      return "✗";
  }
  return "✗";
}

Row faults(std::span<const Finding> findings, const Raster& raster) {
  Row row(raster.cells, " ");
  for (const Finding& finding : findings) {
    const std::size_t cell = raster.cell_of(finding.at);
    if (row[cell] == " ") row[cell] = sign_of(finding.severity);
  }
  return row;
}

std::string title(const CallAccount& account) {
  const trace::TraceHeader& header = account.header;
  std::string text = header.scenario.empty() ? "call" : header.scenario;
  if (!header.call_sid.empty()) {
    const bool cut = header.call_sid.size() > 8;
    text += "  " + (cut ? header.call_sid.substr(0, 6) + "…" : header.call_sid);
  }
  text += "  " + span_text(account.ended.time_since_epoch());
  if (header.own_lateness_p99_us == 0) return text;
  const MeasurementQuality quality{micros(header.own_lateness_p99_us)};
  const std::int64_t tenths = (header.own_lateness_p99_us + 50) / 100;
  return text + (quality.reliable() ? "   measurement reliable" : "   measurement NOT reliable") +
         " (own lateness p99 " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms)";
}

}  // namespace

std::string timeline(const CallAccount& account, std::span<const Finding> findings,
                     const TimelineOptions& options) {
  const bool colour = options.colour;
  const Raster raster = raster_for(account.ended, std::clamp<std::size_t>(options.width, 60, 200));
  Row buffer;
  for (const int held : cells_of(account, raster, [](const LevelColumn& c) { return c.buffered_ms; })) {
    buffer.push_back(bar(kBufferSteps, held, " "));
  }
  std::string text = inked(title(account), Ink::kBold, colour) + "\n\n";
  text += line("", axis(raster), Ink::kDim, colour);
  text += line("caller", text_of(voices(cells_of(account, raster, [](const LevelColumn& c) { return c.caller; }))),
               Ink::kCyan, colour);
  text += line("agent", text_of(voices(cells_of(account, raster, [](const LevelColumn& c) { return c.agent; }))),
               Ink::kGreen, colour);
  text += line("buffer", text_of(buffer), Ink::kDim, colour);
  if (!account.marks.empty()) text += line("marks", text_of(marks(account, raster)), Ink::kBlue, colour);
  if (!account.states.empty()) text += line("states", text_of(states(account, raster)), Ink::kPlain, colour);
  if (!findings.empty()) text += line("findings", text_of(faults(findings, raster)), Ink::kRed, colour);
  return text;
}

}  // namespace parley
