#include "core/measure/log_alignment.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace parley {
namespace {

constexpr Duration kTogether = millis(500);        // ties that agree lie within this of each other
constexpr Duration kTogetherCoarse = seconds(2);   // where the log counts whole seconds
constexpr Duration kLeastUncertainty = millis(5);  // printing a line takes time
constexpr Duration kOneSided = millis(60);         // usual delay of a message, where only one direction is tied
constexpr Duration kSingle = millis(250);
constexpr std::size_t kMostTies = 1000;

enum class TieKind : std::uint8_t { kStart, kMarkSent, kMarkBack, kFirstAudio, kClear, kStop };
struct TieName {
  std::string_view one;
  std::string_view many;  // empty: there is but one
};
constexpr std::array<TieName, 6> kTieNames{{{"start", ""},
                                            {"mark sent", "marks sent"},
                                            {"mark returned", "marks returned"},
                                            {"first audio", "first audios"},
                                            {"interruption", "interruptions"},
                                            {"stop", ""}}};

/// One moment that both tell.
struct Tie {
  std::size_t line = 0;  // index of the log's event
  Instant wire;
  TieKind kind = TieKind::kStart;

  bool heard() const { return kind == TieKind::kStart || kind == TieKind::kMarkBack || kind == TieKind::kStop; }
};

std::vector<std::size_t> lines_of(const LogCall& log, LogKind kind) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < log.events.size(); ++i) {
    if (log.events[i].kind == kind) found.push_back(i);
  }
  return found;
}

std::string mark_name_in(const LogEvent& event) {
  const std::string* name = event.find("name");
  return name == nullptr ? std::string() : *name;
}

/// The n-th line of a name is the n-th mark of that name; where the names are others, the n-th is the n-th.
void tie_marks(const LogCall& log, const CallAccount& account, LogKind kind, std::vector<Tie>& ties) {
  const bool sent = kind == LogKind::kMarkSent;
  const TieKind as = sent ? TieKind::kMarkSent : TieKind::kMarkBack;
  std::vector<const MarkEntry*> marks;
  for (const MarkEntry& mark : account.marks) {
    if (sent || mark.has_returned()) marks.push_back(&mark);
  }
  if (!sent) {
    std::stable_sort(marks.begin(), marks.end(),
                     [](const auto* a, const auto* b) { return a->returned < b->returned; });
  }
  const auto when = [&](const MarkEntry& mark) { return sent ? mark.sent : mark.returned; };
  const std::vector<std::size_t> lines = lines_of(log, kind);
  std::vector<bool> used(marks.size(), false);
  const std::size_t before = ties.size();
  for (const std::size_t line : lines) {
    const std::string name = mark_name_in(log.events[line]);
    for (std::size_t i = 0; i < marks.size() && i < kMostTies; ++i) {
      if (used[i] || marks[i]->name != name) continue;
      used[i] = true;
      ties.push_back({line, when(*marks[i]), as});
      break;
    }
  }
  if (ties.size() > before || lines.size() != marks.size()) return;
  for (std::size_t i = 0; i < lines.size(); ++i) ties.push_back({lines[i], when(*marks[i]), as});
}

/// Only where the log tells of as many as were heard: else nobody knows which is which.
void tie_replies(const LogCall& log, const CallAccount& account, std::vector<Tie>& ties) {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < log.events.size(); ++i) {
    const LogEvent& event = log.events[i];
    if (event.kind == LogKind::kState && event.state == TurnState::kSpeaking) lines.push_back(i);
  }
  if (lines.size() == account.replies.size()) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      ties.push_back({lines[i], account.replies[i].first_sent, TieKind::kFirstAudio});
    }
  }
  const std::vector<std::size_t> barge_ins = lines_of(log, LogKind::kBargeIn);
  std::vector<const ClearSent*> clears;
  for (const ClearSent& clear : account.clears) {
    if (clear.audible) clears.push_back(&clear);
  }
  if (barge_ins.size() != clears.size()) return;
  for (std::size_t i = 0; i < clears.size(); ++i) ties.push_back({barge_ins[i], clears[i]->at, TieKind::kClear});
}

std::vector<Tie> ties_of(const LogCall& log, const CallAccount& account) {
  std::vector<Tie> ties;
  if (const auto starts = lines_of(log, LogKind::kStart); !starts.empty()) {
    ties.push_back({starts.front(), account.started, TieKind::kStart});
  }
  tie_marks(log, account, LogKind::kMarkSent, ties);
  tie_marks(log, account, LogKind::kMarkAcked, ties);
  tie_replies(log, account, ties);
  for (const LogKind kind : {LogKind::kStop, LogKind::kEnd}) {
    const auto stops = lines_of(log, kind);
    if (stops.empty() || !account.over) continue;
    ties.push_back({stops.front(), account.ended, TieKind::kStop});
    break;
  }
  if (ties.size() > kMostTies) ties.resize(kMostTies);
  std::stable_sort(ties.begin(), ties.end(), [](const Tie& a, const Tie& b) { return a.line < b.line; });
  return ties;
}

/// "start, 4 marks sent, 4 marks returned, stop"
std::string text_of(const std::vector<Tie>& ties) {
  std::string text;
  for (std::size_t kind = 0; kind < kTieNames.size(); ++kind) {
    const auto count = std::count_if(ties.begin(), ties.end(),
                                     [&](const Tie& tie) { return static_cast<std::size_t>(tie.kind) == kind; });
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    const TieName& name = kTieNames[kind];
    if (!name.many.empty()) text += std::to_string(count) + " ";
    text += count == 1 || name.many.empty() ? name.one : name.many;
  }
  return text;
}

// ---- by the clock
// ------------------------------------------------------------------------------------------------

Duration offset_of(const LogCall& log, const Tie& tie) {
  return tie.wire - *log.events[tie.line].at;
}

/// The largest set of ties that agree about the difference of the clocks.
std::vector<Tie> agreeing(const LogCall& log, std::vector<Tie> ties) {
  std::stable_sort(ties.begin(), ties.end(),
                   [&](const Tie& a, const Tie& b) { return offset_of(log, a) < offset_of(log, b); });
  const Duration width = log.fine_times ? kTogether : kTogetherCoarse;
  std::size_t best = 0;
  std::size_t best_end = 0;
  for (std::size_t begin = 0, end = 0; begin < ties.size(); ++begin) {
    while (end < ties.size() && offset_of(log, ties[end]) - offset_of(log, ties[begin]) <= width) ++end;
    if (end - begin <= best_end - best) continue;
    best = begin;
    best_end = end;
  }
  return {ties.begin() + static_cast<std::ptrdiff_t>(best), ties.begin() + static_cast<std::ptrdiff_t>(best_end)};
}

struct ClockDifference {
  Duration offset{};
  Duration uncertainty{};
};

ClockDifference difference_of(const LogCall& log, const std::vector<Tie>& ties) {
  std::optional<Duration> least;  // what the agent heard: the wire was first
  std::optional<Duration> most;   // what it said: the log was first
  for (const Tie& tie : ties) {
    const Duration offset = offset_of(log, tie);
    if (tie.heard()) {
      least = std::max(least.value_or(offset), offset);
    } else {
      most = std::min(most.value_or(offset), offset);
    }
  }
  ClockDifference found;
  if (least && most) {
    found.offset = (*least + *most) / 2;
    found.uncertainty = (*most > *least ? *most - *least : *least - *most) / 2;
  } else {
    found.offset = least ? *least + kOneSided / 2 : *most - kOneSided / 2;
    found.uncertainty = kOneSided;
  }
  if (ties.size() == 1) found.uncertainty = std::max(found.uncertainty, kSingle);
  found.uncertainty = std::max(found.uncertainty, kLeastUncertainty);
  if (log.fine_times) return found;
  found.offset -= millis(500);  // a line is printed half a second after its second began, on average
  found.uncertainty += millis(500);
  return found;
}

std::string milliseconds_text(Duration span) {
  return std::to_string((span.count() + 999) / 1000) + " ms";
}

LogAlignment by_clock(const LogCall& log, const std::vector<Tie>& all) {
  std::vector<Tie> ties;
  std::copy_if(all.begin(), all.end(), std::back_inserter(ties),
               [&](const Tie& tie) { return log.events[tie.line].at.has_value(); });
  LogAlignment found;
  const std::vector<Tie> agree = agreeing(log, ties);
  found.ties = std::ssize(agree);
  found.contradictions = std::ssize(ties) - found.ties;
  if (agree.empty() || found.contradictions > found.ties) {
    found.text = ties.empty() ? "could not be aligned: it tells of nothing that the wire shows"
                              : "could not be aligned: its times contradict the wire at " +
                                    std::to_string(found.contradictions) + " of " + std::to_string(ties.size()) +
                                    " moments that both tell";
    return found;
  }
  found.kind = LogAlignmentKind::kByClock;
  const ClockDifference difference = difference_of(log, agree);
  found.uncertainty = difference.uncertainty;
  found.lines.resize(log.events.size());
  Instant last = kCallStart;
  for (std::size_t i = 0; i < log.events.size(); ++i) {
    if (log.events[i].at) last = *log.events[i].at + difference.offset;
    found.lines[i].earliest = last;
  }
  Instant next = kNever;
  for (std::size_t i = log.events.size(); i-- > 0;) {
    if (log.events[i].at) next = *log.events[i].at + difference.offset;
    found.lines[i].latest = next;
  }
  found.text = "aligned by its times at " + std::to_string(agree.size()) +
               (agree.size() == 1 ? " moment that both tell (" : " moments that both tell (") + text_of(agree) +
               "), to within " + milliseconds_text(found.uncertainty);
  if (!log.fine_times) found.text += "; it counts whole seconds";
  if (found.contradictions > 0) found.text += "; " + std::to_string(found.contradictions) + " more do not agree";
  return found;
}

// ---- by order
// ----------------------------------------------------------------------------------------------------

/// The longest run of ties in which the wire's times never go back.
std::vector<Tie> in_order(const std::vector<Tie>& ties) {
  std::vector<std::size_t> length(ties.size(), 1);
  std::vector<std::size_t> before(ties.size(), ties.size());
  std::size_t last = ties.size();
  for (std::size_t i = 0; i < ties.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (ties[j].wire > ties[i].wire || length[j] + 1 <= length[i]) continue;
      length[i] = length[j] + 1;
      before[i] = j;
    }
    if (last == ties.size() || length[i] > length[last]) last = i;
  }
  std::vector<Tie> chain;
  for (; last < ties.size(); last = before[last]) chain.push_back(ties[last]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

LogAlignment by_order(const LogCall& log, const std::vector<Tie>& all, const CallAccount& account) {
  const std::vector<Tie> ties = in_order(all);
  LogAlignment found;
  found.ties = std::ssize(ties);
  found.contradictions = std::ssize(all) - found.ties;
  if (ties.empty() || found.contradictions > found.ties) {
    found.text =
        "could not be aligned: it has no times, and its lines tell of nothing that the wire shows in that "
        "order";
    return found;
  }
  found.kind = LogAlignmentKind::kByOrder;
  found.lines.resize(log.events.size());
  std::size_t next = 0;
  Instant last = kCallStart;
  for (std::size_t i = 0; i < log.events.size(); ++i) {
    for (; next < ties.size() && ties[next].line <= i; ++next) last = ties[next].wire;
    found.lines[i].earliest = last;
    const bool tied = next > 0 && ties[next - 1].line == i;
    found.lines[i].latest = tied ? last : next < ties.size() ? ties[next].wire : std::max(last, account.ended);
  }
  found.text = "aligned by order, since it has no times that could be used, at " + std::to_string(ties.size()) +
               (ties.size() == 1 ? " moment that both tell (" : " moments that both tell (") + text_of(ties) + ")";
  if (found.contradictions > 0) found.text += "; " + std::to_string(found.contradictions) + " more do not agree";
  return found;
}

/// Both name the same thing, and it is another.
bool other_sid(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() && a != b;
}
bool same_sid(std::string_view a, std::string_view b) {
  return !a.empty() && a == b;
}

bool another_call(const LogCall& log, const CallAccount& account) {
  if (same_sid(log.stream_sid, account.header.stream_sid) || same_sid(log.call_sid, account.header.call_sid))
    return false;
  return other_sid(log.stream_sid, account.header.stream_sid) || other_sid(log.call_sid, account.header.call_sid);
}

/// "its counts are others: rx=120, and 300 were sent"
std::string counts_text(const LogCall& log, const CallAccount& account) {
  for (const LogEvent& event : log.events) {
    if (event.kind != LogKind::kStop && event.kind != LogKind::kEnd && event.kind != LogKind::kDone) continue;
    const auto differ = [](std::int64_t told, std::int64_t seen) {
      return told * 10 < seen * 9 || seen * 10 < told * 9;
    };
    std::string text;
    if (const auto rx = event.number("rx"); rx && differ(*rx, account.media_to_agent)) {
      text += "rx=" + std::to_string(*rx) + " where " + std::to_string(account.media_to_agent) +
              " frames were sent to it";
    }
    if (const auto tx = event.number("tx"); tx && differ(*tx, account.media_from_agent)) {
      if (!text.empty()) text += ", ";
      text += "tx=" + std::to_string(*tx) + " where " + std::to_string(account.media_from_agent) + " came from it";
    }
    return text.empty() ? text : "; its counts are others: " + text;
  }
  return {};
}

}  // namespace

LogAlignment align(const LogCall& log, const CallAccount& account) {
  LogAlignment found;
  if (another_call(log, account)) {
    found.text = "is of another call: its sid is another";
    return found;
  }
  const std::vector<Tie> ties = ties_of(log, account);
  found = log.times ? by_clock(log, ties) : LogAlignment();
  if (found.kind == LogAlignmentKind::kNone && (!log.times || ties.empty())) found = by_order(log, ties, account);
  if (found.kind != LogAlignmentKind::kNone) found.text += counts_text(log, account);
  return found;
}

std::optional<std::size_t> log_call_of(std::span<const LogCall> calls, const CallAccount& account) {
  if (calls.size() == 1) return 0;  // why it does not fit is for its alignment to say
  std::optional<std::size_t> best;
  std::int64_t most = 0;
  bool tied = false;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const bool named = same_sid(calls[i].stream_sid, account.header.stream_sid) ||
                       same_sid(calls[i].call_sid, account.header.call_sid);
    if (named) return i;
    const LogAlignment alignment = align(calls[i], account);
    if (alignment.kind == LogAlignmentKind::kNone || alignment.ties < most) continue;
    tied = alignment.ties == most;
    most = alignment.ties;
    best = i;
  }
  return tied ? std::nullopt : best;
}

}  // namespace parley
