// The faults that the naive agent can be given, each with the finding that a diagnosis owes for it (FIELD.md 0 has
// the classes). The set is closed by the table in naive_faults.cpp; what a fault does is in naive_agent.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace parley {

enum class NaiveFault : std::uint8_t {
  kNone,
  kSilenceFromReceivedFrame,
  kMarkNameMismatch,
  kGuardLeftSet,
  kSpeakingFlagAtQueue,
  kBargeInWithoutClear,
  kDoubleEndOfUtterance,
  kStaleFramesAfterClear,
  kClearWaitsForTranscript,
  kRelativeSleep,
  kBlockingSendLoop,
  kPartialChunkDropped,
  kSixteenKilohertz,
  kLinearPcm,
  kWavHeader,
  kSilentReply,
  kEchoLeftOn,
  kMediaBeforeStart,
  kTurnLimit,
  kGreetingNeverSent,
  kSilenceLimitTooShort,
  kSilenceLimitTooLong,
  kEndlessReply,
  kStopsForAnyNoise,
  kWrongStreamSid,
  kSnakeCaseStreamSid,
  kInvalidJson,
  kExtraField,
  kSameMarkName,
  kMarkBeforeAudio,
  kClosesAfterLastSend,
  kClosesMidCall,
  kReceivedFramesPaced,
  kBlockingPush,
  kStateLeak,
  kSlowSynthesis,
  kSendLoopHiccups,
  kAlaw,
  kCompressedAudio,
  kBargeInOff,
  kTurnDropped,
  kThresholdAboveSpeech,
  kHangsUpOnTurn,
  kSkipsProcessing,
  kPieceAwaited,
};

/// How a reply is sent: 20 ms frames 160 ms ahead of playout, five times as fast as it plays (as synthesisers
/// stream), or all at once in pieces of 400 ms.
enum class NaivePacing : std::uint8_t { kPaced, kFast, kBurst };

struct NaiveFaultInfo {
  NaiveFault fault;
  std::string_view name;
  std::string_view finding;  // empty for the clean agent
  NaivePacing pacing;        // with which the fault shows
  std::string_view doc;
};

/// All of them, the clean agent ("none") first.
std::span<const NaiveFaultInfo> naive_faults();
const NaiveFaultInfo& info_of(NaiveFault fault);
std::string_view name_of(NaiveFault fault);
std::optional<NaiveFault> naive_fault_from(std::string_view name);

std::string_view name_of(NaivePacing pacing);
std::optional<NaivePacing> naive_pacing_from(std::string_view name);

}  // namespace parley
