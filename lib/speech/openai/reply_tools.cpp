#include "speech/openai/reply_tools.h"

#include <algorithm>

namespace parley {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// As model interfaces want names of functions.
bool is_name(std::string_view text) {
  const auto fits = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_' || byte == '-';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), fits);
}

/// A number in its international form, or a SIP address.
bool is_target(std::string_view text) {
  if (text.starts_with("sip:")) return text.size() > 4 && text.find_first_of(" \"<>&") == std::string_view::npos;
  if (text.starts_with('+')) text.remove_prefix(1);
  return text.size() >= 3 && text.size() <= 15 &&
         std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

const std::string* text_member(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value == nullptr ? nullptr : value->as_string();
}

/// The beginning of a function without parameters but `say`; the caller adds more and closes it.
void begin_function(json::Writer& writer, std::string_view name, std::string_view description) {
  writer.begin_object().member("type", "function").key("function").begin_object();
  writer.member("name", name).member("description", description);
  writer.key("parameters").begin_object().member("type", "object").key("properties").begin_object();
  writer.key("say").begin_object().member("type", "string");
  writer.member("description", "What the caller is told before it happens.").end_object();
}

}  // namespace

Result<void> ReplyTools::allow_transfer(std::string_view targets, std::string_view key) {
  while (!targets.empty()) {
    const std::size_t comma = targets.find(',');
    const std::string_view one = trimmed(targets.substr(0, comma));
    targets.remove_prefix(comma == std::string_view::npos ? targets.size() : comma + 1);
    const std::size_t equals = one.starts_with("sip:") ? std::string_view::npos : one.find('=');
    const bool named = equals != std::string_view::npos;
    const std::string_view name = named ? trimmed(one.substr(0, equals)) : std::string_view();
    const std::string_view number = named ? trimmed(one.substr(equals + 1)) : one;
    if (!is_target(number) || (named && !is_name(name)) || targets_.size() == kMostTools) {
      return make_error("must be a number such as +15551234567, or several as sales=+1555..., support=+1555...",
                        std::string(key));
    }
    targets_.emplace_back(name, number);
  }
  const bool one_without_name =
      std::any_of(targets_.begin(), targets_.end(), [](const auto& t) { return t.first.empty(); });
  if (one_without_name && targets_.size() > 1) {
    return make_error("must name each of several numbers: sales=+1555..., support=+1555...", std::string(key));
  }
  return {};
}

Result<void> ReplyTools::add_http_tools(std::string_view file, std::string_view place) {
  json::ParseOptions options;
  options.comments = true;
  const auto parsed = json::parse(file, place, options);
  if (!parsed) return parsed.error();
  const json::Array* list = parsed->as_array();
  if (list == nullptr) return add(*parsed, place);
  for (const json::Value& tool : *list) {
    if (auto added = add(tool, place); !added) return added;
  }
  return {};
}

Result<void> ReplyTools::add(const json::Value& tool, std::string_view place) {
  const std::string where = std::string(place) + ":" + std::to_string(tool.line());
  const std::string* name = text_member(tool, "name");
  const std::string* description = text_member(tool, "description");
  const std::string* url = text_member(tool, "url");
  const json::Value* parameters = tool.find("parameters");
  if (name == nullptr || !is_name(*name)) return make_error("a tool has a name of letters, digits, _ and -", where);
  if (*name == kHangUp || *name == kTransfer || find(*name) != nullptr) {
    return make_error("there is a tool " + *name + " already", where);
  }
  if (description == nullptr || url == nullptr) return make_error("a tool has a description and a url", where);
  if (parameters == nullptr || parameters->as_object() == nullptr) {
    return make_error("a tool's parameters are a JSON schema, an object", where);
  }
  if (http_.size() == kMostTools) return make_error("there are at most 16 tools", where);
  auto address = service_address("", *url, where);
  if (!address) return address.error();
  http_.push_back({*name, *description, *parameters, std::move(*address)});
  return {};
}

const HttpTool* ReplyTools::find(std::string_view name) const {
  const auto found =
      std::find_if(http_.begin(), http_.end(), [name](const HttpTool& tool) { return tool.name == name; });
  return found == http_.end() ? nullptr : &*found;
}

std::optional<std::string> ReplyTools::transfer_number(std::string_view arguments) const {
  if (targets_.empty()) return std::nullopt;
  if (targets_.front().first.empty()) return targets_.front().second;
  const auto parsed = json::parse(arguments, "arguments");
  const std::string* to = parsed ? text_member(*parsed, "to") : nullptr;
  if (to == nullptr) return std::nullopt;
  const auto found = std::find_if(targets_.begin(), targets_.end(), [to](const auto& t) { return t.first == *to; });
  return found == targets_.end() ? std::nullopt : std::optional(found->second);
}

void ReplyTools::write(json::Writer& writer) const {
  writer.key("tools").begin_array();
  if (hang_up_) {
    begin_function(writer, kHangUp,
                   "Ends the call. Only when the caller has said goodbye or nothing is left to do.");
    writer.end_object().end_object().end_object().end_object();
  }
  if (!targets_.empty()) write_transfer(writer);
  for (const HttpTool& tool : http_) {
    writer.begin_object().member("type", "function").key("function").begin_object();
    writer.member("name", std::string_view(tool.name)).member("description", std::string_view(tool.description));
    writer.key("parameters").value(tool.parameters).end_object().end_object();
  }
  writer.end_array();
}

void ReplyTools::write_transfer(json::Writer& writer) const {
  begin_function(writer, kTransfer,
                 "Transfers the caller to a person. Only when he asks for one or you cannot help.");
  const bool named = !targets_.front().first.empty();
  if (named) {
    writer.key("to").begin_object().member("type", "string").key("enum").begin_array();
    for (const auto& [name, number] : targets_) writer.value(std::string_view(name));
    writer.end_array().end_object();
  }
  writer.end_object();
  if (named) writer.key("required").begin_array().value("to").end_array();
  writer.end_object().end_object().end_object();
}

std::string words_of(std::string_view arguments) {
  const auto parsed = json::parse(arguments, "arguments");
  const std::string* words = parsed ? text_member(*parsed, "say") : nullptr;
  return words == nullptr ? std::string() : *words;
}

}  // namespace parley
