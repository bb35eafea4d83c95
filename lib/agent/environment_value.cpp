#include "agent/environment_value.h"

#include <utility>

#include "files/text_file.h"

namespace parley {
namespace {

constexpr std::size_t kMostBytes = 100'000;

}  // namespace

Result<std::optional<std::string>> environment_value(std::string_view name, const EnvironmentLookup& lookup) {
  const std::string of_file = std::string(name) + "_FILE";
  auto value = lookup(name);
  if (value && !value->empty()) return value;
  const auto file = lookup(of_file);
  if (!file || file->empty()) return std::optional<std::string>();
  const auto text = read_text_file(*file, kMostBytes);
  if (!text) return make_error(text.error().text(), "environment " + of_file);
  auto line = text->substr(0, text->find_first_of("\r\n"));
  // A secret that is blank by mistake must not switch off what it guards.
  if (line.empty()) return make_error(*file + " has an empty first line", "environment " + of_file);
  return std::optional(std::move(line));
}

}  // namespace parley
