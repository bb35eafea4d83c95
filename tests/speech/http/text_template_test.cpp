#include "speech/http/text_template.h"

#include <gtest/gtest.h>

#include "speech/http/service_address.h"

namespace parley {
namespace {

TEST(ATemplate, IsFilledOnceAndEscapedForItsPlace) {
  const TemplateValues values{{"text", "a\"<&'{voice}\n"}, {"voice", "v/w x"}};
  EXPECT_EQ(fill_template(R"({"t":"{text}"})", values, TextEscape::kJson), R"({"t":"a\"<&'{voice}\n"})");
  EXPECT_EQ(fill_template("<v n='{voice}'>{text}</v>", values, TextEscape::kXml),
            "<v n='v/w x'>a&#34;&lt;&amp;&#39;{voice} </v>");
  EXPECT_EQ(fill_template("http://h/{voice}/s?x={voice}", values, TextEscape::kUrl),
            "http://h/v%2Fw%20x/s?x=v%2Fw%20x");
  EXPECT_EQ(fill_template("{other} {text", values, TextEscape::kNone), "{other} {text");
  EXPECT_EQ(fill_template("{", values, TextEscape::kNone), "{");
  EXPECT_EQ(fill_template("", values, TextEscape::kNone), "");
}

TEST(XmlText, HoldsNothingThatXmlCannot) {
  EXPECT_EQ(xml_text("a\x01"
                     "b\xFF"
                     "c שלום"),
            "a b c שלום");
}

TEST(AServiceAddress, IsABaseAndAPathOrAWholeOne) {
  const auto of = [](std::string_view base, std::string_view place) {
    const auto address = service_address(base, place, "x.path");
    if (!address) return address.error().text();
    return (address->to.secure ? "s " : "p ") + address->to.host + " " + std::to_string(address->to.port) + " " +
           address->target;
  };
  EXPECT_EQ(of("https://api.host/v1", "/chat"), "s api.host 443 /v1/chat");
  EXPECT_EQ(of("https://api.host/v1/", "chat"), "s api.host 443 /v1/chat");
  EXPECT_EQ(of("http://127.0.0.1:11434/v1", "/chat?x=y"), "p 127.0.0.1 11434 /v1/chat?x=y");
  EXPECT_EQ(of("https://api.host/v1", "http://[::1]:8080/inference"), "p ::1 8080 /inference");
  EXPECT_EQ(of("https://api.host", ""), "s api.host 443 /");
  EXPECT_EQ(of("wss://api.host", "/x"), "x.path: must begin with http:// or https://");
  EXPECT_EQ(of("https://me:secret@api.host", "/x"),
            "x.path: must not hold a name and password; keys have settings of their own");
  EXPECT_EQ(of("", "/x"), "x.path: must be an address such as https://host/path");
}

}  // namespace
}  // namespace parley
