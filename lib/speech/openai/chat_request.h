// What a language model is asked, as JSON of POST /chat/completions: who it is, what has been said, what it may do.
// Pure text; it sends nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/conversation.h"
#include "speech/agent_profile.h"
#include "speech/openai/reply_tools.h"

namespace parley {

struct ChatMessage {
  enum class Role { kSystem, kUser, kAssistant, kTool };
  Role role = Role::kUser;
  std::string text;
  std::vector<ToolCall> calls;  // of the assistant
  std::string answers;          // of a tool: the identifier of the call
};

struct ChatOptions {
  std::string model;
  std::string token_field;  // "max_tokens", or "max_completion_tokens" for models that think
  std::int64_t most_tokens = 0;
  std::optional<double> temperature;
  bool usage = false;
};

/// The profile's prompt, and the conversation's last turns; what was cut off is marked so.
std::vector<ChatMessage> chat_messages(const AgentProfile& profile, const Conversation& conversation);
/// Without `tools` the model has to answer in words.
std::string chat_body(const ChatOptions& options, const std::vector<ChatMessage>& messages,
                      const ReplyTools* tools);

}  // namespace parley
