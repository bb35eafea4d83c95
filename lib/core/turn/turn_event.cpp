#include "core/turn/turn_event.h"

#include "core/base/name_table.h"

namespace parley {
namespace {

constexpr NameTable<TurnState, 4> kStates({"LISTENING", "PROCESSING", "SPEAKING", "ENDED"}, TurnState::kEnded);

constexpr NameTable<TurnPhase, 10> kPhases({"idle", "caller_speaking", "endpointing",  //
                                            "transcribing", "replying", "filler",      //
                                            "playing", "overlap", "draining",          //
                                            "none"},
                                           TurnPhase::kNone);

constexpr NameTable<TurnReason, 20> kReasons(
    {"start",    "greeting",    "end_of_utterance", "max_utterance", "dtmf",         "idle_prompt", "resume",
     "farewell", "first_audio", "played",           "mark_timeout",  "barge_in",     "tail_speech", "no_words",
     "noise",    "joined",      "nothing_to_say",   "gave_up",       "caller_first", "hang_up"},
    TurnReason::kHangUp);

}  // namespace

std::string_view name_of(TurnState state) {
  return kStates.name_of(state);
}
std::string_view name_of(TurnPhase phase) {
  return kPhases.name_of(phase);
}
std::string_view name_of(TurnReason reason) {
  return kReasons.name_of(reason);
}

std::optional<TurnState> turn_state_from(std::string_view name) {
  return kStates.find(name);
}
std::optional<TurnPhase> turn_phase_from(std::string_view name) {
  return kPhases.find(name);
}
std::optional<TurnReason> turn_reason_from(std::string_view name) {
  return kReasons.find(name);
}

}  // namespace parley
