// Each rule of the house is tried on a small bad example, because a rule that cannot complain protects nothing.
#include "tests/tidy/house_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<Module> kTable = {
    {"core/base", {"boost/system/"}, {{"nlohmann/", "core/base/json.cpp"}}},
    {"core/vad", {"core/base/", "core/audio/level.h"}},
    {"apps/twisim", {"core/"}},
};
const std::vector<Ban> kBans = {{"::now(", "ask nobody"}, {"<thread>", "none"}, {"boost/asio", "no"}};

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "  step();\n";
  return text;
}

TEST(ModuleOf, IsTheFolderUnderCoreLibOrApps) {
  EXPECT_EQ(module_of("lib/core/vad/energy_vad.cpp"), "core/vad");
  EXPECT_EQ(module_of("lib/core/diagnosis/rules/late_clear.cpp"), "core/diagnosis");
  EXPECT_EQ(module_of("lib/sim/link.h"), "sim");
  EXPECT_EQ(module_of("apps/twisim/main.cpp"), "apps/twisim");
}

TEST(ModuleOf, IsNothingForAFileOutsideAnyFolder) {
  EXPECT_EQ(module_of("lib/stray.cpp"), "");
  EXPECT_EQ(module_of("lib/core/stray.cpp"), "");
  EXPECT_EQ(module_of("tests/tidy_test.cpp"), "");
}

TEST(Includes, OfTheModuleItselfTheTableAndTheStandardLibraryAreFine) {
  EXPECT_THAT(check_includes(kTable, "lib/core/vad/x.cpp",
                             "#include \"core/vad/x.h\"\n#include <vector>\n#include \"core/base/time.h\"\n"
                             "#include \"core/audio/level.h\"\n"),
              IsEmpty());
}

TEST(Includes, OfAnotherModuleAreNamedWithTheirLine) {
  EXPECT_THAT(check_includes(kTable, "lib/core/vad/x.cpp", "#include <vector>\n#include \"core/call/call.h\"\n"),
              ElementsAre("lib/core/vad/x.cpp:2: core/vad may not include \"core/call/call.h\""));
}

TEST(Includes, OfOneAllowedHeaderDoNotOpenItsFolder) {
  EXPECT_THAT(check_includes(kTable, "lib/core/vad/x.cpp", "#include \"core/audio/mulaw.h\"\n"),
              ElementsAre(HasSubstr("may not include \"core/audio/mulaw.h\"")));
}

TEST(Includes, OfOtherPeoplesLibrariesNeedPermission) {
  EXPECT_THAT(check_includes(kTable, "lib/core/vad/x.cpp", "#include <sndfile.h>\n# include <boost/asio.hpp>\n"),
              ElementsAre(HasSubstr("sndfile.h"), HasSubstr("boost/asio.hpp")));
}

TEST(Includes, AllowedToOneFileAreAllowedToNoOther) {
  const std::string source = "#include <nlohmann/json.hpp>\n";
  EXPECT_THAT(check_includes(kTable, "lib/core/base/json.cpp", source), IsEmpty());
  EXPECT_THAT(check_includes(kTable, "lib/core/base/time.h", source), ElementsAre(HasSubstr("nlohmann/json.hpp")));
}

TEST(Includes, InCommentsDoNotCount) {
  EXPECT_THAT(
      check_includes(kTable, "lib/core/vad/x.cpp", "// #include \"sim/link.h\"\n/*\n#include <boost/a.hpp>\n*/\n"),
      IsEmpty());
}

TEST(Includes, OfAFileBesideItAreFineAndOfAnAppNever) {
  EXPECT_THAT(check_includes(kTable, "apps/twisim/main.cpp", "#include \"run_command.h\"\n"), IsEmpty());
  EXPECT_THAT(check_includes(kTable, "lib/core/vad/x.cpp", "#include \"apps/twisim/run_command.h\"\n"),
              ElementsAre(HasSubstr("apps/twisim/run_command.h")));
}

TEST(Includes, InAFolderThatTheTableDoesNotKnowAreAComplaint) {
  EXPECT_THAT(check_includes(kTable, "lib/novel/x.cpp", ""), ElementsAre(HasSubstr("not in the include table")));
}

TEST(Bans, AreFoundInCodeAndInIncludes) {
  EXPECT_THAT(check_bans(kBans, "a.cpp", "#include <thread>\nauto t = std::chrono::steady_clock::now();\n"),
              ElementsAre("a.cpp:1: \"<thread>\": none", "a.cpp:2: \"::now(\": ask nobody"));
  EXPECT_THAT(check_bans(kBans, "a.cpp", "#include \"boost/asio.hpp\"\n"), ElementsAre(HasSubstr("boost/asio")));
}

TEST(Bans, AreNotFoundInCommentsAndLiterals) {
  EXPECT_THAT(check_bans(kBans, "a.cpp", "// Clock::now() is absent\nauto s = \"steady_clock::now()\";\n"),
              IsEmpty());
  EXPECT_THAT(check_bans(kBans, "a.cpp", "auto s = R\"(one\n::now( two)\";\nint n = 1'000;\n"), IsEmpty());
}

TEST(Bans, AreFoundAfterALiteralHasEnded) {
  EXPECT_THAT(check_bans(kBans, "a.cpp", "f('\"'); C::now();\ng(\"\\\"\"); C::now();\nh(R\"(\")\"); C::now();\n"),
              ElementsAre(HasSubstr("a.cpp:1:"), HasSubstr("a.cpp:2:"), HasSubstr("a.cpp:3:")));
}

TEST(FunctionLength, IsCountedFromBraceToBrace) {
  EXPECT_THAT(check_function_lengths("a.cpp", "void f() {\n" + lines(68) + "}\n"), IsEmpty());
  EXPECT_THAT(check_function_lengths("a.cpp", "\nvoid f() {\n" + lines(69) + "}\n"),
              ElementsAre("a.cpp:2: a function of 71 lines; 70 is the limit"));
}

TEST(FunctionLength, AddsUpOverNothingButTheFunction) {
  const std::string body = " {\n" + lines(60) + "}\n";
  EXPECT_THAT(check_function_lengths("a.cpp", "namespace a {\nvoid f()" + body + "void g()" + body + "}\n"),
              IsEmpty());
  EXPECT_THAT(
      check_function_lengths("a.h", "class A {\n public:\n  void f() const" + body + "  void g()" + body + "};\n"),
      IsEmpty());
}

TEST(FunctionLength, IsSeenInMembersTemplatesConstructorsAndTests) {
  const std::string body = " {\n  if (a) {\n" + lines(70) + "  }\n}\n";
  for (const std::string head :
       {"class A final : public B {\n public:\n  struct C {\n    void f() noexcept",
        "template <class T, class U>\nauto f(T t) -> U", "A::A(int n) : n_(n), table_{1, 2}, left_{n}",
        "TEST(Name, Is)", "bool operator==(const A& a, const A& b)",
        "#define TWO \\\n  2\n#include <vector>\nint main()", "void f(int a = 3, std::vector<int> b = {})"}) {
    EXPECT_THAT(check_function_lengths("a.cpp", head + body), ElementsAre(HasSubstr("a function of 74 lines")))
        << head;
  }
}

TEST(FunctionLength, DoesNotCountTablesAndEnums) {
  EXPECT_THAT(check_function_lengths("a.cpp",
                                     "constexpr std::array<int, 99> kTable = {\n" + std::string(99, '\n') + "};\n"),
              IsEmpty());
  EXPECT_THAT(check_function_lengths("a.cpp", "const std::vector<int> kTable{\n" + std::string(99, '\n') + "};\n"),
              IsEmpty());
  EXPECT_THAT(check_function_lengths("a.h", "enum class E : int {\n" + std::string(99, '\n') + "};\n"), IsEmpty());
}

TEST(FunctionLength, IsNotMisledByBracesInLiterals) {
  EXPECT_THAT(check_function_lengths(
                  "a.cpp", "void f() {\n  g('{', \"{{\", R\"({)\");\n}\nvoid h() {\n" + lines(60) + "}\n"),
              IsEmpty());
}

TEST(Length, CountsALastLineWithoutABreak) {
  EXPECT_THAT(check_length("a", "1\n2\n", 2), IsEmpty());
  EXPECT_THAT(check_length("a", "1\n2\n3", 2), ElementsAre("a:3: 3 lines; 2 is the limit"));
}

TEST(Header, MustOpenWithACommentAndGuardItself) {
  EXPECT_THAT(check_header("a.h", "// What it is.\n#pragma once\n"), IsEmpty());
  EXPECT_THAT(check_header("a.h", "#pragma once\n"), ElementsAre(HasSubstr("saying what it is")));
  EXPECT_THAT(check_header("a.h", "// What it is.\n"), ElementsAre(HasSubstr("#pragma once")));
}

TEST(Name, MustSaySomething) {
  EXPECT_THAT(check_name("lib/core/base/string_utils.h"), ElementsAre(HasSubstr("\"util\"")));
  EXPECT_THAT(check_name("lib/call_manager/a.h"), ElementsAre(HasSubstr("\"manager\"")));
  EXPECT_THAT(check_name("lib/core/turn/turn_taker.h"), IsEmpty());
}

TEST(TypeNames, AreGivenOnceInANamespace) {
  const std::vector<HeaderText> good = {
      {"a.h", "namespace parley {\nstruct One {\n  struct Two {};\n};\nclass Three;\n}"},
      {"b.h", "namespace parley::x {\nstruct One {\n};\n}"},
      {"c.h", "namespace parley {\nclass Three final {\n};\nstruct Two {\n};\n}"}};
  EXPECT_TRUE(check_type_names(good).empty());
  const std::vector<HeaderText> bad = {
      {"a.h", "namespace parley {\nstruct One {\n};\n}"},
      {"b.h", "namespace parley {\nenum class One : int { kA };\nclass One : public X {\n};\n}"}};
  ASSERT_EQ(check_type_names(bad).size(), 1U);
  EXPECT_NE(check_type_names(bad)[0].find("b.h:3"), std::string::npos);
}

TEST(Built, AreTheBoxesAndAppsThatTheBuildNames) {
  const std::string cmake =
      "parley_library(${name})\nparley_library(sim parley_core)\nfile(GLOB s apps/twisim/*.cpp)\n";
  EXPECT_THAT(check_built(cmake, {"lib/sim/a.cpp", "lib/sim/deep/a.cpp", "apps/twisim/main.cpp"}), IsEmpty());
  EXPECT_THAT(
      check_built(cmake, {"lib/simple/a.cpp", "lib/a.cpp", "apps/other/main.cpp", "apps/twisim/deep/a.cpp"}),
      ElementsAre(HasSubstr("lib/simple/a.cpp"), HasSubstr("lib/a.cpp"), HasSubstr("apps/other/main.cpp"),
                  HasSubstr("apps/twisim/deep/a.cpp")));
}

TEST(Tested, MustBeEveryRuleAndEveryDetector) {
  const std::vector<std::string> sources = {"lib/core/diagnosis/rules/late_clear.cpp",
                                            "lib/core/vad/energy_vad.cpp", "lib/core/vad/make_vad.cpp",
                                            "lib/core/vad/noise_floor.cpp"};
  EXPECT_THAT(check_tested(sources, {}),
              ElementsAre(HasSubstr("late_clear_test.cpp"), HasSubstr("energy_vad_test.cpp")));
  EXPECT_THAT(check_tested(sources, {"tests/core/diagnosis/rules/late_clear_test.cpp",
                                     "tests/core/vad/energy_vad_test.cpp"}),
              IsEmpty());
}

}  // namespace
}  // namespace parley::tidy
