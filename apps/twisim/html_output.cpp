#include "html_output.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/account/call_sound.h"
#include "files/text_file.h"
#include "report/html_report.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

std::string file_name_of(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                      c == '_' || (c == '.' && !plain.empty());
    plain.push_back(kept ? c : '_');
  }
  return (plain.empty() ? "call" : plain) + ".html";
}

}  // namespace

Result<std::string> write_html_report(const std::string& folder, const std::string& name,
                                      const trace::CallTrace& trace, const CallAccount& account,
                                      std::span<const Finding> findings, const trace::CallTrace* agent) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return make_error("cannot make this folder: " + error.message(), folder);
  const CallSound sound = sound_of(trace);
  const HtmlReport report{account,
                          findings,
                          trace.header.has_audio ? &sound : nullptr,
                          said_in(agent != nullptr ? *agent : trace),
                          PARLEY_VERSION,
                          name};
  const std::string path = (fs::path(folder) / file_name_of(name)).string();
  if (auto written = write_text_file(path, html_report(report)); !written) return written.error();
  return Result<std::string>(boost::system::in_place_value, path);
}

}  // namespace parley
