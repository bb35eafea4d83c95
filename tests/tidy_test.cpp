// The rules of the house, applied to the tree: who may include whom, what the pure boxes must not contain, how long
// things may grow, what needs a test. A rule that is not here is a wish. The table is meant to be edited: a new
// permission is a decision, and its reason belongs into docs/decisions.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/tidy/house_rules.h"
#include "tests/tidy/source_text.h"

namespace parley::tidy {
namespace {

const std::vector<Module>& include_table() {
  static const std::vector<Module> table = {
      // Module, what it may include beside itself and the standard library, and permissions of single files.
      {"core/base", {"boost/system/"}, {{"nlohmann/", "core/base/json.cpp"}}},
      {"core/audio", {"core/base/", "immintrin.h"}},
      {"core/turn", {"core/base/"}},
      {"core/twilio",
       {"core/base/", "immintrin.h"},
       {{"openssl/", "core/twilio/signature.cpp"}, {"expat.h", "core/twilio/xml.cpp"}}},
      {"core/vad", {"core/base/", "core/audio/"}},
      {"core/playout", {"core/base/", "core/audio/"}},
      {"core/reply", {"core/base/", "core/audio/"}},
      {"core/trace",
       {"core/base/", "core/twilio/messages.h", "core/twilio/base64.h", "core/reply/provider_event.h",
        "core/turn/turn_event.h"}},
      {"core/account",
       {"core/base/", "core/audio/", "core/vad/", "core/playout/", "core/twilio/", "core/trace/",
        "core/reply/provider_event.h", "core/turn/turn_event.h"}},
      // Pacing is read from messages, since it must not need the audio; a log's states are turn/turn_event.h's.
      {"core/measure", {"core/base/", "core/account/", "core/trace/", "core/twilio/", "core/turn/turn_event.h"}},
      {"core/diagnosis", {"core/base/", "core/audio/", "core/trace/", "core/account/", "core/measure/"}},
      {"core/call",
       {"core/base/", "core/audio/", "core/twilio/", "core/vad/", "core/turn/", "core/playout/", "core/reply/",
        "core/trace/"}},
      {"core/peer", {"core/base/", "core/audio/", "core/twilio/", "core/playout/"}},
      {"sim", {"core/"}},
      {"files", {"core/base/", "core/audio/", "core/trace/", "sndfile", "speex/", "fcntl.h", "unistd.h", "sys/"}},
      {"import", {"core/", "files/"}},
      {"report",
       {"core/base/", "core/audio/", "core/trace/", "core/account/", "core/measure/", "core/diagnosis/",
        "core/turn/turn_event.h", "core/twilio/messages.h", "core/twilio/codec.h", "core/twilio/payload.h",
        "core/twilio/base64.h"}},
      {"live", {"core/", "sim/", "files/", "boost/", "openssl/", "spdlog/", "prometheus/", "sys/"}},
      // Engines that speak: their libraries and, for those that are programs of their own, what starts a program.
      {"voice",
       {"core/base/", "core/audio/", "flite/", "speex/", "fcntl.h", "poll.h", "signal.h", "spawn.h", "unistd.h",
        "sys/"}},
      // Drivers of providers live on a call's loop and use the sockets of lib/live; each brings its own library.
      {"speech",
       {"core/base/", "core/audio/", "core/reply/", "core/vad/", "core/twilio/base64.h", "files/", "live/",
        "core/twilio/url.h", "voice/", "boost/", "openssl/", "spdlog/"},
       {{"pocketsphinx.h", "speech/sphinx/sphinx_decoder.cpp"},
        {"sphinxbase/", "speech/sphinx/sphinx_decoder.cpp"},
        {"speex/", "speech/sphinx/sphinx_decoder.cpp"},
        {"speex/", "speech/sound/pcm_to_mulaw.cpp"},
        {"grpcpp/", "speech/google/google_grpc.cpp"},
        {"google/", "speech/google/google_grpc.cpp"}}},
      {"agent", {"core/", "sim/", "files/", "live/", "speech/", "spdlog/"}},
      {"apps/agentd",
       {"core/", "sim/", "files/", "live/", "voice/", "speech/", "agent/", "CLI/", "spdlog/", "unistd.h", "sys/"}},
      {"apps/pacecheck", {"core/", "files/", "import/", "report/", "CLI/", "unistd.h"}},
      {"apps/twisim",
       {"core/", "sim/", "files/", "import/", "report/", "live/", "voice/", "CLI/", "fcntl.h", "unistd.h", "sys/"}},
  };
  return table;
}

const std::vector<Ban>& bans() {
  static const std::vector<Ban> list = {
      {"::now(", "the core is told what time it is, it never asks"},
      {"<thread>", "a call lives on one thread, and only a driver knows which"},
      {"<mutex>", "a call lives on one thread; there is nothing to lock"},
      {"<atomic>", "a call lives on one thread; there is nothing to share"},
      {"<condition_variable>", "a call lives on one thread; it never waits"},
      {"<future>", "a call lives on one thread; it never waits"},
      {"<iostream>", "what is worth printing is an event of the trace"},
      {"<fstream>", "files are read and written in lib/files"},
      {"<filesystem>", "files are read and written in lib/files"},
      {"<random>", "its distributions differ between libraries; use core/base/random.h"},
      {"unordered_", "its order differs between libraries; use a vector or a map"},
      {"getenv", "only apps read the environment"},
      {"spdlog", "what is worth logging is an event of the trace"},
      {"boost/asio", "input and output are the driver's"},
      {"std::rand", "use core/base/random.h, which has a seed"},
      {"std::time(", "the core is told what time it is, it never asks"},
      {"std::exp(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::log(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::log2(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::log10(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::pow(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::sin(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::cos(", "the mathematics library differs in the last bit; square root is all it may be used for"},
      {"std::tan(", "the mathematics library differs in the last bit; square root is all it may be used for"},
  };
  return list;
}

namespace fs = std::filesystem;

fs::path root() {
  return PARLEY_SOURCE_DIR;
}

std::string read(const std::string& path) {
  std::ifstream in(root() / path, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Paths below a folder of the tree, relative to its root, sorted; none when the folder does not exist.
std::vector<std::string> files_below(const std::string& folder,
                                     std::initializer_list<std::string_view> extensions) {
  std::vector<std::string> found;
  if (!fs::exists(root() / folder)) return found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root() / folder)) {
    const std::string extension = entry.path().extension().string();
    const bool wanted = std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
    if (entry.is_regular_file() && wanted)
      found.push_back(entry.path().lexically_relative(root()).generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> sources_in(std::initializer_list<std::string> folders) {
  std::vector<std::string> all;
  for (const std::string& folder : folders) {
    const std::vector<std::string> some = files_below(folder, {".h", ".cpp"});
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

void expect_none(const Complaints& complaints) {
  for (const std::string& complaint : complaints) ADD_FAILURE() << complaint;
}

TEST(TheTree, IsSeenByTheseTests) {
  EXPECT_GT(sources_in({"lib", "apps"}).size(), 30U) << "the rules below would pass for want of anything to read";
}

TEST(TheTree, IncludesOnlyWhatTheTableAllows) {
  for (const std::string& path : sources_in({"lib", "apps"})) {
    expect_none(check_includes(include_table(), path, read(path)));
  }
}

TEST(TheTree, KeepsCoreAndSimulatorPure) {
  for (const std::string& path : sources_in({"lib/core", "lib/sim"}))
    expect_none(check_bans(bans(), path, read(path)));
}

TEST(TheTree, HasNoFileThatIsTooLong) {
  for (const std::string& path : sources_in({"lib", "apps", "tests", "bench"})) {
    expect_none(check_length(path, read(path), kMaxFileLines));
  }
}

TEST(TheTree, HasNoFunctionThatIsTooLong) {
  for (const std::string& path : sources_in({"lib", "apps", "tests", "bench"})) {
    expect_none(check_function_lengths(path, read(path)));
  }
}

TEST(TheTree, HasHeadersThatSayWhatTheyAre) {
  for (const std::string& path : files_below("lib", {".h"})) expect_none(check_header(path, read(path)));
}

TEST(TheTree, HasNoTwoTypesOfOneName) {
  std::vector<HeaderText> headers;
  for (const std::string& path : sources_in({"lib", "tests"})) {
    if (path.ends_with(".h")) headers.push_back({path, read(path)});
  }
  expect_none(check_type_names(headers));
}

TEST(TheTree, HasNoNameThatSaysNothing) {
  for (const std::string& path : sources_in({"lib", "apps", "tests", "bench"})) expect_none(check_name(path));
}

TEST(TheTree, HasNoSourceThatNothingBuilds) {
  std::vector<std::string> sources = files_below("lib", {".cpp"});
  const std::vector<std::string> apps = files_below("apps", {".cpp"});
  sources.insert(sources.end(), apps.begin(), apps.end());
  expect_none(check_built(read("CMakeLists.txt"), sources));
}

TEST(TheTree, HasATestForEveryRuleAndEveryDetector) {
  expect_none(check_tested(files_below("lib", {".cpp"}), files_below("tests", {".cpp"})));
}

TEST(TheTree, HasScenariosThatFitOnAScreen) {
  for (const std::string& path : files_below("scenarios", {".json"})) {
    expect_none(check_length(path, read(path), kMaxScenarioLines));
  }
}

TEST(TheTree, HasAReadmeOfAFewMinutes) {
  expect_none(check_length("README.md", read("README.md"), kMaxReadmeLines));
}

}  // namespace
}  // namespace parley::tidy
