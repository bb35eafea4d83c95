#include "agent/check_providers.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "live/event_loop.h"

namespace parley {
namespace {

using Ask = std::function<void(EventLoop&, ToldCheck)>;

struct Question {
  std::string whom;   // where nobody answers
  std::string names;  // whom the answer is about
  Ask ask;
};

/// Profiles that use providers in the same way.
struct Usage {
  std::shared_ptr<const AgentProfile> profile;
  std::vector<std::string> names;
};

bool used_alike(const AgentProfile& one, const AgentProfile& other) {
  return one.language == other.language && one.voice == other.voice && one.intents == other.intents &&
         one.prompt == other.prompt;
}

std::vector<Usage> usages_of(const std::vector<CheckedProfile>& profiles) {
  std::vector<Usage> usages;
  for (const CheckedProfile& checked : profiles) {
    const auto alike = [&](const Usage& usage) { return used_alike(*usage.profile, *checked.profile); };
    auto usage = std::find_if(usages.begin(), usages.end(), alike);
    if (usage == usages.end()) usage = usages.insert(usages.end(), {checked.profile, {}});
    if (!checked.name.empty()) usage->names.push_back(checked.name);
  }
  return usages;
}

/// " [default, +15550102 and 7 more]"
std::string names_of(const Usage& usage) {
  constexpr std::size_t kShown = 3;
  if (usage.names.empty()) return "";
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, usage.names.size()); ++i)
    text += (i > 0 ? ", " : "") + usage.names[i];
  if (usage.names.size() > kShown) text += " and " + std::to_string(usage.names.size() - kShown) + " more";
  return " [" + text + "]";
}

/// Loops on which somebody has not answered. He may still post to his, at the very end of the program too, so
/// nobody ever takes them away.
void keep_for_ever(std::unique_ptr<EventLoop> loop) {
  static std::mutex mutex;
  static auto& loops = *new std::vector<std::unique_ptr<EventLoop>>();
  const std::lock_guard lock(mutex);
  loops.push_back(std::move(loop));
}

std::vector<Question> questions_of(const SpeechTeam& team, const std::vector<CheckedProfile>& profiles) {
  std::vector<Question> all;
  for (const Usage& usage : usages_of(profiles)) {
    const auto& profile = usage.profile;
    const std::string language = " (" + profile->language + ")";
    const std::string names = names_of(usage);
    all.push_back(
        {"recognition" + language, names, [recognizer = team.recognizer, profile](EventLoop& loop, ToldCheck told) {
           recognizer->check(loop, *profile, std::move(told));
         }});
    all.push_back({"replies" + language, names, [replier = team.replier, profile](EventLoop& loop, ToldCheck told) {
                     replier->check(loop, *profile, std::move(told));
                   }});
    all.push_back(
        {"synthesis" + language, names, [synthesizer = team.synthesizer, profile](EventLoop& loop, ToldCheck told) {
           synthesizer->check(loop, *profile, std::move(told));
         }});
  }
  return all;
}

}  // namespace

std::vector<ProviderCheck> check_providers(const SpeechTeam& team, const std::vector<CheckedProfile>& profiles,
                                           std::chrono::milliseconds patience) {
  const std::vector<Question> questions = questions_of(team, profiles);
  std::vector<ProviderCheck> answers;
  for (const Question& question : questions) {
    answers.push_back({false, question.whom + ": no answer within " + std::to_string(patience.count()) + " ms"});
  }
  auto loop = std::make_unique<EventLoop>();
  std::size_t open = questions.size();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    loop->post([&, i] {
      questions[i].ask(*loop, [&, i](ProviderCheck check) {
        answers[i] = std::move(check);
        if (--open == 0) loop->stop();
      });
    });
  }
  loop->after(patience, [&loop] { loop->stop(); });
  if (!questions.empty()) loop->run();
  if (open > 0) keep_for_ever(std::move(loop));
  for (std::size_t i = 0; i < questions.size(); ++i) answers[i].what += questions[i].names;
  return answers;
}

}  // namespace parley
