#include "core/twilio/webhook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "core/base/name_table.h"

namespace parley::twilio {
namespace {

constexpr NameTable<StreamEvent, 3> kEventNames({"stream-started", "stream-stopped", "stream-error"},
                                                StreamEvent::kError);
constexpr std::string_view kSignalError = "Stream signal error, code: ";

void add_place(Form& form, const std::string& prefix, const Place& place) {
  form.push_back({prefix + "City", place.city});
  form.push_back({prefix + "Country", place.country});
  form.push_back({prefix + "State", place.state});
  form.push_back({prefix + "Zip", place.zip});
}

void add_given(Form& form, std::string name, const std::string& value) {
  if (!value.empty()) form.push_back({std::move(name), value});
}

std::string value_of(const Form& form, std::string_view name, std::string_view older = {}) {
  const std::string* value = find_field(form, name);
  if ((value == nullptr || value->empty()) && !older.empty()) value = find_field(form, older);
  return value == nullptr ? std::string() : *value;
}

Place place_of(const Form& form, const std::string& prefix, const std::string& older) {
  return {value_of(form, prefix + "City", older + "City"), value_of(form, prefix + "State", older + "State"),
          value_of(form, prefix + "Zip", older + "Zip"), value_of(form, prefix + "Country", older + "Country")};
}

std::string value_or(std::string value, std::string_view standard) {
  return value.empty() ? std::string(standard) : value;
}

/// The number at the end of a text, 0 if there is none or it is no code of five digits.
int code_at_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of("0123456789");
  const std::string_view digits = last == std::string_view::npos ? text : text.substr(last + 1);
  int code = 0;
  if (digits.size() != 5) return 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), code);
  return code;
}

}  // namespace

Form write_voice_request(const VoiceRequest& request) {
  Form form;
  form.push_back({"AccountSid", request.account_sid});
  form.push_back({"ApiVersion", request.api_version});
  form.push_back({"CallSid", request.call_sid});
  form.push_back({"CallStatus", request.call_status});
  add_given(form, "CallToken", request.call_token);
  form.push_back({"Called", request.to});
  add_place(form, "Called", request.to_place);
  form.push_back({"Caller", request.from});
  add_place(form, "Caller", request.from_place);
  add_given(form, "CallerName", request.caller_name);
  form.push_back({"Direction", request.direction});
  add_given(form, "ForwardedFrom", request.forwarded_from);
  form.push_back({"From", request.from});
  add_place(form, "From", request.from_place);
  add_given(form, "ParentCallSid", request.parent_call_sid);
  add_given(form, "StirVerstat", request.stir_verstat);
  form.push_back({"To", request.to});
  add_place(form, "To", request.to_place);
  std::ranges::sort(form, {}, &FormField::name);
  return form;
}

VoiceRequestReading read_voice_request(const Form& form) {
  VoiceRequestReading reading;
  VoiceRequest& request = reading.request;
  request.account_sid = value_of(form, "AccountSid");
  request.call_sid = value_of(form, "CallSid");
  request.from = value_of(form, "From", "Caller");
  request.to = value_of(form, "To", "Called");
  request.call_status = value_of(form, "CallStatus");
  request.direction = value_or(value_of(form, "Direction"), request.direction);
  request.api_version = value_or(value_of(form, "ApiVersion"), request.api_version);
  request.from_place = place_of(form, "From", "Caller");
  request.to_place = place_of(form, "To", "Called");
  request.call_token = value_of(form, "CallToken");
  request.stir_verstat = value_of(form, "StirVerstat");
  request.forwarded_from = value_of(form, "ForwardedFrom");
  request.caller_name = value_of(form, "CallerName");
  request.parent_call_sid = value_of(form, "ParentCallSid");
  if (request.account_sid.empty()) reading.missing.push_back("AccountSid");
  if (request.call_sid.empty()) reading.missing.push_back("CallSid");
  if (request.from.empty()) reading.missing.push_back("From");
  if (request.to.empty()) reading.missing.push_back("To");
  return reading;
}

std::string_view name_of(StreamEvent event) {
  return kEventNames.name_of(event);
}

std::string stream_error_text(int code) {
  return std::string(kSignalError) + std::to_string(code);
}

std::string timestamp_text(std::int64_t seconds_since_1970, std::int32_t nanoseconds) {
  using std::chrono::days;
  using std::chrono::seconds;
  const std::chrono::sys_time<seconds> time{seconds(seconds_since_1970)};
  const std::chrono::sys_days day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), nanoseconds);
  return text.data();
}

Form write_stream_status(const StreamStatus& status) {
  Form form;
  form.push_back({"AccountSid", status.account_sid});
  form.push_back({"CallSid", status.call_sid});
  if (status.event == StreamEvent::kError) {
    add_given(form, "StreamError", status.error);
    if (status.error_code != 0) form.push_back({"StreamErrorCode", std::to_string(status.error_code)});
  }
  form.push_back({"StreamEvent", std::string(name_of(status.event))});
  form.push_back({"StreamName", status.stream_name.empty() ? status.stream_sid : status.stream_name});
  form.push_back({"StreamSid", status.stream_sid});
  form.push_back({"Timestamp", status.timestamp});
  return form;
}

StreamStatusReading read_stream_status(const Form& form) {
  StreamStatusReading reading;
  StreamStatus& status = reading.status;
  status.account_sid = value_of(form, "AccountSid");
  status.call_sid = value_of(form, "CallSid");
  status.stream_sid = value_of(form, "StreamSid");
  status.stream_name = value_of(form, "StreamName");
  status.error = value_of(form, "StreamError");
  status.error_code = code_at_end(value_of(form, "StreamErrorCode"));
  if (status.error_code == 0) status.error_code = code_at_end(status.error);
  status.timestamp = value_of(form, "Timestamp");
  const std::string event = value_of(form, "StreamEvent");
  reading.event = kEventNames.find(event);
  if (reading.event) status.event = *reading.event;
  if (status.account_sid.empty()) reading.missing.push_back("AccountSid");
  if (status.call_sid.empty()) reading.missing.push_back("CallSid");
  if (status.stream_sid.empty()) reading.missing.push_back("StreamSid");
  if (event.empty()) reading.missing.push_back("StreamEvent");
  return reading;
}

}  // namespace parley::twilio
