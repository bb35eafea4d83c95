// A whole call: a header and its events in order.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/trace/call_event.h"

namespace parley::trace {

inline constexpr int kSchemaVersion = 1;

enum class ObservedAt : std::uint8_t { kAgent, kFarEnd, kTap, kLog };

/// What the agent says by itself, as it was made before the call: a replay without it would say something else.
struct RecordedPhrase {
  std::string name;
  std::string text;
  std::vector<std::uint8_t> mulaw;
  bool operator==(const RecordedPhrase&) const = default;
};

struct TraceHeader {
  int schema = kSchemaVersion;
  std::string build;                    // version of the program that wrote it; empty in goldens
  ObservedAt observed_at = ObservedAt::kAgent;
  std::string start_utc;                // empty in virtual time
  std::string call_sid;
  std::string stream_sid;
  std::string scenario;                 // name, empty for a live call
  std::uint64_t seed = 0;
  std::string detector = "energy";
  std::string provider;
  std::string mode = "AI";              // "AI", "ECHO" or "SINK"
  std::vector<std::pair<std::string, std::string>> settings;  // effective, those that differ from the defaults
  std::int64_t own_lateness_p99_us = 0; // quality of the measurement; 0 in virtual time
  bool has_audio = true;                // privacy switches
  bool has_text = true;
  std::vector<RecordedPhrase> phrases;  // on the agent's side; empty where nobody knows them
};

struct CallTrace {
  TraceHeader header;
  std::vector<CallEvent> events;
  std::string note;                     // what a reader had to say ("last line cut off"), empty if nothing
};

}  // namespace parley::trace
