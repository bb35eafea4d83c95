#include "call.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "agent_log_evidence.h"
#include "call_script.h"
#include "files/text_file.h"
#include "interrupts.h"
#include "live_judgement.h"
#include "live_view.h"
#include "placed_call.h"
#include "report/findings_json.h"
#include "run_output.h"
#include "terminal_output.h"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kViewEvery{100};
constexpr int kNoVerdict = 3;

int fail(const Error& error) {
  std::fflush(stdout);
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

Result<CallScript> script_of(const CallOptions& options) {
  auto script = !options.scenario.empty() ? script_of_scenario(options.scenario, options.seed)
                : !options.recording.empty()
                    ? script_of_recording(options.recording, options.channels, options.open_loop)
                : !options.texts.empty() ? script_of_texts(options.texts, options.voice)
                                         : script_of_sounds(options.sounds);
  if (!script) return script;
  LineScript& line = script->scenario.line;
  if (options.seed) script->scenario.seed = *options.seed;
  if (!options.clear_marks.empty()) {
    line.clear_marks = options.clear_marks == "drop" ? ClearMarks::kDrop : ClearMarks::kEcho;
  }
  if (!options.inbound_silence.empty()) {
    line.inbound_silence = options.inbound_silence == "gap" ? InboundSilence::kGap : InboundSilence::kContinuous;
  }
  if (options.protocol_error_ms) line.protocol_error = millis(*options.protocol_error_ms);
  return script;
}

/// Runs the loop until the call is over. Ctrl-C hangs up, as a caller would; a second one leaves at once.
class CallOnTheLoop {
 public:
  CallOnTheLoop(const TerminalOutput& terminal, WatchedLog& log) : view_(terminal), log_(log) {}

  std::optional<Error> phone(const CallOptions& options, CallScript script) {
    PlacedCall::Events events;
    events.said = [this](const std::string& line) { view_.print({" " + line}); };
    events.finished = [this] { loop_.stop(); };
    auto placed = PlacedCall::make(loop_, options.target, options.live,
                                   std::make_shared<CallScript>(std::move(script)), {}, std::move(events));
    if (!placed) return placed.error();
    placed_ = std::move(*placed);
    watch_interrupts();
    loop_.post([this] {
      placed_->start();
      tick();
    });
    loop_.run();
    if (call() != nullptr) view_.finish(*call());
    return std::nullopt;
  }

  /// Null where no stream was opened.
  OutgoingCall* call() const { return placed_->stream(); }
  const std::optional<CallProblem>& problem() const { return placed_->problem(); }

 private:
  void tick() {
    if (call() != nullptr) {
      view_.update(*call());
      watch_log();
    }
    const int seen = interrupts_seen();
    if (seen > answered_) {
      answered_ = seen;
      if (seen > 1 || call() == nullptr || !call()->in_progress()) {
        loop_.stop();
        return;
      }
      placed_->hang_up();
    }
    loop_.after(kViewEvery, [this] { tick(); });
  }

  void watch_log() {
    if (call()->peer() == nullptr) return;
    std::vector<std::string> told;
    for (const TroubleLine& line : log_.look(call()->peer()->now())) told.push_back(CallNarrator::tell(line));
    if (!told.empty()) view_.print(told);
  }

  EventLoop loop_;
  LiveView view_;
  WatchedLog& log_;
  std::unique_ptr<PlacedCall> placed_;
  int answered_ = 0;
};

int show_problem(const CallProblem& problem) {
  std::fflush(stdout);
  std::fprintf(stderr, "twisim: no call came about\n  %s\n  %s\n", problem.text().c_str(), problem.cure.c_str());
  return kNoVerdict;
}

std::string milliseconds(std::chrono::microseconds span) {
  return tenths_text(Duration(span.count()));
}

void show_connection(const OutgoingCall& call) {
  const ConnectTimes& times = call.connect_times();
  std::string steps = "name " + milliseconds(times.name) + ", TCP " + milliseconds(times.tcp);
  if (times.tls.count() > 0) steps += ", TLS " + milliseconds(times.tls);
  std::printf("\n connected: %s, upgrade %s\n", steps.c_str(), milliseconds(times.handshake).c_str());
  const LivePeer* peer = call.peer();
  if (peer == nullptr) return;
  const LivePeerCounters& counters = peer->counters();
  std::printf(" measurement %s (own lateness p99 %s, most %s; %lld messages sent, %lld received)\n",
              counters.reliable() ? "reliable" : "not reliable", tenths_text(counters.own.p99()).c_str(),
              tenths_text(counters.own.max()).c_str(), static_cast<long long>(counters.texts_sent),
              static_cast<long long>(counters.texts_received));
  if (const auto& end = peer->end(); end && end->by_peer) {
    std::printf(" the server closed the stream: code %u%s\n", unsigned{end->code},
                end->reason.empty() ? "" : (" (" + end->reason + ")").c_str());
  }
}

int judge_and_show(const CallOnTheLoop& phone, const CallOptions& options, const AgentLogFile& log,
                   WatchedLog& watched, const TerminalOutput& terminal) {
  if (phone.problem()) return show_problem(*phone.problem());
  OutgoingCall* call = phone.call();
  if (call == nullptr || call->trace().events.empty()) return kNoVerdict;  // given up before anything had happened
  show_connection(*call);
  ScenarioRun run = judge_call(take_finished(*call));
  if (log.given()) {
    const auto logged = log.read();
    if (!logged) return fail(logged.error());
    // What a server writes as it dies comes after our last look.
    watched.look(run.account.ended);
    const bool watchable = options.agent_log != "-";
    if (!judge_with_log(run, *logged) && watchable) judge_with_trouble(run, watched);
  }
  if (!options.out.empty()) {
    if (const auto written = write_call(run, options.out, run.scenario.name); !written)
      return fail(written.error());
  }
  std::printf("\n");
  show_whole(run, terminal);
  if (!options.json.empty()) {
    const std::vector<CallAccount> accounts{run.account};
    const auto written = write_text_file(options.json, findings_json(run.findings, accounts) + "\n");
    if (!written) return fail(written.error());
  }
  return exit_code_of(run);
}

int run(const CallOptions& options) {
  const int sources = (options.scenario.empty() ? 0 : 1) + (options.recording.empty() ? 0 : 1) +
                      (options.sounds.empty() ? 0 : 1) + (options.texts.empty() ? 0 : 1);
  if (sources != 1) {
    return fail(make_error("say what the caller does: --say TEXT, --wav F..., --scenario F or --recording F"));
  }
  auto script = script_of(options);
  if (!script) return fail(script.error());
  const TerminalOutput terminal = terminal_output();
  const AgentLogFile log(options.agent_log);
  WatchedLog watched(options.agent_log);
  CallOnTheLoop phone(terminal, watched);
  if (const auto error = phone.phone(options, std::move(*script))) return fail(*error);
  return judge_and_show(phone, options, log, watched, terminal);
}

void add_caller_options(CLI::App& command, CallOptions& options) {
  command.add_option("--scenario", options.scenario, "What the caller does, and what is expected.");
  command.add_option("--wav", options.sounds, "Sound files, said in turn, each after the agent has been silent.");
  command.add_option(
      "--say", options.texts,
      "A text that is read aloud; may be given several times, each said after the agent has been silent.");
  command.add_option("--voice", options.voice, "Who reads it: rms (the default), slt, awb or kal.");
  command.add_option(
      "--recording", options.recording,
      "A recorded call whose caller is played again, each utterance following the agent as it did then.");
  command.add_option("--channels", options.channels, "Of a recording that is sound: caller,agent or agent,caller.");
  command.add_flag("--open-loop", options.open_loop,
                   "Plays the recorded caller as he was, whatever the agent does.");
  command.add_option("--clear-marks", options.clear_marks, "What a clear does with pending marks.")
      ->check(CLI::IsMember({"echo", "drop"}));
  command.add_option("--inbound-silence", options.inbound_silence, "Whether a silent line is sent.")
      ->check(CLI::IsMember({"continuous", "gap"}));
  command.add_option(
      "--protocol-error-ms", options.protocol_error_ms,
      "Breaks the stream off so long into the call as Twilio does after 31924: half open and unread.");
  command.add_option("--seed", options.seed, "Seed of all that is random.");
}

}  // namespace

void register_call(CLI::App& app, CallOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("call", "Phones a live server as Twilio would and diagnoses the call.");
  command
      ->add_option("target", options.target, "The stream (ws://, wss://) or the voice webhook (http://, https://).")
      ->required();
  add_caller_options(*command, options);
  add_live_options(*command, options.live);
  command->add_option("--out", options.out,
                      "Folder for NAME.trace.jsonl, NAME.wav (caller left, agent right) and NAME.html.");
  command->add_option("--json", options.json, "File for the findings as JSON.");
  command->add_option("--agent-log", options.agent_log,
                      "The server's own log: what it says of this call is evidence, laid out by marks and counts.");
  command->footer(
      "Examples:\n"
      "  twisim call ws://127.0.0.1:5000/ws/twilio-media --wav hello.wav question.wav\n"
      "  twisim call ws://127.0.0.1:5000/ws/twilio-media --say \"What are your hours?\" --say Goodbye.\n"
      "  twisim call http://127.0.0.1:5000/webhook/incoming_call --wav hello.wav\n"
      "  twisim call wss://agent.example/media --scenario scenarios/barge_in_mid_reply.json --out out\n"
      "  twisim call ws://127.0.0.1:5000/ws/twilio-media --recording out/two_turns.trace.jsonl\n"
      "Exit: 0 nothing wrong, 1 an error-level finding or a failed expectation, 2 bad input, 3 no verdict: no call "
      "came\n"
      "about, or this machine was too late itself to judge anyone.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
