// The rules of the house as functions from text to complaints. They know nothing of where the text came from, so
// that each can be tried on a small bad example; tests/tidy_test.cpp applies them to the tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::tidy {

/// One sentence with its place: "lib/sim/link.cpp:12: ...".
using Complaints = std::vector<std::string>;

/// A module is a folder under lib/ or apps/, and `allowed` lists what its files may include: prefixes of our own
/// paths ("core/base/"), whole headers, or prefixes of other people's ("boost/"). Standard headers and the
/// module's own are always allowed. `files` narrows a permission to one file: {"nlohmann/", "core/base/json.cpp"}.
struct Exception {
  std::string_view include;
  std::string_view file;
};
struct Module {
  std::string_view name;
  std::vector<std::string_view> allowed;
  std::vector<Exception> only_in = {};
};

/// A word that lib/core and lib/sim must not contain, and what to do instead.
struct Ban {
  std::string_view word;
  std::string_view instead;
};

inline constexpr int kMaxFunctionLines = 70;
inline constexpr int kMaxFileLines = 500;
inline constexpr int kMaxScenarioLines = 40;
inline constexpr int kMaxReadmeLines = 150;

/// The module of a path such as "lib/core/vad/energy_vad.cpp": "core/vad"; empty where there is none.
std::string module_of(std::string_view path);

Complaints check_includes(const std::vector<Module>& table, std::string_view path, std::string_view source);
Complaints check_bans(const std::vector<Ban>& bans, std::string_view path, std::string_view source);
Complaints check_function_lengths(std::string_view path, std::string_view source);
Complaints check_length(std::string_view path, std::string_view text, int limit);
/// A header opens with a comment that says what it is, and guards itself.
Complaints check_header(std::string_view path, std::string_view source);
/// Names that say nothing: utils, helper, manager, common, misc.
Complaints check_name(std::string_view path);

/// A header and its text.
struct HeaderText {
  std::string path;
  std::string source;
};
/// Two types of one name in one namespace are one type to the linker, which keeps one of their functions and calls
/// it for both. No compiler sees it unless both headers meet in one file.
Complaints check_type_names(const std::vector<HeaderText>& headers);

/// `cmake` is the text of the top CMakeLists.txt, which builds each box of lib/ and each app by folder.
Complaints check_built(std::string_view cmake, const std::vector<std::string>& sources);
/// Every rule and every detector among `sources` has a `<name>_test.cpp` among `tests`.
Complaints check_tested(const std::vector<std::string>& sources, const std::vector<std::string>& tests);

}  // namespace parley::tidy
