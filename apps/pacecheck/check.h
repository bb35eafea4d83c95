// What pacecheck does with its files: measure each call, judge it and all together, print and write.
#pragma once

#include <string>
#include <vector>

namespace parley {

struct CheckOptions {
  std::vector<std::string> files;
  std::string budget;
  std::string channels;
  std::string json;
  std::string junit;
  std::string html;
  bool pace_only = false;
  bool overall_only = false;
};

int check(const CheckOptions& options);

}  // namespace parley
