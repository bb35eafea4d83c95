// The words that traces use for what the trace's own vocabulary enumerates, and back.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <variant>

#include "core/trace/call_event.h"
#include "core/trace/call_trace.h"

namespace parley::trace {

/// In the order of the alternatives of `What`.
inline constexpr std::array<std::string_view, std::variant_size_v<What>> kKindNames{
    "message",      "provider",      "wake",          "connection",     "asked",
    "state",        "phase",         "voice_started", "voice_ended",    "floor_calibrated", "threshold_low",
    "inbound_gap",  "noise_dropped", "turn_text",     "reply_composed", "reply_started",
    "reply_ended",  "mark_sent",     "mark_acked",    "barge_in",       "duplicate_dropped",
    "late_dropped", "stage_failed",  "watchdog",      "violation", "unanswered", "audio_lost", "transfer", "heard",
    "summary"};
/// In the order of the alternatives of `ProviderEvent` and of `ProviderRequest`.
inline constexpr std::array<std::string_view, std::variant_size_v<ProviderEvent>> kProviderEventNames{
    "partial", "final", "recognizer_failed", "reply_text", "reply_failed", "speech_audio", "speech_failed"};
inline constexpr std::array<std::string_view, std::variant_size_v<ProviderRequest>> kProviderRequestNames{
    "open_recognizer", "recognizer_audio", "segment_began", "finish_segment",
    "ask_reply",       "synthesize",       "cancel_turn",   "close_recognizer"};

/// "message", "state": the `kind` of a trace line.
inline std::string_view kind_name(const What& what) {
  return kKindNames[what.index()];
}

std::string_view name_of(Direction direction);
std::string_view name_of(ObservedAt place);
std::string_view name_of(ReplyKind kind);
std::string_view name_of(Stage stage);
std::string_view name_of(AfterReply then);
std::optional<Direction> direction_from(std::string_view name);
std::optional<ObservedAt> observed_at_from(std::string_view name);
std::optional<ReplyKind> reply_kind_from(std::string_view name);
std::optional<Stage> stage_from(std::string_view name);
std::optional<AfterReply> after_reply_from(std::string_view name);

}  // namespace parley::trace
