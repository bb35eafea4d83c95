#include "speech/openai/chat_request.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/json.h"

namespace parley {
namespace {

constexpr std::array<std::string_view, 4> kRoles{"system", "user", "assistant", "tool"};

std::string language_name(std::string_view code) {
  if (code == "en") return "English";
  if (code == "he") return "Hebrew";
  return "the language " + std::string(code);
}

std::string usual_prompt(const AgentProfile& profile) {
  return "You answer the telephone. Speak " + language_name(profile.language) +
         ". What you write is read aloud: one or two short sentences, no lists, no markup, no emoji; numbers as "
         "they are spoken.";
}

/// Where the last `turns` words of the caller begin.
std::size_t beginning_of(const std::vector<ConversationLine>& utterances, int turns) {
  std::size_t at = utterances.size();
  for (int left = std::max(turns, 1); at > 0; --at) {
    const bool callers = utterances[at - 1].speaker == ConversationLine::Speaker::kCaller;
    // The caller's words that end the conversation and the words he said before them may be several in a row.
    const bool begins_turn = callers && (at < 2 || utterances[at - 2].speaker == ConversationLine::Speaker::kAgent);
    if (begins_turn && --left == 0) return at - 1;
  }
  return 0;
}

void write_message(json::Writer& writer, const ChatMessage& message) {
  writer.begin_object().member("role", kRoles[static_cast<std::size_t>(message.role)]);
  writer.member("content", std::string_view(message.text));
  if (!message.calls.empty()) {
    writer.key("tool_calls").begin_array();
    for (const ToolCall& call : message.calls) {
      writer.begin_object().member("id", std::string_view(call.id)).member("type", "function");
      writer.key("function").begin_object().member("name", std::string_view(call.name));
      writer.member("arguments", std::string_view(call.arguments)).end_object().end_object();
    }
    writer.end_array();
  }
  if (message.role == ChatMessage::Role::kTool) writer.member("tool_call_id", std::string_view(message.answers));
  writer.end_object();
}

}  // namespace

std::vector<ChatMessage> chat_messages(const AgentProfile& profile, const Conversation& conversation) {
  std::vector<ChatMessage> out;
  out.push_back(
      {ChatMessage::Role::kSystem, profile.prompt.empty() ? usual_prompt(profile) : profile.prompt, {}, {}});
  const std::vector<ConversationLine>& said = conversation.utterances();
  for (std::size_t i = beginning_of(said, profile.history); i < said.size(); ++i) {
    const ConversationLine& one = said[i];
    if (one.text.empty()) continue;
    const bool callers = one.speaker == ConversationLine::Speaker::kCaller;
    const auto role = callers ? ChatMessage::Role::kUser : ChatMessage::Role::kAssistant;
    const std::string text = one.cut && !callers ? one.text + "..." : one.text;
    // Many models take turns strictly: one message a turn.
    if (out.back().role == role) {
      out.back().text += "\n" + text;
    } else {
      out.push_back({role, text, {}, {}});
    }
  }
  return out;
}

std::string chat_body(const ChatOptions& options, const std::vector<ChatMessage>& messages,
                      const ReplyTools* tools) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("model", std::string_view(options.model)).member("stream", true);
  if (options.usage) writer.key("stream_options").begin_object().member("include_usage", true).end_object();
  if (options.most_tokens > 0) writer.member(options.token_field, options.most_tokens);
  if (options.temperature) writer.member("temperature", json::Value(*options.temperature, 0));
  writer.key("messages").begin_array();
  for (const ChatMessage& message : messages) write_message(writer, message);
  writer.end_array();
  if (tools != nullptr && !tools->empty()) tools->write(writer);
  writer.end_object();
  return out;
}

}  // namespace parley
