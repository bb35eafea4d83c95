#include "live/preflight.h"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "core/base/json.h"
#include "core/base/name_table.h"
#include "core/twilio/error_codes.h"
#include "live/examination.h"

namespace parley {
namespace {

constexpr NameTable<CheckResult, 4> kResultNames({"passed", "noted", "warned", "failed"}, CheckResult::kFailed);

bool same_server(const twilio::Url& a, const twilio::Url& b) {
  return a.host == b.host && a.effective_port() == b.effective_port() && a.secure() == b.secure();
}

}  // namespace

std::string_view name_of(CheckResult result) {
  return kResultNames.name_of(result);
}

bool PreflightReport::go() const {
  return !unreachable && std::none_of(checks.begin(), checks.end(), [](const PreflightCheck& check) {
    return check.result == CheckResult::kFailed;
  });
}

int PreflightReport::exit_code() const {
  return unreachable ? 3 : go() ? 0 : 1;
}

std::string cure_for(int code) {
  const twilio::ErrorCode* known = twilio::find_error_code(code);
  return known == nullptr ? std::string() : std::string(known->cure);
}

std::string ms_text(std::chrono::microseconds span) {
  std::array<char, 32> text{};
  const double ms = static_cast<double>(span.count()) / 1000.0;
  std::snprintf(text.data(), text.size(), ms < 10 ? "%.1f" : "%.0f", ms);
  return text.data();
}

void Examination::add(PreflightCheck check) {
  if (said_) said_(check);
  report_.checks.push_back(std::move(check));
}

void Examination::pass(std::string id, std::string what, std::optional<std::chrono::microseconds> took) {
  add({std::move(id), CheckResult::kPassed, std::move(what), took, 0, {}});
}

void Examination::note(std::string id, std::string what, std::string cure) {
  add({std::move(id), CheckResult::kNoted, std::move(what), {}, 0, std::move(cure)});
}

void Examination::warn(std::string id, std::string what, int code, std::string cure) {
  add({std::move(id), CheckResult::kWarned, std::move(what), {}, code, std::move(cure)});
}

void Examination::fail(std::string id, std::string what, int code, std::string cure) {
  add({std::move(id), CheckResult::kFailed, std::move(what), {}, code, std::move(cure)});
}

void Examination::fail_unless_local(std::string id, std::string what, int code, std::string cure) {
  add({std::move(id),
       local_ ? CheckResult::kNoted : CheckResult::kFailed,
       std::move(what),
       {},
       code,
       std::move(cure)});
}

void Examination::wait(const std::function<void()>& begin) {
  loop_.context().restart();
  begin();
  loop_.run();
}

Result<PreflightReport> Examination::run() {
  const auto target = twilio::parse_url(plan_.target);
  if (!target) return target.error();
  local_ = plan_.local;
  twilio::Connect connect;
  std::string stream_url = plan_.target;
  if (!examine_connection(*target)) {
    report_.unreachable = report_.checks.back().id != "tls";  // who speaks no TLS is there all the same
    return std::move(report_);
  }
  if (!target->websocket()) {
    auto named = examine_webhook(*target);
    if (!named) return std::move(report_);
    connect = std::move(*named);
    stream_url = connect.stream.url;
    const auto url = twilio::parse_url(stream_url);
    if (!url) {
      fail("stream.url", "the stream's URL \"" + stream_url + "\" cannot be read", 31923, cure_for(31923));
      return std::move(report_);
    }
    // The same server again would say the same again; only that it is no wss has not been said.
    if (!same_server(*url, *target)) {
      if (!examine_connection(*url)) return std::move(report_);
    } else if (!url->secure()) {
      say_unencrypted(*url);
    }
  }
  if (!examine_stream(stream_url)) return std::move(report_);
  if (plan_.call) examine_call(stream_url, connect.stream);
  return std::move(report_);
}

Result<PreflightReport> run_preflight(const PreflightPlan& plan,
                                      const std::function<void(const PreflightCheck&)>& said) {
  Examination examination(plan, said);
  return examination.run();
}

std::string preflight_json(const PreflightPlan& plan, const PreflightReport& report) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.member("target", std::string_view(plan.target));
  writer.member("verdict", report.unreachable ? "UNREACHABLE" : report.go() ? "GO" : "NO-GO");
  writer.member("exit_code", report.exit_code());
  writer.key("checks").begin_array();
  for (const PreflightCheck& check : report.checks) {
    writer.begin_object();
    writer.member("id", std::string_view(check.id));
    writer.member("result", name_of(check.result));
    writer.member("what", std::string_view(check.what));
    if (check.took) writer.member("took_us", static_cast<std::int64_t>(check.took->count()));
    if (check.code != 0) {
      writer.member("code", check.code);
      writer.member("title", std::string_view(title_of(check.code)));
    }
    if (!check.cure.empty()) writer.member("cure", std::string_view(check.cure));
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return out + "\n";
}

}  // namespace parley
