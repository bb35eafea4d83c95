#include "sim/scenario_writer.h"

#include <variant>

#include "core/base/json.h"
#include "core/base/overloaded.h"

namespace parley {
namespace {

/// Members of one object, each written only where it says something.
class Members {
 public:
  explicit Members(std::string indent) : indent_(std::move(indent)) {}

  void text(std::string_view key, std::string_view value) {
    begin(key);
    json::Writer(out_).value(value);
  }
  void number(std::string_view key, std::int64_t value) {
    begin(key);
    out_ += std::to_string(value);
  }
  void flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
  void raw(std::string_view key, std::string_view json) {
    begin(key);
    out_ += json;
  }
  void ms(std::string_view key, Duration value) { number(key, to_millis(value)); }
  void ms_unless(std::string_view key, Duration value, Duration usual) {
    if (value != usual) ms(key, value);
  }
  void ms_if(std::string_view key, const std::optional<Duration>& value) {
    if (value) ms(key, *value);
  }

  bool empty() const { return out_.empty(); }
  /// On one line.
  std::string object() const { return "{" + out_ + "}"; }
  const std::string& members() const { return out_; }

 private:
  void begin(std::string_view key) {
    if (!out_.empty()) out_ += "," + (indent_.empty() ? " " : "\n" + indent_);
    json::Writer(out_).value(key);
    out_ += ": ";
  }

  std::string indent_;
  std::string out_;
};

void write_anchor(const CallerStep& step, Members& out) {
  if (step.anchor == Anchor::kTime) {
    out.ms("at_ms", step.offset);
    return;
  }
  if (step.anchor != Anchor::kPrevious) out.text("after", name_of(step.anchor));
  out.ms_unless("plus_ms", step.offset, {});
  if (step.turn > 0) out.number("turn", step.turn);
  out.ms_if("or_after_ms", step.or_after);
}

void write_act(const CallerAct& act, Members& out) {
  std::visit(overloaded{
                 [&](const Say& say) {
                   out.text("say", say.file);
                   out.text("text", say.text);
                   if (say.gain_db != 0) out.number("level_db", say.gain_db);
                   out.ms_unless("from_ms", say.from, {});
                   out.ms_if("to_ms", say.to);
                 },
                 [&](const Tone& tone) {
                   out.flag("tone", true);
                   out.ms("for_ms", tone.length);
                   out.number("level", tone.level);
                   out.number("hz", tone.hz);
                 },
                 [&](const Noise& noise) {
                   out.flag("noise", true);
                   out.ms("for_ms", noise.length);
                   out.number("level", noise.level);
                 },
                 [&](const Click& click) {
                   out.flag("click", true);
                   out.number("level", click.level);
                 },
                 [&](const Cough& cough) {
                   out.flag("cough", true);
                   out.number("level", cough.level);
                 },
                 [&](const Pause& pause) {
                   out.flag("pause", true);
                   out.ms("for_ms", pause.length);
                 },
                 [&](const DialDigits& dial) { out.text("dtmf", dial.digits); },
                 [&](const HangUp&) { out.flag("hang_up", true); },
             },
             act);
}

std::string caller_text(const std::vector<CallerStep>& steps) {
  std::string out = "[";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Members step("");
    write_anchor(steps[i], step);
    write_act(steps[i].act, step);
    out += (i == 0 ? "\n    " : ",\n    ") + step.object();
  }
  return out + "\n  ]";
}

std::string_view direction_text(LinkStall::Which which) {
  switch (which) {
    case LinkStall::Which::kBoth:
      return "both";
    case LinkStall::Which::kToAgent:
      return "to_agent";
    case LinkStall::Which::kToCaller:
      return "to_caller";
  }
  return "both";
}

std::string stalls_text(const std::vector<LinkStall>& stalls) {
  std::string out = "[";
  for (const LinkStall& stall : stalls) {
    Members members("");
    members.ms("at_ms", stall.at - kCallStart);
    members.ms("for_ms", stall.length);
    members.text("direction", direction_text(stall.direction));
    out += (out.size() == 1 ? "" : ", ") + members.object();
  }
  return out + "]";
}

Members line_members(const LineScript& line) {
  const LineScript usual;
  Members out("");
  out.ms_unless("delay_ms", line.delay, usual.delay);
  out.ms_unless("jitter_ms", line.jitter, usual.jitter);
  if (!line.stalls.empty()) out.raw("stalls", stalls_text(line.stalls));
  if (line.bursts.every > Duration{}) {
    Members burst("");
    burst.ms("every_ms", line.bursts.every);
    burst.ms("hold_ms", line.bursts.hold);
    out.raw("burst", burst.object());
  }
  if (line.echo_db) out.number("echo_db", *line.echo_db);
  if (line.inbound_silence == InboundSilence::kGap) out.text("inbound_silence", "gap");
  if (line.clear_marks == ClearMarks::kDrop) out.text("clear_marks", "drop");
  out.ms_if("protocol_error_at_ms", line.protocol_error);
  return out;
}

void write_provider_faults(const ProviderScript& provider, Members& out) {
  constexpr std::string_view kRecognizer[] = {"ok",    "never",        "fails",     "late",
                                              "empty", "partial_only", "two_finals"};
  constexpr std::string_view kReply[] = {"ok", "never", "fails", "late", "empty"};
  constexpr std::string_view kSynthesis[] = {"ok", "fails", "late", "stops_midway", "keeps_sending"};
  const ProviderScript usual;
  const auto name = [&](std::string_view key, auto fault, std::span<const std::string_view> names) {
    if (static_cast<std::size_t>(fault) != 0) out.text(key, names[static_cast<std::size_t>(fault)]);
  };
  name("recognizer", provider.recognizer, kRecognizer);
  name("reply_fault", provider.reply_fault, kReply);
  name("synthesis", provider.synthesis, kSynthesis);
  out.ms_unless("late_ms", provider.late, usual.late);
  if (provider.synthesis == SynthesisFault::kKeepsSending) {
    out.ms("keeps_sending_after_cancel_ms", provider.keeps_sending);
  }
  if (provider.fault_on_turn != 0) out.number("fault_on_turn", provider.fault_on_turn);
}

std::string texts(const std::vector<std::string>& all) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const std::string& text : all) writer.value(std::string_view(text));
  writer.end_array();
  return out;
}

Members provider_members(const ProviderScript& provider) {
  const ProviderScript usual;
  Members out("");
  out.ms_unless("first_audio_ms", provider.first_audio, usual.first_audio);
  out.ms_unless("synth_first_ms", provider.synth_first, usual.synth_first);
  out.ms_unless("stt_final_ms", provider.stt_final, usual.stt_final);
  out.ms_unless("stt_partial_ms", provider.stt_partial, usual.stt_partial);
  out.ms_unless("jitter_ms", provider.jitter, usual.jitter);
  out.ms_unless("reply_ms", provider.reply, usual.reply);
  out.ms_if("greeting_ms", provider.greeting);
  if (!provider.replies.empty()) out.raw("replies", texts(provider.replies));
  if (!provider.complete.empty()) out.raw("complete", texts(provider.complete));
  write_provider_faults(provider, out);
  return out;
}

Members naive_members(const NaiveScript& naive) {
  Members out("");
  out.text("kind", "naive");
  if (naive.fault != NaiveFault::kNone) out.text("fault", info_of(naive.fault).name);
  if (naive.fault_on_turn) out.number("fault_on_turn", *naive.fault_on_turn);
  if (naive.threshold) out.number("threshold", *naive.threshold);
  out.ms_if("silence_ms", naive.silence);
  out.ms_if("max_utterance_ms", naive.max_utterance);
  out.ms_if("first_audio_ms", naive.first_audio);
  out.ms_if("reply_ms", naive.reply);
  out.ms_if("greeting_ms", naive.greeting);
  if (naive.pacing) out.text("pacing", name_of(*naive.pacing));
  if (naive.marks) out.flag("marks", *naive.marks);
  if (naive.barge_in) out.flag("barge_in", *naive.barge_in);
  return out;
}

/// Settings keep their values as texts; the reader takes a number or a switch for one as well.
bool is_bare(const std::string& value) {
  if (value == "true" || value == "false") return true;
  return !value.empty() && value.find_first_not_of("0123456789.") == std::string::npos && value.front() != '.' &&
         value.back() != '.' && (value.size() == 1 || value.front() != '0' || value[1] == '.');
}

}  // namespace

std::string write_scenario(const Scenario& scenario) {
  const Scenario usual;
  Members top("  ");
  if (!scenario.description.empty()) top.text("description", scenario.description);
  if (scenario.seed != usual.seed) top.raw("seed", std::to_string(scenario.seed));
  if (!scenario.caller.empty()) top.raw("caller", caller_text(scenario.caller));
  if (scenario.noise_bed != 0) top.number("noise_bed", scenario.noise_bed);
  top.ms_unless("patience_ms", scenario.patience, usual.patience);
  top.ms_if("ends_by_ms", scenario.ends_by);
  if (const Members line = line_members(scenario.line); !line.empty()) top.raw("line", line.object());
  const bool naive = scenario.agent.kind == AgentKind::kNaive;
  const Members agent = naive ? naive_members(scenario.agent.naive) : provider_members(scenario.agent.provider);
  if (!agent.empty()) top.raw("agent", agent.object());
  if (!scenario.settings.empty()) {
    Members settings("");
    for (const ScenarioSetting& setting : scenario.settings) {
      if (is_bare(setting.value)) {
        settings.raw(setting.key, setting.value);
      } else {
        settings.text(setting.key, setting.value);
      }
    }
    top.raw("settings", settings.object());
  }
  if (scenario.expect.no_findings) {
    top.raw("expect", *scenario.expect.no_findings ? R"({"no_findings": true})" : R"({"no_findings": false})");
  }
  return "{\n  " + top.members() + "\n}\n";
}

}  // namespace parley
