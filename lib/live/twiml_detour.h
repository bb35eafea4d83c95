// TwiML on its way through a tap: the streams in it are made to lead through the tap too, and where they really
// lead is remembered. Text in, text out; nothing is fetched or connected.
//
//   wss://voice.example.com/stream  ->  wss://PUBLIC/stream                                  the target's own host
//   wss://media.example.net/a       ->  wss://PUBLIC/_tap/wss/media.example.net/a            any other
//
// Nothing else in the document changes, not a byte. Used on one loop.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/twilio/url.h"

namespace parley {

class TwimlDetour {
 public:
  /// Hosts beyond this are not remembered, and streams to them are left as they are.
  static constexpr std::size_t kMostHosts = 100;

  explicit TwimlDetour(twilio::Url target) : target_(std::move(target)) {}

  struct Rewritten {
    std::string body;
    std::vector<std::string> rerouted;  // as the document said
    std::vector<std::string> left;      // absolute ones that still go past the tap
  };
  /// `document` is where Twilio believes to have it from: the tap's own public URL.
  Rewritten rewrite(std::string_view body, const twilio::Url& document);

  /// Where a stream leads that is asked for here; nothing for a detour that no TwiML has named.
  std::optional<twilio::Url> destination(std::string_view request_target) const;

 private:
  std::optional<std::string> detour_of(const twilio::Url& stream, const twilio::Url& document);

  twilio::Url target_;
  std::set<std::string, std::less<>> hosts_;  // "wss/media.example.net:8443"
};

}  // namespace parley
