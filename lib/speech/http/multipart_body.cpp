#include "speech/http/multipart_body.h"

#include <algorithm>

namespace parley {
namespace {

/// As browsers do it, so that a name cannot end its quotes or its line.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"') {
      out += "%22";
    } else if (byte == '\r') {
      out += "%0D";
    } else if (byte == '\n') {
      out += "%0A";
    } else {
      out += byte;
    }
  }
  return out + "\"";
}

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char byte) { return byte == '\r' || byte == '\n'; }, ' ');
  return out;
}

}  // namespace

void MultipartBody::add_field(std::string_view name, std::string_view value) {
  parts_.push_back({"Content-Disposition: form-data; name=" + quoted(name) + "\r\n\r\n", std::string(value)});
}

void MultipartBody::add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                             std::string_view content) {
  parts_.push_back({"Content-Disposition: form-data; name=" + quoted(name) + "; filename=" + quoted(file_name) +
                        "\r\nContent-Type: " + one_line(content_type) + "\r\n\r\n",
                    std::string(content)});
}

MultipartBody::Written MultipartBody::write() const {
  // Sound holds any bytes, a boundary's too; another number is tried until none does.
  std::string boundary;
  for (int number = 0; boundary.empty(); ++number) {
    boundary = "parley-part-" + std::to_string(number);
    for (const Part& part : parts_) {
      if (part.head.find(boundary) == std::string::npos && part.content.find(boundary) == std::string::npos) {
        continue;
      }
      boundary.clear();
      break;
    }
  }
  Written out;
  out.content_type = "multipart/form-data; boundary=" + boundary;
  for (const Part& part : parts_) out.body += "--" + boundary + "\r\n" + part.head + part.content + "\r\n";
  out.body += "--" + boundary + "--\r\n";
  return out;
}

}  // namespace parley
