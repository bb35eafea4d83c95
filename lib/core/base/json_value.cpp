#include "core/base/json.h"
#include "core/base/overloaded.h"

namespace parley::json {

const Value* Value::find(std::string_view key) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  for (const auto& [name, value] : *object) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string Value::describe() const {
  const auto number = [this] {
    std::string text = "the number ";
    Writer(text).value(*this);
    return text;
  };
  return std::visit(overloaded{
                        [](std::nullptr_t) { return std::string("null"); },
                        [](bool flag) { return std::string(flag ? "true" : "false"); },
                        [&](std::int64_t) { return number(); },
                        [&](double) { return number(); },
                        [](const std::string&) { return std::string("a string"); },
                        [](const Array&) { return std::string("an array"); },
                        [](const Object&) { return std::string("an object"); },
                    },
                    data_);
}

}  // namespace parley::json
