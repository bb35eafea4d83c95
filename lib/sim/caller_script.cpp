#include "sim/caller_script.h"

#include <algorithm>

#include "core/base/check.h"

namespace parley {

namespace {

constexpr std::size_t kMostMoments = 100'000;  // an agent that stutters for hours must not fill the memory

std::size_t index_of(Anchor anchor) {
  PARLEY_CHECK(anchor >= Anchor::kAgentSpeaking);
  return static_cast<std::size_t>(anchor) - static_cast<std::size_t>(Anchor::kAgentSpeaking);
}

bool is_agents(Anchor anchor) {
  return anchor >= Anchor::kAgentSpeaking;
}

}  // namespace

CallerScript::CallerScript(std::vector<CallerStep> steps) : steps_(std::move(steps)), progress_(steps_.size()) {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (i == 0 || steps_[i].anchor == Anchor::kTime) open_.push_back(i);
  }
}

const std::vector<std::int64_t>& CallerScript::moments(Anchor anchor) const {
  return moments_[index_of(anchor)];
}

void CallerScript::agent_did(Anchor anchor, std::int64_t at) {
  std::vector<std::int64_t>& moments = moments_[index_of(anchor)];
  if (moments.size() < kMostMoments) moments.push_back(at);
}

std::optional<std::int64_t> CallerScript::awaited(const CallerStep& step, const Progress& above) const {
  const std::vector<std::int64_t>& moments = this->moments(step.anchor);
  if (step.turn > 0) {
    const auto nth = static_cast<std::size_t>(step.turn) - 1;
    return nth < moments.size() ? std::optional(moments[nth]) : std::nullopt;
  }
  if (step.anchor == Anchor::kAgentSilent) {
    const auto later = std::upper_bound(moments.begin(), moments.end(), above.end);
    return later != moments.end() ? std::optional(*later) : std::nullopt;
  }
  const std::size_t seen = above.seen[index_of(step.anchor)];
  return seen < moments.size() ? std::optional(moments[seen]) : std::nullopt;
}

std::optional<std::int64_t> CallerScript::begins(std::size_t index) const {
  const CallerStep& step = steps_[index];
  const std::int64_t offset = duration_to_samples(step.offset);
  if (step.anchor == Anchor::kTime) return offset;
  const Progress above = index == 0 ? Progress{.begun = true} : progress_[index - 1];
  if (!above.begun) return std::nullopt;
  if (step.anchor == Anchor::kPrevious) return above.end + offset;

  std::optional<std::int64_t> begins;
  if (const auto moment = awaited(step, above)) begins = std::max(*moment + offset, above.end);
  if (step.or_after) {
    const std::int64_t patience_ends = above.end + duration_to_samples(*step.or_after);
    begins = begins ? std::min(*begins, patience_ends) : patience_ends;
  }
  return begins;
}

std::optional<CallerScript::Due> CallerScript::next(std::int64_t from, std::int64_t until) const {
  std::optional<Due> earliest;
  for (const std::size_t i : open_) {
    const std::optional<std::int64_t> begins = this->begins(i);
    if (!begins || *begins >= until) continue;
    const std::int64_t at = std::max(*begins, from);
    if (!earliest || at < earliest->at) earliest = Due{i, at};
  }
  return earliest;
}

void CallerScript::began(std::size_t step, std::int64_t at, std::int64_t length) {
  Progress& progress = progress_[step];
  PARLEY_CHECK(!progress.begun);
  progress.begun = true;
  progress.begin = at;
  progress.end = at + length;
  for (std::size_t i = 0; i < moments_.size(); ++i) progress.seen[i] = moments_[i].size();
  ++begun_;
  last_end_ = std::max(last_end_, progress.end);
  const auto place = open_.erase(std::find(open_.begin(), open_.end(), step));
  const std::size_t below = step + 1;
  const bool opens = below < steps_.size() && steps_[below].anchor != Anchor::kTime;
  if (opens) open_.insert(place, below);  // it comes before any later one, and has not begun before this
}

bool CallerScript::certain_to_go_on() const {
  return std::any_of(open_.begin(), open_.end(), [this](std::size_t i) { return begins(i).has_value(); });
}

std::vector<std::string> CallerScript::unmet(std::int64_t end) const {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (progress_[i].begun) continue;
    const std::string path = "caller[" + std::to_string(i) + "]";
    if (const auto begins = this->begins(i)) {
      sentences.push_back(path + " did not happen: the call ended at " +
                          std::to_string(to_millis(samples_to_duration(end))) + " ms, before its time at " +
                          std::to_string(to_millis(samples_to_duration(*begins))) + " ms");
    } else if (i > 0 && !progress_[i - 1].begun) {
      sentences.push_back(path + " did not happen: it follows caller[" + std::to_string(i - 1) + "]");
    } else if (is_agents(steps_[i].anchor)) {
      sentences.push_back(path + " waited for " + std::string(name_of(steps_[i].anchor)) + ", which never came");
    }
  }
  return sentences;
}

}  // namespace parley
