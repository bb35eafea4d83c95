#include "sim/exploration.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "sim/simulator.h"

namespace parley {
namespace {

std::string finding_text(const Finding& finding) {
  return "at " + std::to_string(to_millis(finding.at)) + " ms: " + finding.explanation;
}

/// Tries smaller scenarios and keeps those that still fail.
class Shrinking {
 public:
  Shrinking(Scenario scenario, std::function<bool(const Scenario&)> fails, int most_tries)
      : best_(std::move(scenario)), fails_(std::move(fails)), left_(most_tries) {}

  Scenario run() {
    bool smaller = true;
    while (smaller && left_ > 0) {
      // Each is tried in every round, whatever the one before has found.
      smaller = drop_steps();
      smaller = calm_line() || smaller;
      smaller = simplify_agent() || smaller;
      smaller = drop_settings() || smaller;
      smaller = round() || smaller;
    }
    return std::move(best_);
  }

 private:
  /// True if the change leaves a scenario that still fails; it is then the best.
  template <class Change>
  bool attempt(Change change) {
    if (left_ <= 0) return false;
    Scenario candidate = best_;
    change(candidate);
    --left_;
    if (!fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }
  /// The same for one value, if it is not that already.
  template <class T, class Of>
  bool attempt_value(Of of, const T& value) {
    if (of(best_) == value) return false;
    return attempt([&](Scenario& scenario) { of(scenario) = value; });
  }

  bool drop_steps() {
    bool any = false;
    for (std::size_t i = best_.caller.size(); i-- > 0;) {
      any = attempt([&](Scenario& s) { s.caller.erase(s.caller.begin() + static_cast<std::ptrdiff_t>(i)); }) || any;
    }
    return any;
  }
  bool calm_line() {
    const LineScript usual;
    bool any = false;
    for (std::size_t i = best_.line.stalls.size(); i-- > 0;) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      any = attempt([&](Scenario& s) { s.line.stalls.erase(s.line.stalls.begin() + at); }) || any;
    }
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.noise_bed; }, 0) ||
          any;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.line.jitter; }, usual.jitter) ||
          any;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.line.delay; }, usual.delay) ||
          any;
    if (best_.line.bursts.every > Duration{}) any = attempt([](Scenario& s) { s.line.bursts = {}; }) || any;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.line.echo_db; }, usual.echo_db) ||
          any;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.line.inbound_silence; }, usual.inbound_silence) ||
          any;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.line.clear_marks; }, usual.clear_marks) ||
          any;
    return attempt_value(
               [](Scenario & s) -> auto& { return s.line.protocol_error; }, usual.protocol_error) ||
           any;
  }
  bool simplify_agent() {
    if (best_.agent.kind == AgentKind::kNaive) return false;
    const ProviderScript usual;
    bool any = false;
    const auto provider = [&](auto ProviderScript::*member) {
      const auto of = [member](Scenario & s) -> auto& {
        return s.agent.provider.*member;
      };
      any = attempt_value(of, usual.*member) || any;
    };
    provider(&ProviderScript::first_audio);
    provider(&ProviderScript::synth_first);
    provider(&ProviderScript::stt_final);
    provider(&ProviderScript::stt_partial);
    provider(&ProviderScript::complete);
    provider(&ProviderScript::jitter);
    provider(&ProviderScript::reply);
    provider(&ProviderScript::greeting);
    provider(&ProviderScript::replies);
    provider(&ProviderScript::recognizer);
    provider(&ProviderScript::reply_fault);
    provider(&ProviderScript::synthesis);
    provider(&ProviderScript::late);
    provider(&ProviderScript::fault_on_turn);
    return any;
  }
  bool drop_settings() {
    bool any = false;
    for (std::size_t i = best_.settings.size(); i-- > 0;) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      any = attempt([&](Scenario& s) { s.settings.erase(s.settings.begin() + at); }) || any;
    }
    const Scenario usual;
    any = attempt_value(
              [](Scenario & s) -> auto& { return s.patience; }, usual.patience) ||
          any;
    return attempt_value(
               [](Scenario & s) -> auto& { return s.seed; }, usual.seed) ||
           any;
  }
  /// Whole tenths of a second are easier to read than 1377 ms.
  bool round() {
    bool any = false;
    const auto tenth = [](Duration span) { return millis(to_millis(span) / 100 * 100); };
    for (std::size_t i = 0; i < best_.caller.size(); ++i) {
      const auto offset = [i](Scenario & s) -> auto& {
        return s.caller[i].offset;
      };
      any = attempt_value(offset, tenth(best_.caller[i].offset)) || any;
    }
    if (best_.ends_by) {
      const auto end = [](Scenario & s) -> auto& {
        return s.ends_by;
      };
      any = attempt_value(end, std::optional<Duration>(tenth(*best_.ends_by))) || any;
    }
    return any;
  }

  Scenario best_;
  std::function<bool(const Scenario&)> fails_;
  int left_;
};

}  // namespace

std::vector<CallFlaw> problems_of(const Scenario& scenario, const SoundBank& sounds, Asked asked) {
  const auto call = simulate(scenario, sounds);
  if (!call) return {{"not-played", call.error().text()}};
  CallAccount account = account_of(call->far_end);
  // The far end cannot see states; our own agent's trace tells them on the same clock.
  if (call->agent) account.states = account_of(*call->agent).states;
  std::vector<CallFlaw> problems = broken_invariants(scenario, *call, account);
  if (asked == Asked::kInvariants) return problems;
  for (const Finding& finding : diagnose(account)) {
    if (finding.severity == Severity::kInfo) continue;
    problems.push_back({std::string(finding.id), finding_text(finding)});
  }
  for (const std::string& step : call->unmet) problems.push_back({"script-not-played", step});
  return problems;
}

Scenario shrunk(const Scenario& scenario, const SoundBank& sounds, Asked asked, std::string_view id,
                int most_tries) {
  const auto fails = [&](const Scenario& candidate) {
    const auto problems = problems_of(candidate, sounds, asked);
    return std::any_of(problems.begin(), problems.end(), [&](const CallFlaw& p) { return p.id == id; });
  };
  return Shrinking(scenario, fails, most_tries).run();
}

}  // namespace parley
