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

std::optional<Error> LeadBook::problem_of(const std::string& file) {
  const auto opened = AppendFile::open(file);
  return opened ? std::nullopt : std::optional(opened.error());
}

void LeadBook::write(const LeadRecord& record) {
  if (unwritten_.size() == kMostUnwritten) {
    complain_("the lead of call " + unwritten_.front().call_sid + " is lost: too many could not be written");
    unwritten_.pop_front();
  }
  unwritten_.push_back({record.call_sid, lead_line(record)});
  if (const auto error = write_all()) {
    complain_("the lead of call " + record.call_sid + " is not in the file yet: " + error->text());
  }
}

std::optional<Error> LeadBook::write_all() {
  auto file = AppendFile::open(file_);
  if (!file) return file.error();
  while (!unwritten_.empty()) {
    if (auto error = file->append(unwritten_.front().line)) return error;
    unwritten_.pop_front();
    ++kept_;
  }
  return std::nullopt;
}

LeadBook::~LeadBook() {
  std::promise<void> written;
  // The pool drops what waits when it goes.
  const bool taken = writer_.run([this, &written] {
    const auto error = unwritten_.empty() ? std::nullopt : write_all();
    for (const Unwritten& lost : unwritten_)
      complain_("the lead of call " + lost.call_sid + " is lost: " + error->text());
    written.set_value();
  });
  if (taken) written.get_future().wait();
}

}  // namespace parley
