#include "report/findings_catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/rules.h"
#include "sim/naive_faults.h"

namespace parley {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path& root_of_the_tree() {
  static const fs::path root = PARLEY_SOURCE_DIR;
  return root;
}

TEST(TheCatalogue, IsWhatTheProgramPrints) {
  std::ifstream in(root_of_the_tree() / "docs/findings.md", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, findings_catalogue()) << "run twisim diagnose --catalogue > docs/findings.md";
}

TEST(TheCatalogue, TellsOfEachRuleAndOfNothingElse) {
  ASSERT_EQ(catalogue().size(), rules().size());
  for (std::size_t i = 0; i < rules().size(); ++i) {
    const CatalogueEntry& entry = catalogue()[i];
    EXPECT_EQ(entry.id, rules()[i].id);
    for (const std::string_view text : {entry.caller, entry.wire, entry.causes, entry.look_at, entry.healthy}) {
      EXPECT_FALSE(text.empty()) << entry.id;
    }
    EXPECT_TRUE(!entry.fault.empty() || !entry.scenario.empty()) << entry.id << " cannot be seen happening";
  }
}

TEST(TheCatalogue, NamesFaultsAndScenariosThatExist) {
  for (const CatalogueEntry& entry : catalogue()) {
    if (!entry.fault.empty()) {
      EXPECT_TRUE(naive_fault_from(entry.fault)) << entry.fault;
    }
    for (const std::string_view scenario : {entry.scenario, entry.healthy}) {
      if (scenario.empty()) continue;
      EXPECT_TRUE(fs::exists(root_of_the_tree() / "scenarios" / scenario)) << scenario;
    }
  }
}

TEST(TheCatalogue, HasEachNaiveFaultsFinding) {
  for (const NaiveFaultInfo& fault : naive_faults()) {
    if (fault.finding.empty()) continue;
    EXPECT_NE(catalogue_entry(fault.finding), nullptr) << fault.name;
  }
}

TEST(TheCatalogue, ExplainsOneFindingAlone) {
  const auto section = finding_section("stuck-speaking");
  ASSERT_TRUE(section.has_value());
  EXPECT_THAT(*section, HasSubstr("## stuck-speaking\n"));
  EXPECT_THAT(*section, HasSubstr("twisim naive --fault mark-name-mismatch"));
  EXPECT_FALSE(finding_section("no-such-finding").has_value());
}

}  // namespace
}  // namespace parley
