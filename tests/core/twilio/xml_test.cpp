#include "core/twilio/xml.h"

#include <gtest/gtest.h>

namespace parley::twilio {
namespace {

std::string refusal(std::string_view text) {
  const Result<XmlElement> root = parse_xml(text);
  EXPECT_FALSE(root.has_value()) << text;
  return root.has_value() ? "" : root.error().text();
}

TEST(Xml, IsATreeOfElementsWithTheirLines) {
  const Result<XmlElement> root =
      parse_xml("<?xml version=\"1.0\"?>\n<a x='1' y=\"&lt;&#65;\">\n <b>t</b><c/>\n</a>");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->line, 2);
  ASSERT_NE(root->attribute("y"), nullptr);
  EXPECT_EQ(*root->attribute("y"), "<A");
  EXPECT_EQ(root->attribute("z"), nullptr);
  ASSERT_EQ(root->children.size(), 2U);
  EXPECT_EQ(root->children[0].text, "t");
  EXPECT_EQ(root->children[1].line, 3);
}

TEST(Xml, KeepsTextInOrder) {
  const Result<XmlElement> root = parse_xml("<a>one <b>two</b> three<![CDATA[ <4>]]><!-- no --></a>");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->text, "one  three <4>");
  EXPECT_EQ(root->inner_text, "one two three <4>");
}

TEST(Xml, RefusesWhatIsNotWellFormed) {
  for (const std::string_view text : {"",
                                      " ",
                                      "text",
                                      "<a>",
                                      "<a></b>",
                                      "<a/><b/>",
                                      " <?xml version=\"1.0\"?><a/>",
                                      "\n<?xml version=\"1.0\"?><a/>",
                                      "<a x=1/>",
                                      "<a x='1' x='2'/>",
                                      "<a u='?x=1&y=2'/>",
                                      "<a>&nbsp;</a>",
                                      "<a>&#0;</a>",
                                      "<a>\x01</a>",
                                      "<a>\xFF</a>",
                                      "<a><b></a></b>",
                                      "<a x='<'/>",
                                      "<a/>text",
                                      "<html><br></html>",
                                      "<?xml version=\"1.0\" encoding=\"martian\"?><a/>",
                                      "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>"}) {
    EXPECT_FALSE(refusal(text).empty()) << text;
  }
}

TEST(Xml, NamesTheLineOfAnError) {
  EXPECT_EQ(refusal("<a>\n<b>\n</a>"), "line 3: mismatched tag");
}

TEST(Xml, RefusesEntitiesThatCouldGrow) {
  EXPECT_EQ(refusal("<!DOCTYPE a [<!ENTITY x \"yyyy\"><!ENTITY z \"&x;&x;\">]><a>&z;</a>"),
            "line 1: a document type declaration has no place here");
  EXPECT_EQ(refusal("<!DOCTYPE html>\n<html/>"), "line 1: a document type declaration has no place here");
}

TEST(Xml, IsBoundedInDepthAndSize) {
  std::string deep;
  for (int i = 0; i < 33; ++i) deep += "<a>";
  for (int i = 0; i < 33; ++i) deep += "</a>";
  EXPECT_EQ(refusal(deep), "line 1: elements are nested more than 32 deep");
  EXPECT_TRUE(parse_xml(deep, {.depth = 33}).has_value());
  EXPECT_FALSE(parse_xml("<a/>", {.bytes = 3}).has_value());
}

TEST(Xml, TakesAByteOrderMarkAndOtherEncodings) {
  EXPECT_TRUE(parse_xml("\xEF\xBB\xBF<a/>").has_value());
  const Result<XmlElement> latin = parse_xml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9</a>");
  ASSERT_TRUE(latin.has_value());
  EXPECT_EQ(latin->text, "\xC3\xA9");
}

TEST(Xml, EscapesWhatWouldEndATextOrAnAttribute) {
  std::string out;
  escape_xml("a<b>&\"c'\n\t\x01\xC3\xA9\xFF", out);
  EXPECT_EQ(out, "a&lt;b&gt;&amp;&quot;c'&#10;&#9;\xC3\xA9\xEF\xBF\xBD");
}

TEST(Xml, ReadsBackWhatItEscaped) {
  const std::string all = "\t\n\r <>&\"'\xE2\x82\xAC\xF0\x9F\x98\x80 end";
  std::string document = "<a x=\"";
  escape_xml(all, document);
  document += "\">";
  escape_xml(all, document);
  document += "</a>";
  const Result<XmlElement> root = parse_xml(document);
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(*root->attribute("x"), all);
  EXPECT_EQ(root->text, all);
}

}  // namespace
}  // namespace parley::twilio
