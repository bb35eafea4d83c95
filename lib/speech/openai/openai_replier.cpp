#include "speech/openai/openai_replier.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "files/text_file.h"
#include "speech/openai/chat_session.h"
#include "speech/provider_check.h"

namespace parley {

const std::array<ProviderSetting, 10> kOpenaiReplierSettings{{
    {"openai.chat_path", "", "/chat/completions", "Path of replies below openai.base_url, or a whole address."},
    {"openai.model", "OPENAI_MODEL", "gpt-4o-mini", "Model that replies."},
    {"openai.max_tokens", "", "300", "Most tokens of a reply; 0: the server's own limit.", SettingKind::kNumber, 0,
     100'000},
    {"openai.token_field", "", "max_tokens", "What that limit is called: max_tokens or max_completion_tokens."},
    {"openai.temperature", "", "", "0 to 2; empty: the model's own."},
    {"openai.usage", "", "true", "Ask for the count of tokens at the end; some servers refuse that.",
     SettingKind::kSwitch},
    {"openai.hang_up", "", "true", "Let the model end the call by a tool; off for models that know no tools.",
     SettingKind::kSwitch},
    {"openai.transfer_to", "OPENAI_TRANSFER_TO", "",
     "Number the model may transfer to, or several by name: sales=+1555..., support=+1555...; empty: none."},
    {"openai.tool_file", "", "",
     "JSON file of the HTTP tools that the model may use: objects of name, description, parameters and url."},
    {"openai.tool_token", "OPENAI_TOOL_TOKEN", "", "Bearer token that the HTTP tools are called with.",
     SettingKind::kText, 0, 0, true},
}};

namespace {

constexpr std::size_t kMostToolFile = 256 * 1024;

class OpenaiReplies final : public ReplyProvider {
 public:
  explicit OpenaiReplies(ChatService with) : with_(std::make_shared<const ChatService>(std::move(with))) {}

  std::unique_ptr<Replier> replier(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<ChatSession>(std::move(seat), with_, profile);
  }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    check_by_asking(loop, *this, profile, with_->service.who.name + ": the model " + with_->options.model,
                    std::move(told));
  }

 private:
  std::shared_ptr<const ChatService> with_;
};

Result<std::optional<double>> read_temperature(const std::string& text, std::string_view key) {
  if (text.empty()) return std::optional<double>();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || !(value >= 0 && value <= 2)) return make_error("must be from 0 to 2", std::string(key));
  return std::optional<double>(value);
}

}  // namespace

Result<std::shared_ptr<const ReplyProvider>> make_openai_replier(const ProviderParts& parts) {
  const auto& [path, model, tokens, field, temperature, usage, hang_up, transfer, tool_file, tool_token] =
      kOpenaiReplierSettings;
  const ProviderValues& values = parts.values;
  auto service = openai_service(values, path);
  if (!service) return service.error();
  auto warmth = read_temperature(values.text(temperature), temperature.key);
  if (!warmth) return warmth.error();
  const std::string limit = values.text(field);
  if (limit != "max_tokens" && limit != "max_completion_tokens") {
    return make_error("must be max_tokens or max_completion_tokens", std::string(field.key));
  }
  ChatService with;
  with.service = std::move(*service);
  with.options = {values.text(model), limit, values.number(tokens), *warmth, values.on(usage)};
  with.tool_token = values.text(tool_token);
  if (values.on(hang_up)) with.tools.allow_hang_up();
  if (auto allowed = with.tools.allow_transfer(values.text(transfer), transfer.key); !allowed)
    return allowed.error();
  if (const std::string file = values.text(tool_file); !file.empty()) {
    const auto text = read_text_file(file, kMostToolFile);
    if (!text) return text.error();
    if (auto added = with.tools.add_http_tools(*text, file); !added) return added.error();
  }
  return std::make_shared<const OpenaiReplies>(std::move(with));
}

}  // namespace parley
