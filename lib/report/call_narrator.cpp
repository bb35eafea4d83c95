#include "report/call_narrator.h"

#include <algorithm>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kVoiceEnds = millis(400);  // longer than the account's longest pause inside one

std::string with_time(Instant at, const std::string& text) {
  const std::int64_t tenths = to_millis(at) / 100;
  std::string time = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  if (time.size() < 8) time.insert(0, 8 - time.size(), ' ');
  return time + "  " + text;
}

/// The name comes from the server and goes to a terminal.
std::string plain(const std::string& name) {
  std::string text;
  for (const char c : name.substr(0, 60)) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return "\"" + text + "\"";
}

}  // namespace

std::vector<std::string> CallNarrator::tell(const CallAccount& account, Instant now) {
  lines_.clear();
  voices(account, now);
  messages(account);
  if (account.over && !over_) {
    over_ = true;
    line(account.ended, "the call is over");
  }
  std::stable_sort(lines_.begin(), lines_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> told;
  for (const auto& [at, text] : lines_) told.push_back(with_time(at, text));
  return told;
}

void CallNarrator::voices(const CallAccount& account, Instant now) {
  const auto tell_of = [&](const auto& spans, std::size_t& begun, std::size_t& ended, const std::string& who) {
    for (; begun < spans.size(); ++begun) line(spans[begun].begin, who + " speaks");
    for (; ended < spans.size(); ++ended) {
      const bool runs = ended + 1 == spans.size() && !account.over && now - spans[ended].end < kVoiceEnds;
      if (runs) break;
      line(spans[ended].end, who + " silent");
    }
  };
  tell_of(account.utterances, utterances_begun_, utterances_ended_, "caller");
  tell_of(account.stretches, stretches_begun_, stretches_ended_, "agent");
}

void CallNarrator::messages(const CallAccount& account) {
  for (; clears_ < account.clears.size(); ++clears_) {
    const ClearSent& clear = account.clears[clears_];
    line(clear.at, clear.flushed > Duration{} ? "clear: " + span_text(clear.flushed) + " thrown away"
                                              : std::string("clear: nothing was held"));
  }
  for (; marks_sent_ < account.marks.size(); ++marks_sent_) {
    const MarkEntry& mark = account.marks[marks_sent_];
    line(mark.sent, "mark " + plain(mark.name) + " sent");
  }
  marks_returned_.resize(account.marks.size(), false);
  for (std::size_t i = 0; i < account.marks.size(); ++i) {
    const MarkEntry& mark = account.marks[i];
    if (marks_returned_[i] || !mark.has_returned()) continue;
    marks_returned_[i] = true;
    line(mark.returned, "mark " + plain(mark.name) + (mark.cleared ? " returned by the clear" : " returned"));
  }
}

std::vector<std::string> CallNarrator::tell(const std::vector<Finding>& findings) {
  std::vector<std::string> told;
  std::vector<std::pair<std::string_view, TurnId>> now;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::kInfo) continue;
    const std::pair key{finding.id, finding.turn};
    now.push_back(key);
    const bool stays = std::find(seen_.begin(), seen_.end(), key) != seen_.end();
    const bool is_said = std::find(said_.begin(), said_.end(), key) != said_.end();
    if (!stays || is_said) continue;
    said_.push_back(key);
    const std::string turn = finding.turn.valid() ? "   turn " + std::to_string(finding.turn.value) : "";
    told.push_back(with_time(
        finding.at, (finding.severity == Severity::kError ? "✗ " : "! ") + std::string(finding.id) + turn));
  }
  seen_ = std::move(now);
  return told;
}

}  // namespace parley
