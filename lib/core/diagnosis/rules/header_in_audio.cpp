// A click or a burst at the start of the sound: a file was sent as it is, its header first.
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::string_view file_of(std::string_view magic) {
  if (magic == "RIFF") return "WAV";
  if (magic == "ID3") return "MP3";
  if (magic == "OggS") return "Ogg";
  if (magic == "fLaC") return "FLAC";
  return "AU";
}

std::vector<Finding> check(const CallAccount& account) {
  if (account.headers.empty()) return {};
  const HeaderSeen& first = account.headers.front();
  const bool plain = first.format == "RIFF" || first.format == ".snd";
  Finding finding;
  finding.id = "header-in-audio";
  finding.at = first.at;
  for (const CallerTurn& turn : account.turns) {
    if (turn.end <= first.at) finding.turn = turn.id;
  }
  finding.explanation = "The caller heard a " + std::string(plain ? "click" : "burst of noise") +
                        " where a reply begins: the header of a " + std::string(file_of(first.format)) +
                        " file was sent as sound, " + count_text(std::ssize(account.headers), "time") + ".";
  for (const HeaderSeen& header : account.headers) {
    finding.evidence.push_back(
        {"\"" + std::string(header.format) + "\" in a payload " + moment_text(header.at), header.at, header.event});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes = {
      {Certainty::kLikely,
       plain ? "the file's bytes are sent without skipping to its data"
             : "a compressed file is sent without decoding it",
       plain ? "wav-header" : ""},
      {Certainty::kPossible, "44 bytes are skipped, but this header is longer or comes with each chunk"}};
  finding.look_at = "where audio is read: ask synthesis for raw mu-law, or parse the file up to its data chunk";
  finding.covers = {"not-mulaw", "wrong-rate"};
  return {finding};
}

}  // namespace

std::vector<Finding> header_in_audio(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
