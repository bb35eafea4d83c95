#include "report/call_narrator.h"

#include <algorithm>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kVoiceEnds = millis(400);  // longer than the account's longest pause inside one
constexpr Duration kShowerEnds = millis(500);
constexpr const char* kSent = " sent";
constexpr const char* kReturned = " returned";
constexpr const char* kCleared = " returned by the clear";

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
  voice(account.utterances, caller_, "caller", now, account.over);
  voice(account.stretches, agent_, "agent", now, account.over);
  messages(account, now);
  if (account.over && !over_) {
    over_ = true;
    line(account.ended, "the call is over");
  }
  std::stable_sort(lines_.begin(), lines_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> told;
  for (const auto& [at, text] : lines_) told.push_back(with_time(at, text));
  return told;
}

template <typename Spans>
void CallNarrator::voice(const Spans& spans, Voice& voice, const std::string& who, Instant now, bool over) {
  const auto fall_silent = [&] {
    if (voice.speaks) line(voice.end, who + " silent");
    voice.speaks = false;
  };
  // The last span that was told may have grown since; and a span of the running call may turn out to be none.
  voice.told = std::min(voice.told, spans.size());
  if (voice.told > 0 && voice.speaks) voice.end = spans[voice.told - 1].end;
  for (; voice.told < spans.size(); ++voice.told) {
    const auto& span = spans[voice.told];
    if (span.begin - voice.end >= kVoiceEnds) fall_silent();
    if (!voice.speaks) line(span.begin, who + " speaks");
    voice.speaks = true;
    voice.end = span.end;
  }
  if (over || now - voice.end >= kVoiceEnds) fall_silent();
}

void CallNarrator::messages(const CallAccount& account, Instant now) {
  for (; clears_ < account.clears.size(); ++clears_) {
    const ClearSent& clear = account.clears[clears_];
    line(clear.at, clear.flushed > Duration{} ? "clear: " + span_text(clear.flushed) + " thrown away"
                                              : std::string("clear: nothing was held"));
  }
  for (; marks_sent_ < account.marks.size(); ++marks_sent_) {
    mark(sent_, account.marks[marks_sent_].sent, account.marks[marks_sent_].name, kSent);
  }
  marks_returned_.resize(account.marks.size(), false);
  for (std::size_t i = 0; i < account.marks.size(); ++i) {
    const MarkEntry& entry = account.marks[i];
    if (marks_returned_[i] || !entry.has_returned()) continue;
    marks_returned_[i] = true;
    mark(entry.cleared ? cleared_ : returned_, entry.returned, entry.name, entry.cleared ? kCleared : kReturned);
  }
  const auto settle = [&](Shower& shower, const char* what) {
    if (account.over || now - shower.last >= kShowerEnds) end_shower(shower, what);
  };
  settle(sent_, kSent);
  settle(returned_, kReturned);
  settle(cleared_, kCleared);
}

void CallNarrator::mark(Shower& shower, Instant at, const std::string& name, const std::string& what) {
  if (shower.more >= 0 && at - shower.last >= kShowerEnds) end_shower(shower, what);
  if (shower.more < 0) line(at, "mark " + plain(name) + what);
  ++shower.more;
  shower.last = at;
  shower.name = name;
}

void CallNarrator::end_shower(Shower& shower, const std::string& what) {
  if (shower.more == 1) line(shower.last, "mark " + plain(shower.name) + what);
  if (shower.more > 1) {
    line(shower.last, std::to_string(shower.more) + " more marks" + what + ", the last " + plain(shower.name));
  }
  shower.more = -1;
}

std::string CallNarrator::tell(const TroubleLine& line) {
  return with_time(line.at, "agent's log: " + quoted_line(line.text));
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
