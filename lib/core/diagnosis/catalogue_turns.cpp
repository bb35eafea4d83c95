// Findings about the floor: who speaks, who listens, who is answered.
#include <array>

#include "core/diagnosis/catalogue.h"

namespace parley::catalogue_part {
namespace {

constexpr std::array kTurns{
    CatalogueEntry{
        "barge-in-blind-tail", "He can interrupt early in a reply and not late in it.",
        "A `clear` comes while frames are still being sent, and none while the rest of them plays.",
        "\"done sending\" is taken for \"done playing\"; listening begins when sending ends, and voice in "
        "listening clears nothing",
        "what ends SPEAKING: the mark that comes back, or the last frame sent", "", "speaking-flag-at-queue",
        "faults/speaking_flag_at_queue.json", "barge_in_in_playback_tail.json"},
    CatalogueEntry{
        "barge-in-ignored", "The agent talks on over him.",
        "Voice of the caller over a reply, longer than a backchannel, and no `clear` at all.",
        "interruption is switched off, or not looked for while the agent speaks; it is looked for only while "
        "frames are being sent, and all had been sent at once",
        "what happens to the caller's frames in SPEAKING",
        "the agent's log (--agent-log): a BARGE_IN line at the caller's onset means that it was noticed",
        "barge-in-off", "faults/barge_in_off.json", "backchannel_in_reply.json"},
    CatalogueEntry{
        "barge-in-no-clear", "The agent's sending stops, but its voice goes on.",
        "Media stop when the caller speaks, and what the far end holds plays to its end, without `clear`.",
        "`clear` is forgotten; it is sent with a wrong streamSid",
        "the place that handles an interruption: it must send `clear` with the stream's own sid",
        "the agent's log (--agent-log): a BARGE_IN line without a `clear` behind it", "barge-in-without-clear",
        "faults/barge_in_without_clear.json", "faults/clean_interrupted_burst.json"},
    CatalogueEntry{
        "deaf", "The agent listens and reacts to nothing.",
        "Voice, and no answer to any turn. The wire shows the same for stuck-processing, so this is said only "
        "where the agent's states or its log say that it was listening.",
        "the threshold lies above the caller's speech, as after a noise floor that was calibrated while he "
        "spoke; the recogniser's session is dead; audio is routed elsewhere",
        "the level and the threshold while he spoke, and the state of the recogniser's session",
        "the agent's log (--agent-log): its states, and any line that shows that it heard him",
        "threshold-above-speech", "faults/threshold_above_speech.json", "quiet_caller.json"},
    CatalogueEntry{
        "duplicate-reply", "He is answered twice.",
        "The same audio again after one turn, with no word of his between.",
        "the end of the turn fires twice; a request was repeated and both answers came",
        "what starts a reply: one turn id, and nothing for a turn that has one already",
        "the agent's log (--agent-log): two ends of an utterance, two ASR_TEXT lines or two PROCESSING lines "
        "for one turn tell which of the two it was",
        "double-end-of-utterance", "faults/double_end_of_utterance.json", "asks_the_same_twice.json"},
    CatalogueEntry{"illegal-transition",
                   "Nothing by itself; what the agent believes about the turn no longer holds.",
                   "Nothing. States are in the agent's own trace or log only.",
                   "something outside the turn's path sets the state: a late result, a timer of an earlier turn",
                   "every place that sets the state: one function with one table", "", "skips-processing", "",
                   "two_turns.json"},
    CatalogueEntry{
        "lost-turn", "One of his turns is swallowed while others are answered.",
        "A turn with half a second of voice or more, and no reply before he speaks again or the call ends.",
        "the turn is dropped as a duplicate because its words equal the last ones, or as noise because it is "
        "short; its processing failed and nothing was said instead",
        "what drops a finished utterance, and what is said when recogniser or model fail",
        "the agent's log (--agent-log): a DEDUP or guard line, an error, or no line at all for this turn",
        "turn-dropped", "faults/turn_dropped.json", "same_words_twice.json"},
    CatalogueEntry{
        "slow-response", "Long dead air before the answer.",
        "Over 2 s from the end of his speech to the first audio, or over 1.2 s in half of ten answers.",
        "recogniser, model or synthesis is slow and no filler bridges the wait; the end of the turn is noticed "
        "late",
        "the times between end of utterance, words, reply and first audio",
        "the agent's log (--agent-log): its lines from PROCESSING to SPEAKING tell which step took the time",
        "silence-limit-too-long", "faults/silence_limit_too_long.json", "long_pause_inside_turn.json"},
    CatalogueEntry{
        "stuck-processing", "Dead air after his turn, to the end of the call.",
        "End of speech, and then no media ever, where marks had been seen to work before.",
        "recogniser, model or synthesis hung or threw with the \"busy\" guard left set; a cancelled reply still "
        "holds the turn; speech is sent in numbered pieces and one that failed is awaited for ever",
        "the code that starts a turn: is the guard released on every path, and has each request a deadline; what "
        "puts pieces of speech in order: what becomes of one that never comes",
        "the agent's log (--agent-log): PROCESSING without the line that should follow, an error, or replies that "
        "were begun and never sent",
        "guard-left-set", "faults/guard_left_set.json", "recognizer_never_answers.json"},
    CatalogueEntry{
        "stuck-speaking", "After a reply the agent never listens again.",
        "Audio drained, the mark returned, the caller speaks, and nothing ever comes.",
        "the returned mark is not matched to the one awaited; the end of playing is never reported; a flag is "
        "not reset",
        "the handler of `mark` events: the name sent against the name expected, and a limit on the wait",
        "the agent's log (--agent-log): SPEAKING as its last state, and whether it tells of the mark",
        "mark-name-mismatch", "faults/mark_name_mismatch.json", "two_turns.json"},
    CatalogueEntry{
        "turn-never-closes", "The answer comes only after a fixed time, or never.",
        "Answers come a constant time after listening began, whatever he did; from the end of his speech the "
        "delay varies and may look healthy.",
        "silence is measured from the last frame received instead of the last voiced one; noise counts as voice",
        "where the silence timer is set back: only a frame over the threshold may do it",
        "a second turn at another time; the agent's log (--agent-log): silence_ms or SILENCE_TIME that stays "
        "at zero",
        "silence-from-received-frame", "faults/silence_from_received_frame.json",
        "faults/clean_pauses_in_turn.json"},
    CatalogueEntry{"late-clear", "The agent yields, but too late.",
                   "A `clear` over 500 ms after the onset of his voice; over 250 ms is a warning.",
                   "yielding waits for a transcript; the loop that receives is blocked",
                   "what triggers the interruption: the first voiced 150 ms, not the recogniser's words", "",
                   "clear-waits-for-transcript", "faults/clear_waits_for_transcript.json",
                   "barge_in_mid_reply.json"},
    CatalogueEntry{"eou-early", "The agent cuts him off.",
                   "A reply begins because of a short pause inside his turn, over the rest of it.",
                   "the silence that ends a turn is shorter than people pause; a limit on segments",
                   "the limit of silence: under 300 ms it needs words that are complete",
                   "the agent's log (--agent-log): silence_ms at the end of the utterance",
                   "silence-limit-too-short", "faults/silence_limit_too_short.json", "long_pause_inside_turn.json"},
    CatalogueEntry{"eou-late", "Sluggish: the end of his turn is noticed late.",
                   "The same as slow-response. Only the agent's states or its log tell the two apart.",
                   "the silence that ends a turn is set too long; noise begins it anew",
                   "the limit of silence: 300 to 600 ms", "", "silence-limit-too-long", "", "two_turns.json"},
    CatalogueEntry{
        "false-barge-in", "The agent stops for a noise.",
        "A `clear` after under 150 ms of voice or after a noise, and the reply does not resume within 2.6 s.",
        "the threshold of interruption is a level alone or too short; the agent heard its own echo",
        "for how long a voice must last to interrupt, and what takes the reply up again",
        "the caller's recording: what was it that the agent heard", "stops-for-any-noise",
        "faults/stops_for_a_cough_then_answers.json", "click_and_cough_in_reply.json"},
    CatalogueEntry{
        "no-resume", "The agent stops for a noise and never says anything again.",
        "A `clear`, no turn of the caller's, and silence to the end.",
        "an interruption cancels for good and only a turn starts the next reply; a timer was cancelled with it",
        "what happens after an interruption from which no words come",
        "the agent's log (--agent-log): the state after BARGE_IN", "stops-for-any-noise",
        "faults/stops_for_any_noise.json", "noise_in_reply.json"},
    CatalogueEntry{"stops-after-n", "The agent works for some turns and then never.",
                   "Replies to turns 1 to N only; the same N in several calls is a limit.",
                   "a limit on turns or tokens; something that each turn uses up",
                   "a limit on turns, and what is kept from turn to turn",
                   "a second call: the same number again proves a limit; the agent's log (--agent-log): MAX_TURNS",
                   "turn-limit", "faults/turn_limit.json", "thirty_one_turns.json"},
};

}  // namespace

std::span<const CatalogueEntry> turns() {
  return kTurns;
}

}  // namespace parley::catalogue_part
