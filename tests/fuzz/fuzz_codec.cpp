// Any text is a message of Twilio's and one of a server's, if only a malformed one; what is a message is written
// and read again to the same value, and written again to the same text.
#include <variant>

#include "core/base/check.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

void check_inbound(const std::string& text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  if (const auto* bad = std::get_if<twilio::Malformed>(&message)) PARLEY_CHECK(!bad->reason.empty());
  if (std::holds_alternative<twilio::Malformed>(message) || std::holds_alternative<twilio::Unknown>(message))
    return;
  std::string written;
  twilio::write(message, written);
  const twilio::Inbound again = twilio::parse_inbound(written);
  PARLEY_CHECK(again == message);
  std::string twice;
  twilio::write(again, twice);
  PARLEY_CHECK(twice == written);
}

void check_outbound(const std::string& text) {
  const twilio::ParsedOutbound parsed = twilio::parse_outbound(text);
  std::visit(overloaded{
                 [](const twilio::Unknown&) {},
                 [](const twilio::Malformed& bad) { PARLEY_CHECK(!bad.reason.empty()); },
                 [](const auto& message) {
                   std::string written;
                   twilio::write(twilio::Outbound(message), written);
                   const twilio::ParsedOutbound again = twilio::parse_outbound(written);
                   using Message = std::remove_cvref_t<decltype(message)>;
                   const auto* same = std::get_if<Message>(&again.message);
                   PARLEY_CHECK(same != nullptr && *same == message && again.extra_field.empty());
                 },
             },
             parsed.message);
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = parley::fuzz::text_of(data, size);
  parley::fuzz::check_inbound(text);
  parley::fuzz::check_outbound(text);
  return 0;
}
