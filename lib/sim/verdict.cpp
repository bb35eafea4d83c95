#include "sim/verdict.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace parley {
namespace {

std::string ms(Duration span) {
  return std::to_string(to_millis(span)) + " ms";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

/// Collects the checks of one scenario; every method looks at one expectation and does nothing if it is absent.
class Judge {
 public:
  Judge(const Scenario& scenario, const SimulatedCall& call, const CallAccount& account,
        std::span<const Finding> findings)
      : expect_(scenario.expect), call_(call), account_(account), findings_(findings) {}

  std::vector<Check> all() {
    for (const std::string& step : call_.unmet) add("every step of the script happens", false, step);
    counts();
    delays();
    silences();
    findings();
    inside();
    return std::move(checks_);
  }

 private:
  void add(std::string expectation, bool met, std::string actual) {
    checks_.push_back({std::move(expectation), met ? Outcome::kMet : Outcome::kFailed, std::move(actual)});
  }
  void count(std::string_view key, const std::optional<int>& wanted, std::size_t actual) {
    if (!wanted) return;
    add(std::string(key) + " " + std::to_string(*wanted), static_cast<std::size_t>(*wanted) == actual,
        std::to_string(actual));
  }
  void counts();
  void delays();
  void silences();
  void findings();
  void inside();
  void at_most(std::string_view key, const std::optional<Duration>& limit, const std::optional<Duration>& worst,
               std::string_view none);

  const Expectations& expect_;
  const SimulatedCall& call_;
  const CallAccount& account_;
  std::span<const Finding> findings_;
  std::vector<Check> checks_;
};

void Judge::counts() {
  count("turns", expect_.turns, account_.turns.size());
  if (expect_.replies_per_turn) {
    for (std::size_t i = 0; i < account_.turns.size(); ++i) {
      const std::size_t replies = account_.turns[i].replies.size();
      const bool met = replies == static_cast<std::size_t>(*expect_.replies_per_turn);
      if (met && i + 1 < account_.turns.size()) continue;
      add("replies_per_turn " + std::to_string(*expect_.replies_per_turn), met,
          "turn " + std::to_string(i + 1) + " had " + std::to_string(replies));
      if (!met) break;
    }
  }
  const auto outstanding = std::count_if(account_.marks.begin(), account_.marks.end(),
                                         [](const MarkEntry& mark) { return !mark.has_returned(); });
  count("marks_outstanding", expect_.marks_outstanding, static_cast<std::size_t>(outstanding));
  const auto flushing = std::count_if(account_.clears.begin(), account_.clears.end(),
                                      [](const ClearSent& clear) { return clear.audible; });
  count("flushing_clears", expect_.flushing_clears, static_cast<std::size_t>(flushing));
  const auto barge_ins = std::count_if(account_.interruptions.begin(), account_.interruptions.end(),
                                       [](const Interruption& i) { return i.clear.has_value(); });
  count("barge_ins", expect_.barge_ins, static_cast<std::size_t>(barge_ins));
}

void Judge::at_most(std::string_view key, const std::optional<Duration>& limit,
                    const std::optional<Duration>& worst, std::string_view none) {
  if (!limit) return;
  const std::string expectation = std::string(key) + " " + std::to_string(to_millis(*limit));
  if (!worst) return add(expectation, false, std::string(none));
  add(expectation, *worst <= *limit, ms(*worst));
}

void Judge::delays() {
  std::optional<Duration> wait;
  bool all_answered = true;
  for (const CallerTurn& turn : account_.turns) {
    all_answered = all_answered && turn.answered();
    if (turn.answered()) wait = std::max(wait.value_or(Duration{}), turn.waited());
  }
  at_most("reply_within_ms", expect_.reply_within, all_answered ? wait : std::nullopt,
          account_.turns.empty() ? "the caller had no turn" : "a turn was not answered");

  std::optional<Duration> clear;
  std::optional<Duration> silent;
  std::optional<Duration> overlap = Duration{};
  for (const Interruption& interruption : account_.interruptions) {
    overlap = std::max(*overlap, interruption.overlap);
    if (!interruption.clear) continue;
    const Instant cleared = account_.clears[*interruption.clear].at;
    clear = std::max(clear.value_or(Duration{}), cleared - interruption.onset);
    const Duration heard = account_.replies[interruption.reply].end - interruption.onset;
    silent = std::max(silent.value_or(Duration{}), heard);
  }
  at_most("clear_within_ms", expect_.clear_within, clear, "nothing was cleared");
  at_most("silent_within_ms", expect_.silent_within, silent, "nothing was interrupted");
  at_most("overlap_ms_max", expect_.overlap_max, overlap, "");
  at_most("ends_by_ms", expect_.ends_by, account_.ended - kCallStart, "");
}

/// The longest time in which neither spoke, between the caller's first word and the last of either.
void Judge::silences() {
  if (!expect_.dead_air_max || account_.turns.empty()) return;
  std::vector<std::pair<Instant, Instant>> voices;
  for (const Utterance& utterance : account_.utterances) voices.emplace_back(utterance.begin, utterance.end);
  for (const AgentStretch& stretch : account_.stretches) voices.emplace_back(stretch.begin, stretch.end);
  std::sort(voices.begin(), voices.end());
  Instant until = account_.turns.front().begin;
  Duration longest{};
  for (const auto& [begin, end] : voices) {
    if (begin > until) longest = std::max(longest, begin - until);
    until = std::max(until, end);
  }
  at_most("dead_air_ms_max", expect_.dead_air_max, longest, "");
}

void Judge::findings() {
  std::vector<std::string> ids;
  for (const Finding& finding : findings_) {
    if (finding.severity != Severity::kInfo) ids.emplace_back(finding.id);
  }
  if (expect_.first_finding) {
    const std::string first = findings_.empty() ? "none" : std::string(findings_.front().id);
    add("first_finding " + *expect_.first_finding, first == *expect_.first_finding, first);
  }
  if (expect_.no_findings.value_or(false)) add("no_findings", ids.empty(), joined(ids));
  if (expect_.findings) {
    std::vector<std::string> wanted = *expect_.findings;
    std::vector<std::string> found = ids;
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    add("findings " + joined(*expect_.findings), wanted == found, joined(ids));
  }
}

void Judge::inside() {
  if (!expect_.hears && !expect_.state_path) return;
  if (!call_.agent) {
    const std::string why = "only our own agent shows it";
    if (expect_.hears) checks_.push_back({"hears", Outcome::kSkipped, why});
    if (expect_.state_path) checks_.push_back({"state_path", Outcome::kSkipped, why});
    return;
  }
  std::vector<std::pair<TurnId, std::string>> heard;
  std::vector<std::string> path;
  for (const trace::CallEvent& event : call_.agent->events) {
    if (const auto* text = std::get_if<trace::TurnText>(&event.what)) heard.emplace_back(text->turn, text->text);
    if (const auto* state = std::get_if<trace::StateChanged>(&event.what)) {
      path.emplace_back(name_of(state->to));
      // The words of a turn that was joined are part of the next turn's.
      if (state->reason == TurnReason::kJoined) {
        std::erase_if(heard, [state](const auto& entry) { return entry.first == state->turn; });
      }
    }
  }
  std::vector<std::string> texts;
  for (auto& [turn, text] : heard) texts.push_back(std::move(text));
  if (expect_.hears) add("hears " + joined(*expect_.hears), texts == *expect_.hears, joined(texts));
  if (expect_.state_path)
    add("state_path " + joined(*expect_.state_path), path == *expect_.state_path, joined(path));
}

}  // namespace

std::vector<Check> verdict(const Scenario& scenario, const SimulatedCall& call, const CallAccount& far_end,
                           std::span<const Finding> findings) {
  return Judge(scenario, call, far_end, findings).all();
}

bool passed(std::span<const Check> checks) {
  return std::none_of(checks.begin(), checks.end(),
                      [](const Check& check) { return check.outcome == Outcome::kFailed; });
}

}  // namespace parley
