#include "agent/lead_book.h"

#include <future>
#include <optional>
#include <utility>

#include "core/base/json.h"
#include "core/trace/utc_text.h"
#include "files/append_file.h"

namespace parley {

std::string lead_line(const LeadRecord& record) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object()
      .member("at", trace::utc_text(record.at_us))
      .member("call_sid", record.call_sid)
      .member("from", record.from)
      .member("to", record.to)
      .member("language", record.language)
      .member("name", record.lead.name)
      .member("number", record.lead.number)
      .member("note", record.lead.note)
      .end_object();
  return out + '\n';
}

LeadBook::LeadBook(std::string file, std::function<void(const std::string&)> complain)
    : file_(std::move(file)), complain_(std::move(complain)) {}

void LeadBook::keep(LeadRecord record) {
  const std::string call = record.call_sid;
  if (!writer_.run([this, record = std::move(record)] { write(record); })) {
    complain_("the lead of call " + call + " is lost: too many wait for the disk");
  }
}

void LeadBook::write(const LeadRecord& record) {
  auto file = AppendFile::open(file_);
  const std::optional<Error> error = file ? file->append(lead_line(record)) : file.error();
  if (error) {
    complain_("the lead of call " + record.call_sid + " is not kept: " + error->text());
  } else {
    ++kept_;
  }
}

LeadBook::~LeadBook() {
  std::promise<void> written;
  // The pool drops what waits when it goes, and these are people who wait for a call.
  if (writer_.run([&written] { written.set_value(); })) written.get_future().wait();
}

}  // namespace parley
