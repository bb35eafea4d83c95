// What a language model may do beside speaking: end the call, transfer it to a number that the operator named, and
// ask the operator's own HTTP services. Read once when a server starts; it calls nobody.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "speech/http/service_address.h"

namespace parley {

/// What a model asks for.
struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments;  // JSON, as the model wrote it
};

/// A service that takes the arguments as a POST of JSON and answers with text for the model.
struct HttpTool {
  std::string name;
  std::string description;
  json::Value parameters;  // a JSON schema
  ServiceAddress address;
};

class ReplyTools {
 public:
  static constexpr std::size_t kMostTools = 16;
  static constexpr std::string_view kHangUp = "hang_up";
  static constexpr std::string_view kTransfer = "transfer_call";

  void allow_hang_up() { hang_up_ = true; }
  /// "+15551234567", or "sales=+15551234567, support=+15557654321". A model chooses among these and never a number.
  Result<void> allow_transfer(std::string_view targets, std::string_view key);
  /// A JSON object of name, description, parameters and url, or an array of such; `place` is the file's path.
  Result<void> add_http_tools(std::string_view file, std::string_view place);

  bool empty() const { return !hang_up_ && targets_.empty() && http_.empty(); }
  const HttpTool* find(std::string_view name) const;
  bool may_hang_up() const { return hang_up_; }
  /// The number for what the model wrote as arguments; nothing if it named no target there is.
  std::optional<std::string> transfer_number(std::string_view arguments) const;
  /// The members `tools` of a request.
  void write(json::Writer& writer) const;

 private:
  Result<void> add(const json::Value& tool, std::string_view place);
  void write_transfer(json::Writer& writer) const;

  bool hang_up_ = false;
  std::vector<std::pair<std::string, std::string>> targets_;  // name and number; one without a name is alone
  std::vector<HttpTool> http_;
};

/// The member `say` of a tool's arguments: what the caller is told before it happens.
std::string words_of(std::string_view arguments);

}  // namespace parley
