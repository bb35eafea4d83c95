// Checks a JSON value against a JSON Schema, as far as the schemas of docs/schemas go: the keywords that they use,
// and no others. A keyword that it does not know is a complaint, so that no rule of a schema is passed over in
// silence. It is no validator for schemas of others.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace parley {

/// Schemas by the names of their files, which is how they refer to each other.
using Schemas = std::map<std::string, json::Value, std::less<>>;

class SchemaChecker {
 public:
  explicit SchemaChecker(const Schemas& schemas) : schemas_(schemas) {}

  /// What is wrong with the value, each with its path: "caller[1].at_ms is over the maximum". Empty: it conforms.
  std::vector<std::string> complaints(const json::Value& value, std::string_view schema_name) const;

 private:
  using Complaints = std::vector<std::string>;
  struct Place {
    std::string_view document;  // in which `$ref` is resolved
    std::string path;           // of the value
  };

  void check(const json::Value& schema, const json::Value& value, const Place& place, Complaints& out) const;
  void check_keyword(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                     const json::Value& value, const Place& place, Complaints& out) const;
  void check_members(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                     const json::Value& value, const Place& place, Complaints& out) const;
  void check_branches(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                      const json::Value& value, const Place& place, Complaints& out) const;
  void follow(const json::Value& reference, const json::Value& value, const Place& place, Complaints& out) const;
  bool conforms(const json::Value& schema, const json::Value& value, const Place& place) const;

  const Schemas& schemas_;
};

}  // namespace parley
