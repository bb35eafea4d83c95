// One call's talk with a language model: a question at a time, its answer as it is written, and the rounds in which
// tools are asked and the model goes on with what they said. It keeps no history: each question brings the
// conversation along.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "speech/http/service_call.h"
#include "speech/openai/chat_answer.h"
#include "speech/openai/chat_request.h"
#include "speech/openai/openai_service.h"
#include "speech/openai/reply_tools.h"
#include "speech/provider.h"

namespace parley {

/// What all calls share.
struct ChatService {
  OpenaiService service;
  ChatOptions options;
  ReplyTools tools;
  std::string tool_token;
};

class ChatSession final : public Replier {
 public:
  static constexpr int kMostRounds = 3;  // of tools; then the model has to answer
  static constexpr std::size_t kMostToolAnswer = 16 * 1024;

  ChatSession(ProviderSeat seat, std::shared_ptr<const ChatService> with, const AgentProfile& profile);
  ~ChatSession() override;

  void ask(const AskReply& ask, const Conversation& conversation) override;
  void cancel(TurnId turn) override;

 private:
  struct ToolRun {
    ToolCall asked;
    std::string answer;
    bool done = false;
    std::unique_ptr<ServiceCall> call;
  };

  void request();
  void take(std::string_view piece);
  /// The model has written all it will: the reply is done, or tools are asked first.
  void conclude(std::string text);
  bool act(const ToolCall& call, const std::string& text);
  void run_tools(std::string text);
  void run_tool(std::size_t index);
  void tool_done(std::size_t index, std::string answer);
  void go_on_after_tools();
  void fail(const ProviderFault& fault);
  void stop();
  /// False: whoever was told has let go of us, or wants something else by now.
  bool give(std::string text);
  void say(ProviderEvent event);

  ProviderSeat seat_;
  std::shared_ptr<const ChatService> with_;
  AgentProfile profile_;
  std::optional<TurnId> turn_;  // that is being answered
  std::vector<ChatMessage> messages_;
  int rounds_ = 0;
  int asked_ = 0;          // questions; so that an answer to an old one is told
  bool any_text_ = false;  // of this turn, in any round
  std::string written_;    // in this round
  std::optional<ChatAnswer> answer_;
  std::unique_ptr<ServiceCall> call_;
  std::vector<ToolRun> tools_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parley
