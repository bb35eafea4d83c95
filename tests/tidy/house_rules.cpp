#include "tests/tidy/house_rules.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <sstream>

#include "tests/tidy/source_text.h"

namespace parley::tidy {
namespace {

bool starts_with(std::string_view text, std::string_view what) {
  return text.substr(0, what.size()) == what;
}
bool ends_with(std::string_view text, std::string_view what) {
  return text.size() >= what.size() && text.substr(text.size() - what.size()) == what;
}
bool contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

std::string place(std::string_view path, int line) {
  return std::string(path) + ":" + std::to_string(line) + ": ";
}

std::string_view file_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}
std::string_view stem_of(std::string_view path) {
  const std::string_view file = file_of(path);
  return file.substr(0, file.find('.'));
}
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// <vector>, <cstdint>: no folder and no extension. <sndfile.h> and <unistd.h> are not.
bool is_standard(const Include& include) {
  return include.angled && include.path.find_first_of("/.") == std::string::npos;
}

bool may_include(const Module& module, std::string_view path, const Include& include) {
  if (is_standard(include)) return true;
  const std::string own = std::string(module.name) + "/";
  if (starts_with(include.path, own)) return true;
  // A file beside it, by its bare name: how the commands of an app find each other.
  if (!include.angled && !contains(include.path, "/")) return true;
  const auto allows = [&](std::string_view prefix) { return starts_with(include.path, prefix); };
  if (std::any_of(module.allowed.begin(), module.allowed.end(), allows)) return true;
  return std::any_of(module.only_in.begin(), module.only_in.end(), [&](const Exception& exception) {
    return starts_with(include.path, exception.include) && path == "lib/" + std::string(exception.file);
  });
}

// The boxes and apps that the build names: `parley_library(sim ...)` gives "lib/sim", `apps/twisim/*.cpp` the app.
std::vector<std::string> words_between(std::string_view text, std::string_view before, std::string_view ends) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before, at)) {
    at += before.size();
    found.emplace_back(text.substr(at, text.find_first_of(ends, at) - at));
  }
  return found;
}

}  // namespace

std::string module_of(std::string_view path) {
  for (const std::string_view root : {"lib/core/", "lib/", "apps/"}) {
    if (!starts_with(path, root)) continue;
    const std::string_view rest = path.substr(root.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return "";
    const std::string_view prefix = root == "lib/" ? std::string_view{} : root == "apps/" ? root : "core/";
    return std::string(prefix) + std::string(rest.substr(0, slash));
  }
  return "";
}

Complaints check_includes(const std::vector<Module>& table, std::string_view path, std::string_view source) {
  const std::string name = module_of(path);
  const auto module =
      std::find_if(table.begin(), table.end(), [&](const Module& candidate) { return candidate.name == name; });
  if (module == table.end()) {
    return {place(path, 1) + "its folder is not in the include table of tests/tidy_test.cpp"};
  }
  Complaints complaints;
  for (const Include& include : includes_of(source)) {
    if (may_include(*module, path, include)) continue;
    complaints.push_back(place(path, include.line) + name + " may not include \"" + include.path + "\"");
  }
  return complaints;
}

Complaints check_bans(const std::vector<Ban>& bans, std::string_view path, std::string_view source) {
  const std::string code = without_comments(source, Keep::kCodeOnly);
  Complaints complaints;
  int line = 0;
  for (std::size_t begin = 0; begin < code.size();) {
    const std::size_t end = std::min(code.find('\n', begin), code.size());
    const std::string_view text = std::string_view(code).substr(begin, end - begin);
    // What is included in quotes is code as well, though it looks like a literal.
    const std::string_view original = source.substr(begin, end - begin);
    const std::string_view read = contains(text, "#include") ? original : text;
    begin = end + 1;
    ++line;
    for (const Ban& ban : bans) {
      if (!contains(read, ban.word)) continue;
      complaints.push_back(place(path, line) + "\"" + std::string(ban.word) + "\": " + std::string(ban.instead));
    }
  }
  return complaints;
}

Complaints check_function_lengths(std::string_view path, std::string_view source) {
  Complaints complaints;
  for (const Function& function : functions_of(source)) {
    if (function.lines <= kMaxFunctionLines) continue;
    complaints.push_back(place(path, function.first_line) + "a function of " + std::to_string(function.lines) +
                         " lines; " + std::to_string(kMaxFunctionLines) + " is the limit");
  }
  return complaints;
}

Complaints check_length(std::string_view path, std::string_view text, int limit) {
  const int lines = count_lines(text);
  if (lines <= limit) return {};
  return {place(path, limit + 1) + std::to_string(lines) + " lines; " + std::to_string(limit) + " is the limit"};
}

Complaints check_header(std::string_view path, std::string_view source) {
  Complaints complaints;
  if (!starts_with(source, "//")) complaints.push_back(place(path, 1) + "a header opens by saying what it is");
  if (!contains(source, "#pragma once")) complaints.push_back(place(path, 1) + "a header needs #pragma once");
  return complaints;
}

Complaints check_name(std::string_view path) {
  for (const std::string_view word : {"util", "helper", "manager", "common", "misc"}) {
    if (contains(path, word))
      return {place(path, 1) + "\"" + std::string(word) + "\" says nothing; name the thing"};
  }
  return {};
}

Complaints check_type_names(const std::vector<HeaderText>& headers) {
  Complaints complaints;
  std::map<std::string, std::string> defined;  // namespace and name, and where it was first
  for (const HeaderText& header : headers) {
    std::istringstream lines(without_comments(header.source, Keep::kCodeOnly));
    std::string scope;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      std::istringstream words(line);
      std::string first, name;
      words >> first >> name;
      if (name == "class" || name == "struct") words >> name;  // enum class
      if (starts_with(line, "namespace ")) scope = name;
      // Our own style: what stands at the beginning of a line is at the level of the namespace.
      const bool type = starts_with(line, "class ") || starts_with(line, "struct ") || starts_with(line, "enum ");
      if (!type || contains(line, ";") || !contains(line, "{")) continue;
      name = name.substr(0, name.find_first_of(":{<"));
      const std::string here = place(header.path, number);
      const auto [known, added] = defined.emplace(scope + "::" + name, here);
      if (!added) complaints.push_back(here + name + " is also the name of another type: " + known->second);
    }
  }
  return complaints;
}

Complaints check_built(std::string_view cmake, const std::vector<std::string>& sources) {
  std::vector<std::string> boxes;
  for (const std::string& box : words_between(cmake, "parley_library(", " )$")) boxes.push_back("lib/" + box + "/");
  std::vector<std::string> apps;
  for (const std::string& app : words_between(cmake, " apps/", "/")) apps.push_back("apps/" + app);
  Complaints complaints;
  for (const std::string& source : sources) {
    // A box is searched with all its folders, an app only at its top.
    const bool in_box =
        std::any_of(boxes.begin(), boxes.end(), [&](const auto& box) { return starts_with(source, box); });
    const bool in_app = std::find(apps.begin(), apps.end(), folder_of(source)) != apps.end();
    if (!in_box && !in_app) complaints.push_back(place(source, 1) + "no target of CMakeLists.txt builds it");
  }
  return complaints;
}

Complaints check_tested(const std::vector<std::string>& sources, const std::vector<std::string>& tests) {
  Complaints complaints;
  for (const std::string& source : sources) {
    const bool rule = starts_with(source, "lib/core/diagnosis/rules/") && ends_with(source, ".cpp");
    const bool detector = starts_with(source, "lib/core/vad/") && ends_with(source, "_vad.cpp") &&
                          stem_of(source) != "make_vad";  // the list of detectors, not one of them
    if (!rule && !detector) continue;
    const std::string wanted = std::string(stem_of(source)) + "_test.cpp";
    const auto is_wanted = [&](const std::string& test) { return file_of(test) == wanted; };
    if (std::any_of(tests.begin(), tests.end(), is_wanted)) continue;
    complaints.push_back(place(source, 1) + "it needs a test named " + wanted);
  }
  return complaints;
}

}  // namespace parley::tidy
