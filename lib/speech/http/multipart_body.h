// A form with files as RFC 7578 and browsers write it. The whole is made in memory; it sends nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

class MultipartBody {
 public:
  void add_field(std::string_view name, std::string_view value);
  void add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                std::string_view content);

  /// What goes into the request: no part's content holds the boundary.
  struct Written {
    std::string content_type;
    std::string body;
  };
  Written write() const;

 private:
  struct Part {
    std::string head;
    std::string content;
  };
  std::vector<Part> parts_;
};

}  // namespace parley
