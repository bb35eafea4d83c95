#include "live_view.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "core/audio/level.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/wording.h"
#include "report/terminal.h"

namespace parley {
namespace {

constexpr int kDiagnoseEvery = 10;  // updates: once a second
constexpr std::array kMeterSteps{kAudibleRms, 185, 329, 585, 1040, 1850, 3290, 5850, 10400, 18500};  // 5 dB apart

std::string meter(int level) {
  const auto lit = static_cast<std::size_t>(
      std::count_if(kMeterSteps.begin(), kMeterSteps.end(), [level](int step) { return level >= step; }));
  std::string bar;
  for (std::size_t i = 0; i < kMeterSteps.size(); ++i) bar += i < lit ? "█" : "·";
  return bar;
}

/// Who is heard, as far as the line shows it; what the agent thinks it is doing cannot be seen from here.
std::string floor_of(const CallAccount& account, Instant now) {
  const auto speaks = [now](const auto& spans) { return !spans.empty() && now - spans.back().end < millis(300); };
  const bool caller = speaks(account.utterances);
  const bool agent = speaks(account.stretches);
  if (caller && agent) return "both speak";
  if (caller) return "the caller speaks";
  if (agent) return "the agent speaks";
  if (account.turns.empty() || account.turns.back().answered()) return "nobody speaks";
  return "the caller waits, " + span_text(std::max(now - account.turns.back().end, Duration{}));
}

}  // namespace

void LiveView::hear(const OutgoingCall& call) {
  const trace::CallTrace& trace = call.trace();
  if (!builder_) builder_ = std::make_unique<AccountBuilder>(trace.header);
  for (; next_event_ < trace.events.size(); ++next_event_) {
    builder_->add(trace.events[next_event_], static_cast<EventIndex>(next_event_));
  }
}

void LiveView::update(const OutgoingCall& call) {
  if (call.peer() == nullptr) return;
  hear(call);
  const CallAccount account = builder_->so_far();
  const Instant now = call.peer()->now();
  std::vector<std::string> lines = narrator_.tell(account, now);
  if (++updates_ % kDiagnoseEvery == 0) {
    for (std::string& line : narrator_.tell(diagnose(account))) lines.push_back(std::move(line));
  }
  print(lines);
  if (!terminal_.is_terminal) return;
  const std::string drawn = meters(account, now);
  std::fputs(drawn.c_str(), stdout);
  drawn_ = static_cast<int>(std::count(drawn.begin(), drawn.end(), '\n'));
  std::fflush(stdout);
}

void LiveView::finish(const OutgoingCall& call) {
  if (call.peer() == nullptr) return;
  hear(call);
  print(narrator_.tell(builder_->so_far(), call.peer()->now()));
  erase();
  std::fflush(stdout);
}

void LiveView::print(const std::vector<std::string>& lines) {
  erase();
  for (const std::string& line : lines) std::printf("%s\n", line.c_str());
  if (!lines.empty()) std::fflush(stdout);
}

void LiveView::erase() {
  if (drawn_ > 0) std::printf("\x1b[%dA\x1b[J", drawn_);
  drawn_ = 0;
}

std::string LiveView::meters(const CallAccount& account, Instant now) const {
  // The running column is not full, so the louder of the last two is shown.
  LevelColumn level;
  for (std::size_t i = account.columns.size(); i > 0 && i + 2 > account.columns.size(); --i) {
    level.caller = std::max(level.caller, account.columns[i - 1].caller);
    level.agent = std::max(level.agent, account.columns[i - 1].agent);
    level.buffered_ms = std::max(level.buffered_ms, account.columns[i - 1].buffered_ms);
  }
  const auto outstanding = std::count_if(account.marks.begin(), account.marks.end(),
                                         [](const MarkEntry& mark) { return !mark.has_returned(); });
  return "\n caller " + inked(meter(level.caller), Ink::kCyan, terminal_.colour) + "   agent " +
         inked(meter(level.agent), Ink::kGreen, terminal_.colour) + "   buffer " +
         std::to_string(level.buffered_ms) + " ms   marks out " + std::to_string(outstanding) + "\n " +
         moment_text(now) + "   " + inked(floor_of(account, now), Ink::kBold, terminal_.colour) +
         "   Ctrl-C hangs up\n";
}

}  // namespace parley
