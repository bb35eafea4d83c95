#include "core/call/settings_listing.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/base/check.h"
#include "core/base/json.h"
#include "core/call/settings.h"

namespace parley {
namespace {

std::string_view unit_name(SettingUnit unit) {
  switch (unit) {
    case SettingUnit::kMilliseconds:
      return "ms";
    case SettingUnit::kCount:
      return "count";
    case SettingUnit::kLevel:
      return "RMS";
    case SettingUnit::kHundredths:
      return "factor";
    case SettingUnit::kSwitch:
      return "switch";
    case SettingUnit::kName:
      return "name";
  }
  return "";
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += '|';
    text += name;
  }
  return text;
}

std::string range_of(const Setting& setting) {
  if (setting.unit == SettingUnit::kSwitch) return "true|false";
  if (setting.unit == SettingUnit::kName) return joined(setting.names);
  return written(setting.unit, setting.low) + "-" + written(setting.unit, setting.high);
}

/// A number that stands in a text, as it is.
void write_number(json::Writer& writer, const std::string& text) {
  const auto number = json::parse(text, "settings");
  PARLEY_CHECK(number.has_value());
  writer.value(*number);
}

/// The default with the type that it has in a file.
void write_default(json::Writer& writer, const Setting& setting) {
  const std::string text = setting.get(CallConfig{});
  writer.key("default");
  if (setting.unit == SettingUnit::kSwitch) {
    writer.value(text == "true");
  } else if (setting.unit == SettingUnit::kName) {
    writer.value(std::string_view(text));
  } else {
    write_number(writer, text);
  }
}

void write_names(json::Writer& writer, std::string_view key, const Setting& setting) {
  writer.key(key).begin_array();
  for (const std::string_view name : setting.names) writer.value(name);
  writer.end_array();
}

std::string json_of(const Setting& setting) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.member("key", setting.key);
  write_default(writer, setting);
  writer.member("unit", unit_name(setting.unit));
  if (setting.unit == SettingUnit::kName) {
    write_names(writer, "names", setting);
  } else if (setting.unit != SettingUnit::kSwitch) {
    write_number(writer.key("low"), written(setting.unit, setting.low));
    write_number(writer.key("high"), written(setting.unit, setting.high));
  }
  writer.key("environment");
  if (setting.environment.empty()) {
    writer.null();
  } else {
    writer.value(setting.environment);
  }
  writer.member("doc", setting.doc);
  writer.end_object();
  return text;
}

std::string description_of(const Setting& setting) {
  std::string text(setting.doc);
  if (setting.unit == SettingUnit::kLevel) text += " RMS on the 16-bit scale.";
  if (!setting.environment.empty()) text += " Environment: " + std::string(setting.environment) + ".";
  return text;
}

std::string schema_of(const Setting& setting) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  if (setting.unit == SettingUnit::kSwitch) {
    writer.member("type", "boolean");
  } else if (setting.unit == SettingUnit::kName) {
    writer.member("type", "string");
    write_names(writer, "enum", setting);
  } else {
    writer.member("type", setting.unit == SettingUnit::kHundredths ? "number" : "integer");
    write_number(writer.key("minimum"), written(setting.unit, setting.low));
    write_number(writer.key("maximum"), written(setting.unit, setting.high));
  }
  write_default(writer, setting);
  writer.member("description", std::string_view(description_of(setting)));
  writer.end_object();
  return text;
}

std::string quoted(std::string_view text) {
  std::string out;
  json::Writer(out).value(text);
  return out;
}

}  // namespace

std::string settings_text() {
  constexpr std::size_t kColumns = 6;
  using Row = std::array<std::string, kColumns>;
  std::vector<Row> rows{{"key", "default", "unit", "range", "environment", "meaning"}};
  for (const Setting& setting : settings()) {
    rows.push_back({std::string(setting.key), setting.get(CallConfig{}), std::string(unit_name(setting.unit)),
                    range_of(setting), std::string(setting.environment), std::string(setting.doc)});
  }
  std::array<std::size_t, kColumns> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < kColumns; ++i) text += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    text += row.back() + "\n";
  }
  return text;
}

std::string settings_json() {
  std::string text = "[\n";
  const auto all = settings();
  for (std::size_t i = 0; i < all.size(); ++i) text += "  " + json_of(all[i]) + (i + 1 < all.size() ? ",\n" : "\n");
  return text + "]\n";
}

// Written by hand around the properties, so that a change of one setting is a change of one line.
std::string settings_schema() {
  std::string text =
      "{\n"
      "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
      "  \"title\": \"Parley settings\",\n"
      "  \"description\": \"The agent's settings by their keys. Written by `twisim settings --schema`.\",\n"
      "  \"type\": \"object\",\n"
      "  \"additionalProperties\": false,\n"
      "  \"properties\": {\n";
  const auto all = settings();
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += "    " + quoted(all[i].key) + ": " + schema_of(all[i]) + (i + 1 < all.size() ? ",\n" : "\n");
  }
  return text + "  }\n}\n";
}

}  // namespace parley
