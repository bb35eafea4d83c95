// Findings about sound: what the caller hears, and how it is sent.
#include <array>

#include "core/diagnosis/catalogue.h"

namespace parley::catalogue_part {
namespace {

constexpr std::array kSound{
    CatalogueEntry{
        "stale-audio-after-clear", "The old answer resumes over his new question.",
        "Media of the old reply after the `clear` that should have ended it.",
        "the queue behind the send loop is not emptied; model or synthesis go on and nobody drops their late "
        "audio",
        "the interruption's path: stop the sender, empty its queue, then `clear`", "", "stale-frames-after-clear",
        "faults/stale_frames_after_clear.json", "late_audio_after_barge_in.json"},
    CatalogueEntry{"underrun", "A choppy voice.",
                   "The far end runs out of audio inside a reply, between pieces of some size.",
                   "synthesis gives audio more slowly than it is heard; the send loop is starved",
                   "where audio goes from synthesis to the socket: begin when some of it is in hand",
                   "a trace taken at the agent, or its log (--agent-log) with the times of synthesis",
                   "slow-synthesis", "faults/slow_synthesis.json", "line_stalls_in_reply.json"},
    CatalogueEntry{"tx-drift", "The voice breaks up more and more.",
                   "Frames come slower than 8000 samples a second, the lead runs out, many small gaps follow.",
                   "a relative sleep after each frame; synthesis a little slower than its sound",
                   "the send loop: sleep until begin + frames sent x 20 ms",
                   "a long reply: pacecheck gives the drift in ppm", "relative-sleep", "faults/relative_sleep.json",
                   "faults/clean_long_reply.json"},
    CatalogueEntry{"tx-stall", "A hole in the middle of a reply.",
                   "Nothing is sent for a quarter of a second or more inside a reply, and the far end runs dry.",
                   "other work blocks the loop that sends; synthesis paused",
                   "what else runs on the loop that sends, and whether it can block",
                   "a trace taken at the agent: if Twilio's frames stood still as well, it was the line",
                   "blocking-send-loop", "faults/blocking_send_loop.json", "line_stalls_in_reply.json"},
    CatalogueEntry{"tx-jitter", "Many short hiccups.",
                   "Frames without a lead come late again and again, in small gaps.",
                   "frames are sent at the last moment; the loop shares its thread with uneven work",
                   "the send loop: keep 100 to 200 ms of audio at the far end",
                   "a trace taken at the agent: an uneven line looks the same from the far end",
                   "send-loop-hiccups", "faults/send_loop_hiccups.json", "jittery_line.json"},
    CatalogueEntry{"front-loading", "Nothing, until he interrupts.",
                   "Seconds of audio wait at the far end. Legal, and for information only.",
                   "audio is sent as fast as synthesis gives it",
                   "whether an interruption always sends `clear`, and whether what was heard is taken from marks",
                   "", "", "faults/clean_monologue_in_one_burst.json", "faults/clean_long_reply.json"},
    CatalogueEntry{
        "truncated-reply", "The last syllable is missing.",
        "Replies are whole pieces of one size, none ends with a shorter one, and they are loud to the last "
        "sample.",
        "what does not fill a piece is dropped; the recordings are cut too tightly",
        "the end of the loop that cuts audio to pieces",
        "the agent's log (--agent-log): frames=N of TTS_START against the frames sent", "partial-chunk-dropped",
        "faults/partial_chunk_dropped.json", "faults/clean_interrupted_burst.json"},
    CatalogueEntry{"wrong-rate", "A chipmunk, or a giant.",
                   "The voice's spectrum and length are halved or doubled.",
                   "16 or 24 kHz is sent as 8 kHz; it is resampled twice",
                   "the sample rate that synthesis is asked for, and the resampler before mu-law",
                   "the sound itself: --html, and listen", "sixteen-kilohertz", "faults/sixteen_kilohertz.json",
                   "faults/clean.json"},
    CatalogueEntry{
        "not-mulaw", "A roar instead of a voice.",
        "The bytes are a smooth sound under another law: linear PCM, A-law, base64 twice; or, as of MP3, under "
        "none.",
        "the mu-law encoder is missing; A-law was chosen; synthesis was asked for a compressed format",
        "the last step before base64: 8 kHz mu-law, one byte a sample", "", "linear-pcm", "faults/linear_pcm.json",
        "faults/clean.json"},
    CatalogueEntry{"header-in-audio", "A click or a burst where a reply begins.",
                   "RIFF, ID3, OggS or another file's first bytes in a payload.",
                   "a file is sent as it is; a compressed file is sent without decoding",
                   "where audio is read: raw mu-law, or the file's data chunk only", "", "wav-header",
                   "faults/wav_header.json", "faults/clean.json"},
    CatalogueEntry{"silent-audio", "The agent \"speaks\" and nothing is heard.", "Replies of pure silence.",
                   "synthesis failed quietly; the gain is zero", "what is done when synthesis fails or is empty",
                   "the agent's log (--agent-log): TTS_ERR, or a TTS_START that is answered in no time",
                   "silent-reply", "faults/silent_reply.json", "synthesis_fails.json"},
    CatalogueEntry{"caller-echo", "He hears himself.", "What he said comes back, byte for byte.",
                   "the echo of a first test was left on; one buffer serves both directions",
                   "the handler of `media` events: what it receives must never be sent", "", "echo-left-on",
                   "faults/echo_left_on.json", "echo_of_the_agent.json"},
    CatalogueEntry{"self-echo", "The agent interrupts itself.",
                   "A `clear` while nobody spoke, and the caller's line carries what was just played.",
                   "no reference of what is being played; a threshold below the echo",
                   "what the level of an interruption is held against while the agent speaks",
                   "the agent's log (--agent-log): a BARGE_IN without words", "",
                   "faults/echo_of_the_agent_ends_its_reply.json", "echo_of_the_agent.json"},
    CatalogueEntry{"over-long-reply", "A monologue that nobody stops.",
                   "Half a minute of speech without a pause for him; a minute is an error.",
                   "nothing limits a reply; synthesis repeats itself", "the longest reply that the model may give",
                   "", "endless-reply", "faults/endless_reply.json", "long_reply_offers_the_rest.json"},
};

}  // namespace

std::span<const CatalogueEntry> sound() {
  return kSound;
}

}  // namespace parley::catalogue_part
