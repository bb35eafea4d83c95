#include "sim/naive_wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/twilio/codec.h"

namespace parley {
namespace {

using testing::HasSubstr;

std::string clear_of(NaiveFault fault) {
  NaiveWire wire(fault);
  twilio::Start start;
  start.stream_sid = Sid("MZ1");
  start.call_sid = "CA1";
  wire.started(start);
  return wire.text_of(twilio::Clear{wire.stream()});
}

TEST(NaiveWire, WritesAsTwilioWantsItWithoutAFault) {
  EXPECT_EQ(clear_of(NaiveFault::kNone), R"({"event":"clear","streamSid":"MZ1"})");
}

TEST(NaiveWire, WritesWhatPeopleWriteAtFirst) {
  EXPECT_EQ(clear_of(NaiveFault::kWrongStreamSid), R"({"event":"clear","streamSid":"CA1"})");
  EXPECT_EQ(clear_of(NaiveFault::kSnakeCaseStreamSid), R"({"event":"clear","stream_sid":"MZ1"})");
  EXPECT_EQ(clear_of(NaiveFault::kInvalidJson), R"({'event':'clear','streamSid':'MZ1'})");
  EXPECT_THAT(clear_of(NaiveFault::kExtraField), HasSubstr(R"("sequenceNumber":"1")"));
}

TEST(NaiveWire, FaultsAreSeenByTheCodec) {
  for (const NaiveFault fault : {NaiveFault::kSnakeCaseStreamSid, NaiveFault::kInvalidJson}) {
    const twilio::ParsedOutbound parsed = twilio::parse_outbound(clear_of(fault));
    EXPECT_TRUE(std::holds_alternative<twilio::Malformed>(parsed.message)) << info_of(fault).name;
  }
  EXPECT_EQ(twilio::parse_outbound(clear_of(NaiveFault::kExtraField)).extra_field, "sequenceNumber");
}

}  // namespace
}  // namespace parley
