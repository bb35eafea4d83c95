#include "report/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using testing::HasSubstr;
using Outcome = JunitCase::Outcome;

TEST(Junit, CountsWhatPassedFailedAndHadNoVerdict) {
  const JunitCase cases[] = {{"one", millis(1500), Outcome::kPassed, "", ""},
                             {"two", millis(20), Outcome::kFailed, "turns 3: 2", "more"},
                             {"three", {}, Outcome::kSkipped, "inconclusive", ""}};
  const std::string xml = junit_xml("scenarios", cases);
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"scenarios\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" "
                             "time=\"1.520\">"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"scenarios\" name=\"one\" time=\"1.500\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"turns 3: 2\">more</failure>"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"inconclusive\"/>"));
}

TEST(Junit, KeepsXmlWholeWhateverATextHolds) {
  const JunitCase cases[] = {{"a<b>&\"c\"", {}, Outcome::kFailed, "x\x01y", "]]></failure>"}};
  const std::string xml = junit_xml("s", cases);
  EXPECT_THAT(xml, HasSubstr("name=\"a&lt;b&gt;&amp;&quot;c&quot;\""));
  EXPECT_THAT(xml, HasSubstr("message=\"x?y\""));
  EXPECT_THAT(xml, HasSubstr("]]&gt;&lt;/failure&gt;</failure>"));
}

TEST(Junit, IsAnEmptySuiteOfNothing) {
  EXPECT_THAT(junit_xml("s", {}), HasSubstr("tests=\"0\""));
}

}  // namespace
}  // namespace parley
