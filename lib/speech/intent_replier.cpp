#include "speech/intent_replier.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/reply/intents/dialogue.h"
#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/intent_file.h"
#include "core/reply/sentence_splitter.h"

namespace parley {
namespace {

constexpr std::size_t kRemembered = 16;  // replies that a caller may want to hear again

std::shared_ptr<const IntentBook> book_of(const AgentProfile& profile) {
  return profile.intents != nullptr ? profile.intents : front_desk();
}

class IntentReplier final : public Replier {
 public:
  IntentReplier(ProviderSeat seat, const AgentProfile& profile) : seat_(std::move(seat)) {
    const auto book = book_of(profile);
    if (book->language(profile.language) == nullptr) return;
    dialogue_.emplace(book, profile.language, DialogueOptions{profile.transfer_to, profile.hears});
  }

  void ask(const AskReply& ask, const Conversation& conversation) override {
    if (!dialogue_) return seat_.say(ReplyFailed{ask.turn, "the agent has no intents in this language", false});
    const bool again = answered_ && ask.turn == asked_.turn && ask.text == asked_.text;
    if (!again) answer(ask, conversation);
    give();
  }

  void cancel(TurnId) override {}  // what was asked for has been given at once

  bool is_complete(std::string_view words) const override { return dialogue_ && dialogue_->is_complete(words); }

 private:
  struct Given {
    TurnId turn;
    std::string text;
  };

  void answer(const AskReply& ask, const Conversation& conversation) {
    // A turn that was joined to this one comes again as the beginning of its words.
    const bool joined = answered_ && ask.text.starts_with(asked_.text) && !conversation.agent_spoke_in(asked_.turn);
    if (joined && before_) dialogue_ = before_;
    before_ = dialogue_;
    asked_ = ask;
    answered_ = true;
    reply_ = dialogue_->hear(ask.text);
    if (reply_.repeats) reply_.text = heard_last(conversation).value_or(reply_.text);
    if (given_.size() == kRemembered) given_.erase(given_.begin());
    given_.push_back({ask.turn, reply_.text});
    if (reply_.lead && reply_.lead != kept_) {
      kept_ = reply_.lead;
      if (seat_.collected) seat_.collected(*reply_.lead);
    }
  }

  /// The last of our replies of which the caller heard something, as a whole; else what else he heard.
  std::optional<std::string> heard_last(const Conversation& conversation) const {
    const auto& all = conversation.utterances();
    for (auto one = all.rbegin(); one != all.rend(); ++one) {
      if (one->speaker != ConversationLine::Speaker::kAgent) continue;
      const auto is_it = [&](const Given& given) { return given.turn == one->turn; };
      const auto ours = std::find_if(given_.rbegin(), given_.rend(), is_it);
      if (ours != given_.rend()) return ours->text;
    }
    const auto by_agent = [](const ConversationLine& one) {
      return one.speaker == ConversationLine::Speaker::kAgent;
    };
    const auto any = std::find_if(all.rbegin(), all.rend(), by_agent);
    return any == all.rend() ? std::nullopt : std::optional(any->text);
  }

  /// Sentence by sentence, so that the first is spoken while the others wait.
  void give() {
    std::vector<std::string> sentences;
    SentenceSplitter splitter;
    splitter.push(reply_.text);
    while (auto sentence = splitter.next()) sentences.push_back(*std::move(sentence));
    if (auto rest = splitter.rest()) sentences.push_back(*std::move(rest));
    for (std::size_t i = 0; i + 1 < sentences.size(); ++i) {
      ReplyText text;
      text.turn = asked_.turn;
      text.text = sentences[i] + " ";
      seat_.say(std::move(text));
    }
    ReplyText last;
    last.turn = asked_.turn;
    if (!sentences.empty()) last.text = sentences.back();
    last.done = true;
    last.then = reply_.then;
    last.transfer_to = reply_.transfer_to;
    seat_.say(std::move(last));
  }

  ProviderSeat seat_;
  std::optional<Dialogue> dialogue_;
  std::optional<Dialogue> before_;  // as it stood before the words that were answered last
  AskReply asked_;
  bool answered_ = false;
  DialogueReply reply_;
  std::vector<Given> given_;
  std::optional<Lead> kept_;
};

std::string description_of(const AgentProfile& profile) {
  const auto book = book_of(profile);
  return "intents: " + std::to_string(book->intents().size()) + " of them, in \"" + profile.language + "\"";
}

class IntentReplyProvider final : public ReplyProvider {
 public:
  std::unique_ptr<Replier> replier(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<IntentReplier>(std::move(seat), profile);
  }
  void check(EventLoop&, const AgentProfile& profile, ToldCheck told) const override {
    const bool good = book_of(profile)->language(profile.language) != nullptr;
    told({good, good ? description_of(profile) : "intents: there are none in \"" + profile.language + "\""});
  }
};

}  // namespace

std::shared_ptr<const IntentBook> front_desk() {
  static const std::shared_ptr<const IntentBook> book = [] {
    auto read = read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages());
    PARLEY_CHECK(read.has_value());
    return std::make_shared<const IntentBook>(std::move(*read));
  }();
  return book;
}

Result<std::shared_ptr<const ReplyProvider>> make_intent_replier(const ProviderParts& parts) {
  for (const auto& profile : parts.profiles) {
    if (book_of(*profile)->language(profile->language) != nullptr) continue;
    return make_error("the intents have no examples in \"" + profile->language +
                      "\", which is the agent's language");
  }
  return std::shared_ptr<const ReplyProvider>(std::make_shared<IntentReplyProvider>());
}

}  // namespace parley
