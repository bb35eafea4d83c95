#include "report/html_report.h"

#include <string_view>
#include <variant>

#include "core/audio/mulaw.h"
#include "core/base/json.h"
#include "core/trace/names.h"
#include "core/twilio/base64.h"
#include "report/findings_json.h"
#include "report/page_data.h"
#include "report/report_page.h"

namespace parley {
namespace {

constexpr std::string_view kDataPlace = "@PARLEY_REPORT_DATA@";

void write_time_or_null(json::Writer& writer, std::string_view name, Instant at) {
  writer.key(name);
  if (at == kNever) {
    writer.null();
  } else {
    writer.value(to_micros(at));
  }
}

std::string_view name_of_kind(UtteranceKind kind) {
  switch (kind) {
    case UtteranceKind::kSpeech:
      return "speech";
    case UtteranceKind::kNoise:
      return "noise";
    case UtteranceKind::kBackchannel:
      return "backchannel";
  }
  return "speech";
}

void write_head(json::Writer& writer, const HtmlReport& report) {
  const trace::TraceHeader& header = report.account.header;
  const std::string& name = header.scenario.empty() ? header.call_sid : header.scenario;
  writer.member("title", std::string_view(report.title.empty() ? name : report.title));
  writer.member("build", std::string_view(report.build));
  writer.member("call_sid", std::string_view(header.call_sid));
  writer.member("start_utc", std::string_view(header.start_utc));
  writer.member("observed_at", trace::name_of(header.observed_at));
  std::string reliability;
  if (header.own_lateness_p99_us > 0) {
    reliability = "own lateness p99 " + std::to_string(header.own_lateness_p99_us / 1000) + "." +
                  std::to_string(header.own_lateness_p99_us / 100 % 10) + " ms";
  }
  writer.member("reliability", std::string_view(reliability));
  const MeasurementQuality quality{micros(header.own_lateness_p99_us)};
  writer.member("reliable", quality.reliable());
  writer.member("ended_us", to_micros(report.account.ended));
}

void write_voices(json::Writer& writer, const CallAccount& account) {
  writer.key("utterances").begin_array();
  for (const Utterance& utterance : account.utterances) {
    writer.begin_object();
    writer.member("begin_us", to_micros(utterance.begin));
    writer.member("end_us", to_micros(utterance.end));
    writer.member("kind", name_of_kind(utterance.kind));
    writer.end_object();
  }
  writer.end_array();
  writer.key("replies").begin_array();
  for (const Reply& reply : account.replies) {
    writer.begin_object();
    writer.member("begin_us", to_micros(reply.begin));
    writer.member("end_us", to_micros(reply.end));
    writer.end_object();
  }
  writer.end_array();
  writer.key("turns").begin_array();
  for (const CallerTurn& turn : account.turns) {
    writer.begin_object();
    writer.member("id", static_cast<std::int64_t>(turn.id.value));
    writer.member("begin_us", to_micros(turn.begin));
    writer.member("end_us", to_micros(turn.end));
    writer.member("voiced_us", to_micros(turn.voiced));
    writer.member("answered", turn.answered());
    writer.member("waited_us", to_micros(turn.waited()));
    writer.end_object();
  }
  writer.end_array();
}

void write_columns(json::Writer& writer, const CallAccount& account) {
  writer.key("columns").begin_array();
  for (const LevelColumn& column : account.columns) {
    writer.begin_array();
    writer.value(column.caller).value(column.agent).value(static_cast<std::int64_t>(column.buffered_ms));
    writer.end_array();
  }
  writer.end_array();
}

void write_signals(json::Writer& writer, const CallAccount& account) {
  writer.key("states").begin_array();
  for (const StateEntry& state : account.states) {
    writer.begin_object();
    writer.member("at_us", to_micros(state.at));
    writer.member("to", name_of(state.to));
    writer.end_object();
  }
  writer.end_array();
  writer.key("marks").begin_array();
  for (const MarkEntry& mark : account.marks) {
    writer.begin_object();
    writer.member("name", std::string_view(mark.name));
    writer.member("sent_us", to_micros(mark.sent));
    write_time_or_null(writer, "returned_us", mark.returned);
    writer.member("cleared", mark.cleared);
    writer.end_object();
  }
  writer.end_array();
  writer.key("clears").begin_array();
  for (const ClearSent& clear : account.clears) {
    if (!clear.audible) continue;  // many agents clear before every reply, and nobody hears that
    writer.begin_object();
    writer.member("at_us", to_micros(clear.at));
    writer.end_object();
  }
  writer.end_array();
}

void write_said(json::Writer& writer, const std::vector<Said>& said) {
  writer.key("said").begin_array();
  for (const Said& words : said) {
    writer.begin_object();
    writer.member("at_us", to_micros(words.at));
    writer.member("who", words.by_caller ? "caller" : "agent");
    writer.member("text", std::string_view(words.text));
    writer.end_object();
  }
  writer.end_array();
}

void write_voice(json::Writer& writer, std::string_view name, const std::vector<std::int16_t>& samples) {
  std::string text;
  twilio::base64_encode(mulaw_encode(samples), text);
  writer.member(name, std::string_view(text));
}

void write_sound(json::Writer& writer, const CallSound* sound) {
  writer.key("sound");
  const auto most = static_cast<std::size_t>(kMostSoundOfAPage / kFrameDuration) * kFrameSamples;
  if (sound == nullptr || sound->caller.size() > most || sound->agent.size() > most) {
    writer.null();
    return;
  }
  writer.begin_object();
  write_voice(writer, "caller", sound->caller);
  write_voice(writer, "agent", sound->agent);
  writer.end_object();
}

}  // namespace

std::vector<Said> said_in(const trace::CallTrace& trace) {
  std::vector<Said> said;
  for (const trace::CallEvent& event : trace.events) {
    if (const auto* text = std::get_if<trace::TurnText>(&event.what)) {
      said.push_back({event.at, true, text->text});
    } else if (const auto* reply = std::get_if<trace::ReplyComposed>(&event.what)) {
      said.push_back({event.at, false, reply->text});
    }
  }
  return said;
}

std::string html_report(const HtmlReport& report) {
  std::string data;
  json::Writer writer(data);
  writer.begin_object();
  write_head(writer, report);
  write_voices(writer, report.account);
  write_columns(writer, report.account);
  write_signals(writer, report.account);
  write_said(writer, report.said);
  write_sound(writer, report.sound);
  writer.end_object();
  // The findings have their own writer, whose form people rely on; they become the last member.
  data.pop_back();
  data += ",\"findings\":" + findings_json(report.findings, {&report.account, 1}) + "}";

  return page_with_data(report_page(), kDataPlace, data);
}

}  // namespace parley
