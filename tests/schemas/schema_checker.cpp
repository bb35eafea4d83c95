#include "tests/schemas/schema_checker.h"

#include <algorithm>
#include <array>
#include <regex>

namespace parley {
namespace {

bool is_number(const json::Value& value) {
  return value.as_int() != nullptr || value.as_double() != nullptr;
}

double number_of(const json::Value& value) {
  return value.as_int() != nullptr ? static_cast<double>(*value.as_int()) : *value.as_double();
}

bool same_scalar(const json::Value& a, const json::Value& b) {
  if (a.as_bool() != nullptr && b.as_bool() != nullptr) return *a.as_bool() == *b.as_bool();
  if (a.as_int() != nullptr && b.as_int() != nullptr) return *a.as_int() == *b.as_int();
  if (a.as_string() != nullptr && b.as_string() != nullptr) return *a.as_string() == *b.as_string();
  return a.is_null() && b.is_null();
}

bool has_type(const json::Value& value, std::string_view type) {
  if (type == "object") return value.as_object() != nullptr;
  if (type == "array") return value.as_array() != nullptr;
  if (type == "string") return value.as_string() != nullptr;
  if (type == "integer") return value.as_int() != nullptr;
  if (type == "number") return is_number(value);
  if (type == "boolean") return value.as_bool() != nullptr;
  return type == "null" && value.is_null();
}

/// Type, enumeration, range, length: what looks at one value alone. Nothing for any other keyword.
bool scalar_rule_broken(std::string_view keyword, const json::Value& rule, const json::Value& value) {
  if (keyword == "type") {
    if (rule.as_string() != nullptr) return !has_type(value, *rule.as_string());
    const json::Array& types = *rule.as_array();
    return std::none_of(types.begin(), types.end(),
                        [&](const json::Value& type) { return has_type(value, *type.as_string()); });
  }
  if (keyword == "enum") {
    const json::Array& words = *rule.as_array();
    return std::none_of(words.begin(), words.end(),
                        [&](const json::Value& word) { return same_scalar(word, value); });
  }
  if (keyword == "minimum") return is_number(value) && number_of(value) < number_of(rule);
  if (keyword == "maximum") return is_number(value) && number_of(value) > number_of(rule);
  if (keyword == "minLength") {
    return value.as_string() != nullptr && static_cast<std::int64_t>(value.as_string()->size()) < *rule.as_int();
  }
  if (keyword == "maxLength") {
    return value.as_string() != nullptr && static_cast<std::int64_t>(value.as_string()->size()) > *rule.as_int();
  }
  if (keyword == "maxItems") {
    return value.as_array() != nullptr && static_cast<std::int64_t>(value.as_array()->size()) > *rule.as_int();
  }
  return value.as_string() != nullptr && !std::regex_search(*value.as_string(), std::regex(*rule.as_string()));
}

template <std::size_t N>
bool is_one_of(std::string_view keyword, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), keyword) != words.end();
}

constexpr std::array<std::string_view, 5> kRemarks = {"$schema", "$defs", "title", "description", "default"};
constexpr std::array<std::string_view, 8> kScalarRules = {"type",      "enum",      "minimum",  "maximum",
                                                          "minLength", "maxLength", "maxItems", "pattern"};
constexpr std::array<std::string_view, 4> kMemberRules = {"properties", "required", "additionalProperties",
                                                          "dependentSchemas"};
constexpr std::array<std::string_view, 5> kBranchRules = {"oneOf", "anyOf", "if", "then", "else"};

}  // namespace

std::vector<std::string> SchemaChecker::complaints(const json::Value& value, std::string_view schema_name) const {
  Complaints out;
  const auto found = schemas_.find(schema_name);
  if (found == schemas_.end()) return {"there is no schema " + std::string(schema_name)};
  check(found->second, value, {schema_name, ""}, out);
  return out;
}

void SchemaChecker::check(const json::Value& schema, const json::Value& value, const Place& place,
                          Complaints& out) const {
  if (schema.as_bool() != nullptr) {
    if (!*schema.as_bool()) out.push_back(place.path + " is not allowed");
    return;
  }
  if (schema.as_object() == nullptr) return out.push_back("a schema is neither an object nor true or false");
  for (const auto& [keyword, rule] : *schema.as_object()) check_keyword(keyword, schema, rule, value, place, out);
}

void SchemaChecker::check_keyword(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                                  const json::Value& value, const Place& place, Complaints& out) const {
  if (is_one_of(keyword, kRemarks)) return;
  if (is_one_of(keyword, kScalarRules)) {
    if (scalar_rule_broken(keyword, rule, value)) out.push_back(place.path + " breaks " + std::string(keyword));
  } else if (is_one_of(keyword, kMemberRules)) {
    check_members(keyword, schema, rule, value, place, out);
  } else if (is_one_of(keyword, kBranchRules)) {
    check_branches(keyword, schema, rule, value, place, out);
  } else if (keyword == "$ref") {
    follow(rule, value, place, out);
  } else if (keyword == "items") {
    if (value.as_array() == nullptr) return;
    for (std::size_t i = 0; i < value.as_array()->size(); ++i) {
      const Place item{place.document, place.path + "[" + std::to_string(i) + "]"};
      check(rule, (*value.as_array())[i], item, out);
    }
  } else {
    out.push_back("the schema has a keyword that the checker does not know: " + std::string(keyword));
  }
}

void SchemaChecker::check_members(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                                  const json::Value& value, const Place& place, Complaints& out) const {
  if (value.as_object() == nullptr) return;
  if (keyword == "properties") {
    for (const auto& [key, member_schema] : *rule.as_object()) {
      if (const json::Value* member = value.find(key)) {
        check(member_schema, *member, {place.document, place.path + "." + key}, out);
      }
    }
  } else if (keyword == "required") {
    for (const json::Value& key : *rule.as_array()) {
      if (value.find(*key.as_string()) == nullptr) out.push_back(place.path + " has no " + *key.as_string());
    }
  } else if (keyword == "dependentSchemas") {
    for (const auto& [key, dependent] : *rule.as_object()) {
      if (value.find(key) != nullptr) check(dependent, value, place, out);
    }
  } else {
    const json::Value* properties = schema.find("properties");
    for (const auto& [key, member] : *value.as_object()) {
      const bool known = properties != nullptr && properties->find(key) != nullptr;
      if (!known) check(rule, member, {place.document, place.path + "." + key}, out);
    }
  }
}

void SchemaChecker::check_branches(std::string_view keyword, const json::Value& schema, const json::Value& rule,
                                   const json::Value& value, const Place& place, Complaints& out) const {
  if (keyword == "if") {
    const json::Value* branch = schema.find(conforms(rule, value, place) ? "then" : "else");
    if (branch != nullptr) check(*branch, value, place, out);
  } else if (keyword == "oneOf" || keyword == "anyOf") {
    const auto matches = std::count_if(rule.as_array()->begin(), rule.as_array()->end(),
                                       [&](const json::Value& one) { return conforms(one, value, place); });
    if (matches == 0 || (keyword == "oneOf" && matches > 1)) {
      out.push_back(place.path + " matches " + std::to_string(matches) + " branches of " + std::string(keyword));
    }
  }
}

void SchemaChecker::follow(const json::Value& reference, const json::Value& value, const Place& place,
                           Complaints& out) const {
  constexpr std::string_view kLocal = "#/$defs/";
  const std::string& name = *reference.as_string();
  if (!name.starts_with('#')) {
    const auto found = schemas_.find(name);
    if (found == schemas_.end()) return out.push_back("a reference leads nowhere: " + name);
    return check(found->second, value, {found->first, place.path}, out);
  }
  const json::Value* definitions = schemas_.find(place.document)->second.find("$defs");
  const json::Value* target = nullptr;
  if (definitions != nullptr && name.starts_with(kLocal)) target = definitions->find(name.substr(kLocal.size()));
  if (target == nullptr) return out.push_back("a reference leads nowhere: " + name);
  check(*target, value, place, out);
}

bool SchemaChecker::conforms(const json::Value& schema, const json::Value& value, const Place& place) const {
  Complaints found;
  check(schema, value, place, found);
  return found.empty();
}

}  // namespace parley
