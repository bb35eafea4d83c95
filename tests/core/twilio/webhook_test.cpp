#include "core/twilio/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::twilio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

VoiceRequest inbound_call() {
  VoiceRequest request;
  request.account_sid = "AC1";
  request.call_sid = "CA1";
  request.from = "+14155550100";
  request.to = "+14155550101";
  request.from_place = {"SAN FRANCISCO", "CA", "94105", "US"};
  request.call_token = "token";
  request.stir_verstat = "TN-Validation-Passed-A";
  return request;
}

TEST(VoiceRequest, OfAnInboundCallHasTheFieldsThatWereObserved) {
  std::vector<std::string> names;
  for (const FormField& field : write_voice_request(inbound_call())) names.push_back(field.name);
  EXPECT_THAT(names,
              ElementsAre("AccountSid", "ApiVersion", "CallSid", "CallStatus", "CallToken", "Called", "CalledCity",
                          "CalledCountry", "CalledState", "CalledZip", "Caller", "CallerCity", "CallerCountry",
                          "CallerState", "CallerZip", "Direction", "From", "FromCity", "FromCountry", "FromState",
                          "FromZip", "StirVerstat", "To", "ToCity", "ToCountry", "ToState", "ToZip"));
}

TEST(VoiceRequest, RepeatsNumbersUnderTheirOldNames) {
  const Form form = write_voice_request(inbound_call());
  EXPECT_EQ(*find_field(form, "Caller"), "+14155550100");
  EXPECT_EQ(*find_field(form, "CallerZip"), "94105");
  EXPECT_EQ(*find_field(form, "Called"), "+14155550101");
  EXPECT_EQ(*find_field(form, "CallStatus"), "ringing");
  EXPECT_EQ(*find_field(form, "ApiVersion"), "2010-04-01");
}

TEST(VoiceRequest, SendsEmptyPlacesAndLeavesOutWhatIsOptional) {
  VoiceRequest request = inbound_call();
  request.call_token.clear();
  request.stir_verstat.clear();
  request.direction = "outbound-api";
  const Form form = write_voice_request(request);
  ASSERT_NE(find_field(form, "ToCity"), nullptr);
  EXPECT_EQ(*find_field(form, "ToCity"), "");
  EXPECT_EQ(find_field(form, "CallToken"), nullptr);
  EXPECT_EQ(find_field(form, "StirVerstat"), nullptr);
  EXPECT_EQ(find_field(form, "CallerName"), nullptr);
}

TEST(VoiceRequest, IsReadBack) {
  VoiceRequest request = inbound_call();
  request.forwarded_from = "+14155550102";
  request.caller_name = "KITCHEN & BAR";
  request.parent_call_sid = "CA0";
  const VoiceRequestReading reading = read_voice_request(*parse_form(write_form(write_voice_request(request))));
  EXPECT_EQ(reading.request, request);
  EXPECT_THAT(reading.missing, IsEmpty());
}

TEST(VoiceRequest, IsReadFromTheOldNamesAlone) {
  const VoiceRequestReading reading =
      read_voice_request({{"AccountSid", "AC1"}, {"CallSid", "CA1"}, {"Caller", "client:a"}, {"Called", "+1"}});
  EXPECT_EQ(reading.request.from, "client:a");
  EXPECT_EQ(reading.request.to, "+1");
  EXPECT_THAT(reading.missing, IsEmpty());
}

TEST(VoiceRequest, NamesWhatIsMissing) {
  EXPECT_THAT(read_voice_request({{"CallSid", "CA1"}, {"From", ""}}).missing,
              ElementsAre("AccountSid", "From", "To"));
  EXPECT_THAT(read_voice_request({}).missing, ElementsAre("AccountSid", "CallSid", "From", "To"));
}

TEST(StreamStatus, OfAFailedStreamHasTheCodeTwice) {
  StreamStatus status{"AC1",
                      "CA1",
                      "MZ1",
                      "",
                      StreamEvent::kError,
                      stream_error_text(31924),
                      31924,
                      "2024-11-29T00:09:39.602648368Z"};
  const Form form = write_stream_status(status);
  EXPECT_EQ(form, (Form{{"AccountSid", "AC1"},
                        {"CallSid", "CA1"},
                        {"StreamError", "Stream signal error, code: 31924"},
                        {"StreamErrorCode", "31924"},
                        {"StreamEvent", "stream-error"},
                        {"StreamName", "MZ1"},
                        {"StreamSid", "MZ1"},
                        {"Timestamp", "2024-11-29T00:09:39.602648368Z"}}));
  const StreamStatusReading reading = read_stream_status(form);
  status.stream_name = "MZ1";
  EXPECT_EQ(reading.status, status);
  EXPECT_EQ(reading.event, StreamEvent::kError);
  EXPECT_THAT(reading.missing, IsEmpty());
}

TEST(StreamStatus, OfAStreamThatRunsNamesNoError) {
  for (const StreamEvent event : {StreamEvent::kStarted, StreamEvent::kStopped}) {
    const Form form = write_stream_status({"AC1", "CA1", "MZ1", "desk", event, "ignored", 31924, "t"});
    EXPECT_EQ(find_field(form, "StreamError"), nullptr);
    EXPECT_EQ(find_field(form, "StreamErrorCode"), nullptr);
    EXPECT_EQ(*find_field(form, "StreamName"), "desk");
    EXPECT_EQ(read_stream_status(form).event, event);
  }
}

TEST(StreamStatus, TakesTheCodeFromTheTextWhenThatIsAllThereIs) {
  const struct {
    Form form;
    int code;
  } cases[] = {
      {{{"StreamError", "Stream signal error, code: 31924"}}, 31924},
      {{{"StreamError", "no code"}}, 0},
      {{{"StreamError", "code: 999999999999999999999"}}, 0},
      {{{"StreamErrorCode", "31920"}, {"StreamError", "code: 31924"}}, 31920},
      {{{"StreamErrorCode", "-"}, {"StreamError", "code: 31924"}}, 31924},
  };
  for (const auto& [form, code] : cases) EXPECT_EQ(read_stream_status(form).status.error_code, code);
}

TEST(StreamStatus, NamesWhatIsMissingAndAdmitsNewEvents) {
  EXPECT_THAT(read_stream_status({}).missing, ElementsAre("AccountSid", "CallSid", "StreamSid", "StreamEvent"));
  const StreamStatusReading reading = read_stream_status({{"StreamEvent", "stream-paused"}});
  EXPECT_EQ(reading.event, std::nullopt);
  EXPECT_THAT(reading.missing, ElementsAre("AccountSid", "CallSid", "StreamSid"));
}

TEST(Timestamps, HaveNanoseconds) {
  EXPECT_EQ(timestamp_text(1732838979, 602648368), "2024-11-29T00:09:39.602648368Z");
  EXPECT_EQ(timestamp_text(0, 1), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(timestamp_text(-1, 999999999), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(timestamp_text(1709164800, 0), "2024-02-29T00:00:00.000000000Z");
}

}  // namespace
}  // namespace parley::twilio
