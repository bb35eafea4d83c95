#include "core/twilio/twiml_schema.h"

#include <algorithm>
#include <array>

namespace parley::twilio {
namespace {

constexpr std::string_view kSpeechMarkup =
    "break emphasis lang p phoneme prosody s say-as sub w amazon:domain amazon:effect amazon:emotion";

// Elements that are only named among the children of others are known, and nobody looks inside.
constexpr std::array kSchemas = std::to_array<ElementSchema>({
    {"Response", "version",
     "Connect Start Stop Say Play Pause Hangup Dial Redirect Gather Record Reject Echo Enqueue Leave Pay Prompt "
     "Refer "
     "Sms Queue"},
    {"Connect", "action method",
     "Stream Assistant Autopilot AiSession Conversation ConversationRelay ConversationRelaySession "
     "ConversationOrchestrator Room VirtualAgent"},
    {"Start", "action method", "Stream Recording Siprec Transcription"},
    {"Stop", "", "Stream Siprec Transcription"},
    {"Stream", "url name track statusCallback statusCallbackMethod connectorName", "Parameter"},
    {"Parameter", "name value", ""},
    {"Say", "voice language loop", kSpeechMarkup, true},
    {"Play", "loop digits", "", true},
    {"Pause", "length", ""},
    {"Hangup", "", "Parameter"},
    {"Dial",
     "action method timeout hangupOnStar timeLimit callerId record trim recordingStatusCallback "
     "recordingStatusCallbackMethod recordingStatusCallbackEvent answerOnBridge ringTone recordingTrack sequential "
     "referUrl referMethod events",
     "Number Client Conference Queue Sim Sip Application WhatsApp", true},
    {"Redirect", "method", "", true},
    {"Gather",
     "input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits "
     "partialResultCallback partialResultCallbackMethod language hints bargeIn debug actionOnEmptyResult "
     "speechModel "
     "enhanced",
     "Say Play Pause"},
    {"Record",
     "action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback "
     "recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback",
     ""},
    {"Reject", "reason", "Parameter"},
});

bool has_word(std::string_view words, std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const bool begins = at == 0 || words[at - 1] == ' ';
    const std::size_t end = at + word.size();
    if (begins && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The word that differs from `word` in case alone, or nothing.
std::string_view same_but_for_case(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::string_view candidate = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(candidate.size() + 1, words.size()));
    const bool same = std::equal(candidate.begin(), candidate.end(), word.begin(), word.end(),
                                 [](char a, char b) { return lower(a) == lower(b); });
    if (same) return candidate;
  }
  return {};
}

std::string quoted(std::string_view name) {
  constexpr std::size_t kMostShown = 60;
  return std::string(name.substr(0, kMostShown)) + (name.size() > kMostShown ? "..." : "");
}

std::string tag(std::string_view name) {
  return "<" + quoted(name) + ">";
}

/// The element in which `name` has its place, or nothing.
std::string_view home_of(std::string_view name) {
  for (const ElementSchema& schema : kSchemas) {
    if (has_word(schema.children, name)) return schema.name;
  }
  return {};
}

std::string wrong_child(const ElementSchema& parent, std::string_view name) {
  const std::string subject = tag(name) + " in " + tag(parent.name);
  const std::string_view meant = same_but_for_case(parent.children, name);
  if (!meant.empty()) return subject + " is not known: names are case-sensitive, so write " + tag(meant);
  const std::string_view home = home_of(name);
  if (!home.empty()) return tag(name) + " has no place in " + tag(parent.name) + ": put it into " + tag(home);
  return subject + " is not known and is passed over";
}

std::string wrong_attribute(const ElementSchema& schema, std::string_view name) {
  const std::string subject = "the attribute " + quoted(name) + " of " + tag(schema.name);
  if (schema.name == "Stream" && name == "statusCallbackEvent") {
    return subject + " does not exist: all events of a stream are always sent";
  }
  const std::string_view meant = same_but_for_case(schema.attributes, name);
  if (!meant.empty()) return subject + " is not known: names are case-sensitive, so write " + quoted(meant);
  return subject + " is not known and is passed over";
}

void check(const XmlElement& element, std::vector<SchemaWarning>& warnings) {
  const ElementSchema* schema = find_schema(element.name);
  if (schema == nullptr) return;
  for (const XmlAttribute& attribute : element.attributes) {
    // Name spaces and the pointer to a schema are part of XML, not of TwiML.
    if (attribute.name.starts_with("xml") || attribute.name.starts_with("xsi:")) continue;
    if (!has_word(schema->attributes, attribute.name)) {
      warnings.push_back({wrong_attribute(*schema, attribute.name), element.line});
    }
  }
  if (!schema->text && element.text.find_first_not_of(" \t\r\n") != std::string::npos) {
    warnings.push_back({"text directly in " + tag(element.name) + " is passed over", element.line});
  }
  for (const XmlElement& child : element.children) {
    if (!has_word(schema->children, child.name)) {
      warnings.push_back({wrong_child(*schema, child.name), child.line});
      continue;
    }
    check(child, warnings);
  }
}

}  // namespace

const ElementSchema* find_schema(std::string_view name) {
  const auto* found = std::ranges::find(kSchemas, name, &ElementSchema::name);
  return found == kSchemas.end() ? nullptr : &*found;
}

bool may_contain(std::string_view parent, std::string_view element) {
  const ElementSchema* schema = find_schema(parent);
  return schema == nullptr || has_word(schema->children, element);
}

std::vector<SchemaWarning> check_schema(const XmlElement& element) {
  std::vector<SchemaWarning> warnings;
  check(element, warnings);
  return warnings;
}

}  // namespace parley::twilio
