// A scenario: who calls, over what line, how the agent behaves behind its own turn-taking, and what is expected.
// One JSON file (docs/scenarios.md lists every key), comments allowed. Everything here is plain data; the caller
// and the provider that act on it are scripted_caller.h and scripted_provider.h, and whoever judges a finished call
// reads `Expectations`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/peer/peer_config.h"
#include "core/reply/provider_event.h"
#include "sim/link.h"
#include "sim/naive_faults.h"

namespace parley {

// ---- caller ----------------------------------------------------------------------------------------------------

/// Plays a recording, or the part of it between `from` and `to` (no `to`: its end); or a text that a synthesised
/// voice reads aloud.
struct Say {
  std::string file;  // the sound's name; of a text the one that `name_of_text` gives
  std::string text;  // the words in it, for the scripted recogniser
  int gain_db = 0;
  Duration from{};
  std::optional<Duration> to;
  std::string voice{};  // who reads the text; empty for a recording
};
struct Tone {
  Duration length{};
  int level = 1000;  // RMS on the 16-bit scale
  int hz = 440;
};
/// White noise of a steady level.
struct Noise {
  Duration length{};
  int level = 1000;
};
/// 30 to 60 ms, as of a handset being put down.
struct Click {
  int level = 3000;
};
/// 140 ms of noise that decays.
struct Cough {
  int level = 3000;
};
struct Pause {
  Duration length{};
};
/// Keys pressed, 250 ms apart.
struct DialDigits {
  std::string digits;
};
struct HangUp {};

using CallerAct = std::variant<Say, Tone, Noise, Click, Cough, Pause, DialDigits, HangUp>;

/// What a step waits for.
enum class Anchor : std::uint8_t {
  kTime,           // `at_ms`, whatever the steps above do
  kPrevious,       // the end of the step above (of nothing: the first media frame)
  kAgentSpeaking,  // the agent begins to be heard, after the step above began
  kAgentSilent,    // the agent was heard and has been silent for 300 ms, after the step above ended
  kMark,           // a mark was reached, after the step above began
  kClear,          // the agent cleared its audio, after the step above began
};
std::string_view name_of(Anchor anchor);

struct CallerStep {
  Anchor anchor = Anchor::kPrevious;
  Duration offset{};                 // `at_ms` or `plus_ms`
  int turn = 0;                      // the n-th such moment of the call; 0: the next one
  std::optional<Duration> or_after;  // patience: begins this long after the step above even if nothing came
  CallerAct act = Pause{};
  int line = 0;  // of the file
};

// ---- line ------------------------------------------------------------------------------------------------------

struct LineScript {
  Duration delay = millis(40);
  Duration jitter{};
  std::vector<LinkStall> stalls;
  LinkBursts bursts;
  std::optional<int> echo_db;  // level of the agent's audio in the caller's, relative to what was played
  InboundSilence inbound_silence = InboundSilence::kContinuous;
  ClearMarks clear_marks = ClearMarks::kEcho;
  std::optional<Duration> protocol_error;  // so long after the call began the stream breaks off with 31924
};

// ---- agent -----------------------------------------------------------------------------------------------------

enum class AgentKind : std::uint8_t { kParley, kNaive };
enum class RecognizerFault : std::uint8_t {
  kOk,
  kNoAnswer,
  kFails,
  kLate,
  kEmpty,
  kPartialOnly,
  kTwoFinals,
  kDiesMidway,
};
enum class ReplyFault : std::uint8_t { kOk, kNoAnswer, kFails, kLate, kEmpty, kFailsOnce, kRefuses, kDiesMidway };
enum class SynthesisFault : std::uint8_t { kOk, kFails, kLate, kStopsMidway, kKeepsSending, kFailsOnce };
/// What becomes of one event, whatever it is, and of all that would have followed it.
enum class EventFault : std::uint8_t { kFails, kHangs, kLate };

/// What stands behind Parley's own agent: how fast recogniser, model and synthesiser are, and how they fail.
struct ProviderScript {
  Duration first_audio = millis(700);  // from the question to the first audio of the answer
  Duration synth_first = millis(150);  // the synthesiser's part of it
  Duration stt_final = millis(80);     // from the end of a segment to its final words
  Duration stt_partial = millis(200);  // so far behind the voice are the words so far
  Duration jitter{};                   // each of these takes up to this much longer
  Duration reply{};                    // length of an answer; 0: 65 ms a character
  std::optional<Duration> greeting;    // length of the greeting, which is made before the call
  std::vector<std::string> replies;    // texts of the answers in order; then "answer N: <words>"
  std::vector<std::string> complete;   // words so far that are all of a question, as an agent by intents says it
  RecognizerFault recognizer = RecognizerFault::kOk;
  ReplyFault reply_fault = ReplyFault::kOk;
  SynthesisFault synthesis = SynthesisFault::kOk;
  Duration late = seconds(3);  // what "late" adds
  Duration keeps_sending{};    // after a cancel
  int fault_on_turn = 0;       // the n-th turn of the caller; 0: every turn
  EventFault event_fault = EventFault::kFails;
  int fault_at_event = 0;  // the n-th event of the call, of any kind; 0: none
  AfterReply then = AfterReply::kNothing;
  int then_on_answer = 0;   // the n-th answer asks for that; 0: every one
  std::string transfer_to;  // with kTransfer
};

/// The handler that the field writes first (naive_agent.h). What is not given has the default of NaiveConfig, and
/// `pacing` that of the fault.
struct NaiveScript {
  NaiveFault fault = NaiveFault::kNone;
  std::optional<int> fault_on_turn;
  std::optional<int> calls_before;
  std::optional<int> threshold;
  std::optional<Duration> silence;
  std::optional<Duration> max_utterance;
  std::optional<Duration> first_audio;
  std::optional<Duration> reply;
  std::optional<Duration> greeting;
  std::optional<NaivePacing> pacing;
  std::optional<bool> marks;
  std::optional<bool> barge_in;
};

struct AgentScript {
  AgentKind kind = AgentKind::kParley;
  ProviderScript provider;  // of kParley
  NaiveScript naive;        // of kNaive
};

// ---- expectations ----------------------------------------------------------------------------------------------

/// What must hold at the end; what is absent is not looked at.
struct Expectations {
  std::optional<int> turns;  // of the caller
  std::optional<int> replies_per_turn;
  std::optional<int> marks_outstanding;  // sent and not returned at the end
  std::optional<int> flushing_clears;    // clears that threw away audible audio
  std::optional<int> barge_ins;
  std::optional<Duration>
      reply_within;  // end of the caller's speech to the agent's first audible audio, every turn
  std::optional<Duration> clear_within;                // onset of the caller's speech to the `clear`
  std::optional<Duration> silent_within;               // ... to the last audible audio of the interrupted reply
  std::optional<Duration> overlap_max;                 // longest stretch of both speaking
  std::optional<Duration> dead_air_max;                // longest stretch of neither, after the caller's first word
  std::optional<Duration> ends_by;                     // the call was over by then
  std::optional<std::vector<std::string>> findings;    // ids, exactly these in any order
  std::optional<std::string> first_finding;            // the id that is named first
  std::optional<bool> no_findings;                     // true: none that is a warning or an error
  std::optional<std::vector<std::string>> hears;       // the words of each turn, in order
  std::optional<std::vector<std::string>> state_path;  // states in the order in which they are entered
};

// ---- all of it -------------------------------------------------------------------------------------------------

struct ScenarioSetting {
  std::string key;
  std::string value;
  int line = 0;
};

struct Scenario {
  std::string name;  // "two_turns"
  std::string file;  // as errors call it: "scenarios/two_turns.json"
  std::string description;
  std::uint64_t seed = 1;
  std::vector<CallerStep> caller;
  int noise_bed = 0;                // RMS of steady noise under the whole call
  Duration patience = seconds(5);   // with all steps done, the caller hangs up after this much of nobody speaking
  std::optional<Duration> ends_by;  // and at this instant whatever happens; see `call_limit`
  LineScript line;
  AgentScript agent;
  std::vector<ScenarioSetting> settings;
  Expectations expect;
};

/// Reads a scenario. Every error names file, line and key: `two_turns.json:12: caller[1].at_ms must be a whole
/// number of milliseconds, not the string "x"`.
Result<Scenario> read_scenario(std::string_view text, std::string_view file);

/// The instant at which the caller hangs up at the latest: `ends_by`, else two minutes, or one minute after the
/// last `at_ms`.
Duration call_limit(const Scenario& scenario);

/// What a text that is read aloud is called among the sounds.
std::string name_of_text(std::string_view text, std::string_view voice);
inline constexpr std::string_view kCallerVoice = "rms";  // where a step with `say_text` names none

/// Recordings at 8 kHz, mono, by the name that scenarios use.
using SoundBank = std::map<std::string, std::vector<std::int16_t>, std::less<>>;

struct NeededSound {
  std::string name;
  int line = 0;       // of the file, that asks for it first
  std::string text;   // of a text that is read aloud
  std::string voice;  // empty: it is a recording
};
/// The sounds that the caller needs, each once, in order of first use.
std::vector<NeededSound> sounds_needed(const Scenario& scenario);
/// An error for a recording that is missing or a cut that lies outside of it.
std::optional<Error> check_sounds(const Scenario& scenario, const SoundBank& sounds);

}  // namespace parley
