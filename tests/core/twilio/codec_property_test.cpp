// What holds for any message and any text: what is written is read back, order and spacing mean nothing, and no
// text whatever brings the codec down.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/twilio/codec.h"
#include "core/twilio/media_scanner.h"
#include "tests/core/twilio/wire_samples.h"

namespace parley::twilio {
namespace {

using namespace samples;

Inbound random_inbound(Random& random) {
  switch (random.below(6)) {
    case 0:
      return Connected{random_text(random), random_text(random)};
    case 1: {
      Start start;
      start.sequence = random_count(random);
      start.account_sid = random_text(random);
      start.call_sid = random_text(random);
      start.stream_sid = random_sid(random);
      start.tracks.assign(static_cast<std::size_t>(random.below(3)), random_text(random));
      start.format = {random_text(random), static_cast<int>(random.below(2147483648LL)), 2};
      for (std::int64_t i = random.below(4); i > 0; --i) {
        start.custom_parameters.emplace_back(random_text(random) + std::to_string(i), random_text(random));
      }
      return start;
    }
    case 2: {
      const Track track = random.chance(500) ? Track::kInbound : Track::kOutbound;
      return Media{random_count(random),      track,
                   random_count(random),      random_count(random),
                   random_payload(random, 0), random_sid(random)};
    }
    case 3:
      return Dtmf{random_count(random), random_sid(random),
                  "0123456789*#"[static_cast<std::size_t>(random.below(12))]};
    case 4:
      return MarkReturned{random_count(random), random_sid(random), random_text(random)};
    default:
      return Stop{random_count(random), random_sid(random), random_text(random), random_text(random)};
  }
}

Outbound random_outbound(Random& random) {
  switch (random.below(3)) {
    case 0:
      return SendMedia{random_sid(random), random_payload(random, 1)};
    case 1:
      return SendMark{random_sid(random), random_text(random)};
    default:
      return Clear{random_sid(random)};
  }
}

TEST(CodecProperty, ReadsBackAnyInboundMessageItWrites) {
  Random random(11);
  for (int round = 0; round < 3000; ++round) {
    const Inbound message = random_inbound(random);
    const std::string text = text_of(message);
    ASSERT_EQ(parse_inbound(text), message) << text;
  }
}

TEST(CodecProperty, ReadsBackAnyOutboundMessageItWrites) {
  Random random(12);
  for (int round = 0; round < 3000; ++round) {
    const Outbound message = random_outbound(random);
    const std::string text = text_of(message);
    const ParsedOutbound parsed = parse_outbound(text);
    ASSERT_EQ(parsed.extra_field, "");
    const bool same =
        std::visit([&](const auto& sent) { return parsed.message == decltype(parsed.message)(sent); }, message);
    ASSERT_TRUE(same) << text;
  }
}

TEST(CodecProperty, PredictsExactlyWhatItWrites) {
  Media in;
  SendMedia out;
  EXPECT_TRUE(predict_media(text_of(Inbound(media())), in));
  EXPECT_EQ(in, media());
  EXPECT_TRUE(predict_send_media(text_of(Outbound(send_media())), out));
  EXPECT_EQ(out, send_media());
  EXPECT_FALSE(predict_media(text_of(Inbound(media())) + " ", in));
  EXPECT_FALSE(predict_send_media(text_of(Outbound(send_media())) + " ", out));
}

TEST(CodecProperty, AgreesBetweenThePredictionAndTheLongWay) {
  Random random(13);
  for (int round = 0; round < 1000; ++round) {
    const Media sent{random_count(random), Track::kOutbound,          random_count(random),
                     random_count(random), random_payload(random, 1), Sid(kStream)};
    const std::string text = text_of(Inbound(sent));
    Media slow;
    std::string reason;
    ASSERT_TRUE(read_media(open_envelope(text), slow, reason)) << reason;
    ASSERT_EQ(slow, sent);
    ASSERT_EQ(std::get<Media>(parse_inbound(text)), slow);
  }
}

/// The members of an object in the given order, with `gap` wherever JSON allows space.
std::string object_of(const std::vector<std::string>& members, const std::string& gap) {
  std::string text = gap + "{" + gap;
  for (const std::string& member : members) {
    if (&member != &members.front()) text += gap + "," + gap;
    const std::size_t colon = member.find(':');
    text += member.substr(0, colon) + gap + ":" + gap + member.substr(colon + 1);
  }
  return text + gap + "}" + gap;
}

TEST(CodecProperty, ReadsMediaWhateverTheOrderAndTheSpacing) {
  for (const std::string gap : {"", " ", "\n\t ", "\r\n"}) {
    std::vector<std::string> inner = {R"("chunk":"1")", R"("payload":"AQID")", R"("timestamp":"155")",
                                      R"("track":"inbound")"};
    do {
      std::vector<std::string> outer = {R"("event":"media")", "\"media\":" + object_of(inner, gap),
                                        R"("sequenceNumber":"2")", R"("streamSid":")" + kStream + '"'};
      do {
        ASSERT_EQ(parse_inbound(object_of(outer, gap)), Inbound(media())) << object_of(outer, gap);
      } while (std::next_permutation(outer.begin(), outer.end()));
    } while (std::next_permutation(inner.begin(), inner.end()));
    std::vector<std::string> outer = {R"("event":"media")", "\"media\":" + object_of({R"("payload":"AQID")"}, gap),
                                      R"("streamSid":")" + kStream + '"'};
    do {
      const ParsedOutbound parsed = parse_outbound(object_of(outer, gap));
      ASSERT_EQ(std::get<SendMedia>(parsed.message), send_media());
      ASSERT_EQ(parsed.extra_field, "");
    } while (std::next_permutation(outer.begin(), outer.end()));
  }
}

TEST(CodecProperty, ResolvesEscapesInKeysAndValuesOfMedia) {
  const std::string text = R"({"\u0065vent":"m\u0065dia","streamSid":"\u004dZ\ud83d\ude00\"\\\/\n",)"
                           R"("media":{"p\u0061yload":"\/\/\u002f\/"}})";
  const SendMedia expected{Sid("MZ\xF0\x9F\x98\x80\"\\/\n"), Payload(std::vector<std::uint8_t>(3, 0xFF))};
  const ParsedOutbound parsed = parse_outbound(text);
  ASSERT_TRUE(std::holds_alternative<SendMedia>(parsed.message));
  EXPECT_EQ(std::get<SendMedia>(parsed.message), expected);
}

TEST(CodecProperty, RefusesAValidMessageCutShortAnywhere) {
  for (const Inbound& message : every_inbound()) {
    const std::string text = text_of(message);
    for (std::size_t size = 0; size < text.size(); ++size) {
      EXPECT_TRUE(std::holds_alternative<Malformed>(parse_inbound(text.substr(0, size)))) << text.substr(0, size);
    }
  }
  for (const Outbound& message : every_outbound()) {
    const std::string text = text_of(message);
    for (std::size_t size = 0; size < text.size(); ++size) {
      EXPECT_TRUE(std::holds_alternative<Malformed>(parse_outbound(text.substr(0, size)).message));
    }
  }
}

/// What has been read can be written, and reading that again gives the same.
void expect_total(const std::string& text) {
  const Inbound in = parse_inbound(text);
  if (const auto* malformed = std::get_if<Malformed>(&in)) {
    EXPECT_NE(malformed->reason, "") << text;
  } else if (!std::holds_alternative<Unknown>(in)) {
    EXPECT_EQ(parse_inbound(text_of(in)), in) << text;
  }
  const ParsedOutbound out = parse_outbound(text);
  if (const auto* malformed = std::get_if<Malformed>(&out.message)) {
    EXPECT_NE(malformed->reason, "") << text;
    EXPECT_EQ(out.extra_field, "") << text;
  }
}

TEST(CodecProperty, SurvivesEveryChangeOfOneByte) {
  std::vector<std::string> texts;
  for (const Inbound& message : every_inbound()) texts.push_back(text_of(message));
  for (const Outbound& message : every_outbound()) texts.push_back(text_of(message));
  const std::string bytes("\"\\{}[]:,/u0-+eE.= \n\x80\xC3\xED\xF0\xFF\x7F\0AZ", 28);
  for (std::string& text : texts) {
    for (char& place : text) {
      const char before = place;
      for (const char byte : bytes) {
        place = byte;
        expect_total(text);
      }
      place = before;
    }
  }
}

TEST(CodecProperty, SurvivesAnyJumbleOfJson) {
  const std::array<std::string, 26> pieces = {"{",
                                              "}",
                                              "[",
                                              "]",
                                              ",",
                                              ":",
                                              "\"",
                                              "\\",
                                              "\\u",
                                              "d83d",
                                              "null",
                                              "true",
                                              "-",
                                              "1",
                                              "e9",
                                              "\"event\"",
                                              "\"media\"",
                                              "\"mark\"",
                                              "\"payload\"",
                                              "\"streamSid\"",
                                              "\"event\":\"media\"",
                                              "\"event\":\"mark\"",
                                              "\xD7\xA9",
                                              "\xED\xA0\x80",
                                              " ",
                                              std::string(1, '\0')};
  Random random(14);
  for (int round = 0; round < 20000; ++round) {
    std::string text = "{";
    for (std::int64_t i = random.below(20); i > 0; --i) text += pieces[static_cast<std::size_t>(random.below(26))];
    expect_total(text);
  }
}

TEST(CodecProperty, BoundsTheDepthOfNesting) {
  const auto nested = [](std::size_t depth) {
    return R"({"event":"x","deep":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(parse_inbound(nested(63)), Inbound(Unknown{"x"}));
  EXPECT_TRUE(std::holds_alternative<Malformed>(parse_inbound(nested(64))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(parse_inbound(std::string(2'000'000, '['))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(parse_inbound(R"({"event":)" + std::string(1'000'000, '{'))));
}

TEST(CodecProperty, RefusesStringsThatAreNoUnicode) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80",
                          "\\ud800", "\\ude00", "\\ud83dx", "\\ud83d\\n", "\\u12", "\\x", "\x01"}) {
    const std::string text =
        R"({"event":"media","streamSid":")" + std::string(bad) + R"(","media":{"payload":"AQID"}})";
    EXPECT_TRUE(std::holds_alternative<Malformed>(parse_outbound(text).message)) << bad;
    EXPECT_TRUE(std::holds_alternative<Malformed>(parse_inbound(text)));
  }
}

TEST(CodecProperty, AcceptsAndRefusesTheSameTextsAsTheJsonReader) {
  for (const char* value : {"0",
                            "-0",
                            "10",
                            "01",
                            "1.",
                            ".5",
                            "1.5",
                            "1e5",
                            "1E+5",
                            "1e",
                            "--1",
                            "+1",
                            "tru",
                            "true",
                            "false",
                            "null",
                            "nul",
                            "[]",
                            "[1,]",
                            "[,]",
                            "[1 2]",
                            "{}",
                            "{\"a\"}",
                            "{\"a\":1,}",
                            "{\"a\":[{\"b\":null}]}",
                            "\"\\u00e9\"",
                            "\"\\ud83d\\ude00\"",
                            "\"\\ude00\"",
                            "\"\t\"",
                            "'a'",
                            "NaN",
                            "Infinity",
                            "",
                            "\"\xC3\xA9\"",
                            "\"\xC3\""}) {
    const std::string text = R"({"event":"x","value":)" + std::string(value) + "}";
    EXPECT_EQ(!std::holds_alternative<Malformed>(parse_inbound(text)), json::parse(text, "text").has_value())
        << text;
  }
}

TEST(CodecProperty, TakesAMessageOfManyMegabytesInItsStride) {
  std::string text =
      R"({"event":"media","streamSid":"MZ","media":{"payload":")" + std::string(8'000'000, 'A') + R"("}})";
  EXPECT_EQ(std::get<SendMedia>(parse_outbound(text).message).payload.size(), 6'000'000U);
  text.resize(text.size() - 4);
  EXPECT_TRUE(std::holds_alternative<Malformed>(parse_outbound(text).message));
}

}  // namespace
}  // namespace parley::twilio
