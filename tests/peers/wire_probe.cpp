// A line of JSON in, a line of JSON out: signatures and TwiML for the peers test, which is written in JavaScript.
// It is part of the tests and no tool: what it is told it believes.
#include <iostream>

#include "core/base/json.h"
#include "core/twilio/signature.h"
#include "core/twilio/twiml.h"

namespace parley::peers {
namespace {

std::string text_of(const json::Value& request, std::string_view key) {
  const json::Value* value = request.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

/// Parameters come as [["name", "value"], ...].
twilio::Form form_of(const json::Value& request) {
  twilio::Form form;
  const json::Value* value = request.find("params");
  const json::Array* pairs = value == nullptr ? nullptr : value->as_array();
  if (pairs == nullptr) return form;
  for (const json::Value& pair : *pairs) {
    const json::Array* both = pair.as_array();
    if (both == nullptr || both->size() != 2 || !both->at(0).as_string() || !both->at(1).as_string()) continue;
    form.push_back({*both->at(0).as_string(), *both->at(1).as_string()});
  }
  return form;
}

void answer_twiml(const json::Value& request, json::Writer& out) {
  const std::string url = text_of(request, "url");
  const twilio::TwimlReading reading = twilio::read_twiml(text_of(request, "body"), {.url = url});
  out.member("failed", reading.failed).member("twiml", twilio::write_twiml(reading.verbs));
  out.key("notices").begin_array();
  for (const twilio::Notice& notice : reading.notices) out.value(std::to_string(notice.code) + " " + notice.text);
  out.end_array();
}

std::string answer(const std::string& line) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  const Result<json::Value> request = json::parse(line, "request");
  const std::string op = request.has_value() ? text_of(*request, "op") : std::string();
  if (op == "sign") {
    out.member("signature", twilio::sign(text_of(*request, "token"), text_of(*request, "url"), form_of(*request)));
  } else if (op == "valid") {
    out.member("valid", twilio::valid(text_of(*request, "token"), text_of(*request, "signature"),
                                      twilio::url_variants(text_of(*request, "url")), form_of(*request)));
  } else if (op == "valid_body") {
    out.member("valid",
               twilio::valid_body(text_of(*request, "token"), text_of(*request, "signature"),
                                  twilio::url_variants(text_of(*request, "url")), text_of(*request, "body")));
  } else if (op == "body_sha256") {
    out.member("hash", twilio::body_sha256(text_of(*request, "body")));
  } else if (op == "read_twiml") {
    answer_twiml(*request, out);
  } else {
    out.member("error", "unknown request");
  }
  out.end_object();
  return text;
}

}  // namespace
}  // namespace parley::peers

int main() {
  for (std::string line; std::getline(std::cin, line);) std::cout << parley::peers::answer(line) << '\n';
  return 0;
}
