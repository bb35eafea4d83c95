#include "agent/check_providers.h"

#include <functional>
#include <utility>

#include "live/event_loop.h"

namespace parley {
namespace {

using Ask = std::function<void(EventLoop&, ToldCheck)>;

struct Question {
  std::string whom;  // where nobody answers
  Ask ask;
};

std::vector<Question> questions_of(const SpeechTeam& team,
                                   const std::vector<std::shared_ptr<const AgentProfile>>& profiles) {
  std::vector<Question> all;
  for (const auto& profile : profiles) {
    const std::string language = " (" + profile->language + ")";
    all.push_back(
        {"recognition" + language, [recognizer = team.recognizer, profile](EventLoop& loop, ToldCheck told) {
           recognizer->check(loop, *profile, std::move(told));
         }});
    all.push_back({"replies" + language, [replier = team.replier, profile](EventLoop& loop, ToldCheck told) {
                     replier->check(loop, *profile, std::move(told));
                   }});
    all.push_back(
        {"synthesis" + language, [synthesizer = team.synthesizer, profile](EventLoop& loop, ToldCheck told) {
           synthesizer->check(loop, *profile, std::move(told));
         }});
  }
  return all;
}

}  // namespace

std::vector<ProviderCheck> check_providers(const SpeechTeam& team,
                                           const std::vector<std::shared_ptr<const AgentProfile>>& profiles,
                                           std::chrono::milliseconds patience) {
  const std::vector<Question> questions = questions_of(team, profiles);
  std::vector<ProviderCheck> answers;
  for (const Question& question : questions) {
    answers.push_back({false, question.whom + ": no answer within " + std::to_string(patience.count()) + " ms"});
  }
  EventLoop loop;
  std::size_t open = questions.size();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    loop.post([&, i] {
      questions[i].ask(loop, [&, i](ProviderCheck check) {
        answers[i] = std::move(check);
        if (--open == 0) loop.stop();
      });
    });
  }
  loop.after(patience, [&loop] { loop.stop(); });
  if (!questions.empty()) loop.run();
  return answers;
}

}  // namespace parley
