// Findings about the call as a whole: its greeting, its protocol, its end, and what lasts from call to call.
#include <array>

#include "core/diagnosis/catalogue.h"

namespace parley::catalogue_part {
namespace {

constexpr std::array kCalls{
    CatalogueEntry{"clipped-greeting", "The first words are lost.",
                   "Media before `start`, or without the streamSid that it brings.",
                   "the greeting begins when the socket opens instead of at `start`",
                   "what begins the greeting: it needs the streamSid", "", "media-before-start",
                   "faults/media_before_start.json", "faults/clean_greets_late_caller.json"},
    CatalogueEntry{
        "missing-greeting", "Silence when he is put through.",
        "No audible media within 3 s of `start`, unless he spoke first.",
        "a greeting that is synthesised only when the call has come; one that is never sent; a server that waits "
        "for the caller on purpose",
        "what the handler of `start` does",
        "the agent's log (--agent-log): did it see `start`, and what did it do then", "greeting-never-sent",
        "faults/greeting_never_sent.json", "caller_speaks_first.json"},
    CatalogueEntry{
        "protocol-violation", "Silence, or a dropped line.",
        "Messages that Twilio ignores or warns of: no JSON, a wrong or missing streamSid, a field too many, "
        "binary frames.",
        "one for each kind, with Twilio's own code", "what is written to the socket", "", "wrong-stream-sid",
        "faults/wrong_stream_sid.json", "faults/clean.json"},
    CatalogueEntry{"mark-misuse", "Nothing at first; interruption fails later.",
                   "A mark before its audio, or several of one name in flight.",
                   "the mark is sent when the reply begins; the first of a name that returns is taken for the end",
                   "the order of audio and mark on the socket, and the names of marks",
                   "the agent's log (--agent-log): the state after each MARK_ACK", "same-mark-name",
                   "faults/same_mark_name.json", "faults/clean_interrupted_burst.json"},
    CatalogueEntry{"hangup-during-playback", "The goodbye is cut off.",
                   "The socket is closed with audible audio unplayed.", "the socket is closed after the last send",
                   "what ends the call after the last reply: close when its mark has come back", "",
                   "closes-after-last-send", "faults/closes_after_last_send.json", "hang_up_while_speaking.json"},
    CatalogueEntry{"premature-close", "The agent hangs up on him.",
                   "The socket is closed in good order while he speaks or waits for an answer.",
                   "a path of the handler that returns early; it was meant, as a hand-over",
                   "every path on which the handler returns or closes",
                   "the agent's log (--agent-log) at this instant", "hangs-up-on-turn",
                   "faults/hangs_up_on_turn.json", "hang_up_while_listening.json"},
    CatalogueEntry{"dropped-call", "The line drops.",
                   "The connection ends without a closing handshake, or with a code of failure.",
                   "the process or the handler died; a proxy's limit", "the agent's log at this instant",
                   "the agent's log (--agent-log): WS_HANDLER_ERR, or an end in the middle", "closes-mid-call",
                   "faults/closes_mid_call.json", "hang_up_while_thinking.json"},
    CatalogueEntry{"socket-stalled", "Frozen.", "The server stops reading: what is sent to it is not taken.",
                   "a blocking call on the loop that receives; the whole process hangs",
                   "what is awaited between two reads of the socket",
                   "the stack of the process while it stands still", "blocking-push", "faults/blocking_push.json",
                   "faults/clean_on_a_bad_line.json"},
    CatalogueEntry{
        "rx-backlog", "Slower with every turn.", "The time to an answer grows steadily with the call's length.",
        "received frames are handled at a pace of their own, with a sleep after each; the model gets a longer "
        "conversation each time",
        "the loop that receives: no sleep, and a bound on its queue",
        "the agent's log (--agent-log): if each step takes as long as before, the frames waited",
        "received-frames-paced", "faults/received_frames_paced.json", "faults/clean_ten_turns.json"},
    CatalogueEntry{
        "state-leak", "The second call is dead.",
        "Call 1 is good and call 2 is not, of the same server. Needs both calls.",
        "a flag, a queue or a session belongs to the process; the first call still holds what only one may have",
        "everything global: what of it does a call change", "the agent's log of both calls", "state-leak", "",
        "two_turns.json"},
};

}  // namespace

std::span<const CatalogueEntry> calls() {
  return kCalls;
}

}  // namespace parley::catalogue_part
