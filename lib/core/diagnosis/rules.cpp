#include "core/diagnosis/rules.h"

#include <array>

namespace parley {
namespace {

constexpr std::array kRules{
    Rule{"barge-in-blind-tail", "interruption works while frames are sent, not in the playback tail",
         rule::barge_in_blind_tail},
    Rule{"barge-in-ignored", "the agent talks on over the caller", rule::barge_in_ignored},
    Rule{"barge-in-no-clear", "sending stops but the voice goes on", rule::barge_in_no_clear},
    Rule{"deaf", "the agent listens and reacts to nothing", rule::deaf},
    Rule{"duplicate-reply", "one turn is answered twice", rule::duplicate_reply},
    Rule{"illegal-transition", "a state followed that may not follow", rule::illegal_transition},
    Rule{"lost-turn", "one turn is swallowed while others are answered", rule::lost_turn},
    Rule{"slow-response", "long dead air before the answer", rule::slow_response},
    Rule{"stuck-processing", "dead air after the caller's turn, to the end of the call", rule::stuck_processing},
    Rule{"stuck-speaking", "after a reply the agent never listens again", rule::stuck_speaking},
    Rule{"turn-never-closes", "the answer comes a fixed time after listening began, whatever the caller did",
         rule::turn_never_closes},
    Rule{"late-clear", "the agent yields, but too late", rule::late_clear},
    Rule{"stale-audio-after-clear", "the old answer goes on after its clear", rule::stale_audio_after_clear},
    Rule{"underrun", "choppy voice: the far end ran out of audio inside a reply", rule::underrun},
    Rule{"tx-drift", "the send clock is slower than the sound", rule::tx_drift},
    Rule{"tx-stall", "sending stops for a quarter of a second or more inside a reply", rule::tx_stall},
    Rule{"tx-jitter", "many short hiccups inside replies", rule::tx_jitter},
    Rule{"front-loading", "seconds of audio wait at the far end; legal, for information", rule::front_loading},
    Rule{"truncated-reply", "the last syllable is missing", rule::truncated_reply},
    Rule{"wrong-rate", "audio of another sample rate is sent as 8 kHz", rule::wrong_rate},
    Rule{"not-mulaw", "what is sent is no mu-law", rule::not_mulaw},
    Rule{"header-in-audio", "a file's header is sent as sound", rule::header_in_audio},
    Rule{"silent-audio", "the agent answers with silence", rule::silent_audio},
    Rule{"caller-echo", "the caller hears himself", rule::caller_echo},
    Rule{"self-echo", "the agent interrupts itself", rule::self_echo},
    Rule{"clipped-greeting", "the greeting's beginning is lost", rule::clipped_greeting},
    Rule{"dropped-call", "the line drops in the middle of the call", rule::dropped_call},
    Rule{"eou-early", "the agent answers in a pause of the caller's and cuts him off", rule::eou_early},
    Rule{"eou-late", "the end of the caller's turn is noticed late", rule::eou_late},
    Rule{"false-barge-in", "the agent stops for a noise and does not go on", rule::false_barge_in},
    Rule{"hangup-during-playback", "the socket is closed while the agent is still heard",
         rule::hangup_during_playback},
    Rule{"mark-misuse", "a mark does not tell what the agent takes it to tell", rule::mark_misuse},
    Rule{"missing-greeting", "silence when the caller is put through", rule::missing_greeting},
    Rule{"no-resume", "the agent stops for a noise and never says anything again", rule::no_resume},
    Rule{"over-long-reply", "a monologue", rule::over_long_reply},
    Rule{"premature-close", "the agent hangs up on a caller who waits for an answer", rule::premature_close},
    Rule{"protocol-violation", "messages that Twilio ignores or warns of", rule::protocol_violation},
    Rule{"rx-backlog", "the agent reacts more slowly with every turn", rule::rx_backlog},
    Rule{"socket-stalled", "the server stops reading its socket", rule::socket_stalled},
    Rule{"state-leak", "the first call is good and the next is dead", rule::state_leak, true},
    Rule{"stops-after-n", "a number of turns is answered, then none", rule::stops_after_n, true},
};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

}  // namespace parley
