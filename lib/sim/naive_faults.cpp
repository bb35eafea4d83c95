#include "sim/naive_faults.h"

#include <array>
#include <cstddef>

namespace parley {
namespace {

// In the order of the enum, so that it indexes.
constexpr std::array kFaults{
    NaiveFaultInfo{NaiveFault::kNone, "none", "", NaivePacing::kPaced, "No fault: the agent as it was meant."},
    NaiveFaultInfo{NaiveFault::kSilenceFromReceivedFrame, "silence-from-received-frame", "turn-never-closes",
                   NaivePacing::kPaced,
                   "Silence is measured from the last received frame, so only the segment cap ends a turn."},
    NaiveFaultInfo{NaiveFault::kMarkNameMismatch, "mark-name-mismatch", "stuck-speaking", NaivePacing::kPaced,
                   "Awaits the mark tts_done while it sends tts_done_1, so SPEAKING never ends."},
    NaiveFaultInfo{NaiveFault::kGuardLeftSet, "guard-left-set", "stuck-processing", NaivePacing::kPaced,
                   "The recogniser throws on the second turn and the processing flag stays set."},
    NaiveFaultInfo{NaiveFault::kSpeakingFlagAtQueue, "speaking-flag-at-queue", "barge-in-blind-tail",
                   NaivePacing::kFast,
                   "Stops being SPEAKING once all is sent, so nobody can interrupt what still plays."},
    NaiveFaultInfo{NaiveFault::kBargeInWithoutClear, "barge-in-without-clear", "barge-in-no-clear",
                   NaivePacing::kBurst, "Stops sending when interrupted but sends no clear, so its voice goes on."},
    NaiveFaultInfo{NaiveFault::kDoubleEndOfUtterance, "double-end-of-utterance", "duplicate-reply",
                   NaivePacing::kPaced, "The end of a turn fires twice, so each turn is answered twice."},
    NaiveFaultInfo{NaiveFault::kStaleFramesAfterClear, "stale-frames-after-clear", "stale-audio-after-clear",
                   NaivePacing::kPaced, "Sends clear when interrupted, and then the rest of the old reply."},
    NaiveFaultInfo{NaiveFault::kClearWaitsForTranscript, "clear-waits-for-transcript", "late-clear",
                   NaivePacing::kPaced, "Yields to a caller only when his first words have been recognised."},
    NaiveFaultInfo{NaiveFault::kRelativeSleep, "relative-sleep", "tx-drift", NaivePacing::kPaced,
                   "Sleeps 20 ms after each frame, so the work for a frame comes on top."},
    NaiveFaultInfo{NaiveFault::kBlockingSendLoop, "blocking-send-loop", "tx-stall", NaivePacing::kPaced,
                   "Does other work in the send loop for 400 ms, once a second of audio."},
    NaiveFaultInfo{NaiveFault::kPartialChunkDropped, "partial-chunk-dropped", "truncated-reply",
                   NaivePacing::kBurst, "Sends whole pieces of 400 ms only; what does not fill one is lost."},
    NaiveFaultInfo{NaiveFault::kSixteenKilohertz, "sixteen-kilohertz", "wrong-rate", NaivePacing::kPaced,
                   "Sends audio of 16 kHz as if it were 8 kHz, at half its speed."},
    NaiveFaultInfo{NaiveFault::kLinearPcm, "linear-pcm", "not-mulaw", NaivePacing::kPaced,
                   "Sends 16-bit linear PCM where mu-law belongs."},
    NaiveFaultInfo{NaiveFault::kWavHeader, "wav-header", "header-in-audio", NaivePacing::kPaced,
                   "Sends a WAV file as it is, its header first."},
    NaiveFaultInfo{NaiveFault::kSilentReply, "silent-reply", "silent-audio", NaivePacing::kPaced,
                   "From the second turn on synthesis fails quietly and zeros are sent."},
    NaiveFaultInfo{NaiveFault::kEchoLeftOn, "echo-left-on", "caller-echo", NaivePacing::kPaced,
                   "Sends all that the caller says back to him, beside its replies."},
    NaiveFaultInfo{NaiveFault::kMediaBeforeStart, "media-before-start", "clipped-greeting", NaivePacing::kPaced,
                   "Begins its greeting before the stream has started and has a streamSid."},
    NaiveFaultInfo{NaiveFault::kTurnLimit, "turn-limit", "stops-after-n", NaivePacing::kPaced,
                   "Answers as many turns as its limit allows (fault_on_turn) and ignores all that follow."},
    NaiveFaultInfo{NaiveFault::kGreetingNeverSent, "greeting-never-sent", "missing-greeting", NaivePacing::kPaced,
                   "Has a greeting and never sends it: the caller hears nothing until he speaks."},
    NaiveFaultInfo{NaiveFault::kSilenceLimitTooShort, "silence-limit-too-short", "eou-early", NaivePacing::kPaced,
                   "Ends a turn after 160 ms of silence, in the pauses between words."},
    NaiveFaultInfo{NaiveFault::kSilenceLimitTooLong, "silence-limit-too-long", "slow-response", NaivePacing::kPaced,
                   "Ends a turn after 3 s of silence; only its states tell this from a slow provider (eou-late)."},
    NaiveFaultInfo{NaiveFault::kEndlessReply, "endless-reply", "over-long-reply", NaivePacing::kPaced,
                   "Speaks for 90 s without looking whether anybody wants to say something."},
    NaiveFaultInfo{NaiveFault::kStopsForAnyNoise, "stops-for-any-noise", "no-resume", NaivePacing::kPaced,
                   "One loud frame interrupts it, and when no turn comes of it nothing goes on."},
    NaiveFaultInfo{NaiveFault::kWrongStreamSid, "wrong-stream-sid", "protocol-violation", NaivePacing::kPaced,
                   "Sends with the CallSid where the streamSid belongs."},
    NaiveFaultInfo{NaiveFault::kSnakeCaseStreamSid, "snake-case-stream-sid", "protocol-violation",
                   NaivePacing::kPaced, "Writes stream_sid instead of streamSid."},
    NaiveFaultInfo{NaiveFault::kInvalidJson, "invalid-json", "protocol-violation", NaivePacing::kPaced,
                   "Sends the printed form of a dictionary, in single quotes, instead of JSON."},
    NaiveFaultInfo{NaiveFault::kExtraField, "extra-field", "protocol-violation", NaivePacing::kPaced,
                   "Adds a sequenceNumber to every message."},
    NaiveFaultInfo{NaiveFault::kSameMarkName, "same-mark-name", "mark-misuse", NaivePacing::kBurst,
                   "A mark of the same name after each piece, and the first that returns ends SPEAKING."},
    NaiveFaultInfo{NaiveFault::kMarkBeforeAudio, "mark-before-audio", "mark-misuse", NaivePacing::kBurst,
                   "Sends the mark before the audio, so that it returns at once and ends SPEAKING."},
    NaiveFaultInfo{NaiveFault::kClosesAfterLastSend, "closes-after-last-send", "hangup-during-playback",
                   NaivePacing::kFast,
                   "Closes the socket when its last reply is sent instead of when it has been heard."},
    NaiveFaultInfo{NaiveFault::kClosesMidCall, "closes-mid-call", "dropped-call", NaivePacing::kPaced,
                   "The handler throws on a turn and takes the socket with it: code 1011."},
    NaiveFaultInfo{NaiveFault::kReceivedFramesPaced, "received-frames-paced", "rx-backlog", NaivePacing::kPaced,
                   "Sleeps 20 ms after each received frame, so its queue grows with the call."},
    NaiveFaultInfo{NaiveFault::kBlockingPush, "blocking-push", "socket-stalled", NaivePacing::kPaced,
                   "Pushing to the recogniser blocks for ever and nothing is read or sent any more."},
    NaiveFaultInfo{NaiveFault::kStateLeak, "state-leak", "state-leak", NaivePacing::kPaced,
                   "The processing flag of the first call is still set in the second."},
    NaiveFaultInfo{NaiveFault::kSlowSynthesis, "slow-synthesis", "underrun", NaivePacing::kPaced,
                   "Sends pieces of 400 ms as synthesis makes them, one every half second."},
    NaiveFaultInfo{NaiveFault::kSendLoopHiccups, "send-loop-hiccups", "tx-jitter", NaivePacing::kPaced,
                   "Sends each frame at the last moment, and one in ten too late."},
    NaiveFaultInfo{NaiveFault::kAlaw, "a-law", "not-mulaw", NaivePacing::kPaced,
                   "Sends A-law where mu-law belongs."},
    NaiveFaultInfo{NaiveFault::kCompressedAudio, "compressed-audio", "not-mulaw", NaivePacing::kPaced,
                   "Sends the frames of an MP3 stream as if they were samples."},
    NaiveFaultInfo{NaiveFault::kBargeInOff, "barge-in-off", "barge-in-ignored", NaivePacing::kPaced,
                   "Does not look for an interruption while it speaks."},
    NaiveFaultInfo{NaiveFault::kTurnDropped, "turn-dropped", "lost-turn", NaivePacing::kPaced,
                   "Takes one turn for a duplicate of the last and drops it."},
    NaiveFaultInfo{NaiveFault::kThresholdAboveSpeech, "threshold-above-speech", "stuck-processing",
                   NaivePacing::kPaced,
                   "Its threshold rises above any voice; only its log tells this from processing (deaf)."},
    NaiveFaultInfo{NaiveFault::kHangsUpOnTurn, "hangs-up-on-turn", "premature-close", NaivePacing::kPaced,
                   "The handler returns early on a turn and closes the socket in good order."},
    NaiveFaultInfo{NaiveFault::kSkipsProcessing, "skips-processing", "illegal-transition", NaivePacing::kPaced,
                   "Goes from LISTENING to SPEAKING; only its log shows it (illegal-transition)."},
    NaiveFaultInfo{NaiveFault::kPieceAwaited, "piece-awaited", "stuck-processing", NaivePacing::kPaced,
                   "Sends what it says in numbered pieces and awaits one whose synthesis failed for ever."},
};

struct PacingName {
  NaivePacing pacing;
  std::string_view name;
};
constexpr std::array kPacings{PacingName{NaivePacing::kPaced, "paced"}, PacingName{NaivePacing::kFast, "fast"},
                              PacingName{NaivePacing::kBurst, "burst"}};

}  // namespace

std::span<const NaiveFaultInfo> naive_faults() {
  return kFaults;
}

const NaiveFaultInfo& info_of(NaiveFault fault) {
  return kFaults[static_cast<std::size_t>(fault)];
}

std::string_view name_of(NaiveFault fault) {
  return info_of(fault).name;
}

std::optional<NaiveFault> naive_fault_from(std::string_view name) {
  for (const NaiveFaultInfo& info : kFaults) {
    if (info.name == name) return info.fault;
  }
  return std::nullopt;
}

std::string_view name_of(NaivePacing pacing) {
  return kPacings[static_cast<std::size_t>(pacing)].name;
}

std::optional<NaivePacing> naive_pacing_from(std::string_view name) {
  for (const PacingName& entry : kPacings) {
    if (entry.name == name) return entry.pacing;
  }
  return std::nullopt;
}

}  // namespace parley
