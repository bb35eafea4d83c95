#include "speech/google/google_problem.h"

#include "speech/stream/foreign_text.h"

namespace parley {
namespace {

struct Meaning {
  int code;
  std::string_view sentence;
  bool may_pass;
};

constexpr Meaning kMeanings[] = {
    {GoogleEnd::kOk, "Google ended the stream", true},
    {GoogleEnd::kInvalidArgument, "Google refuses what is asked; check GCP_STT_LANGUAGE and GCP_STT_MODEL", false},
    {GoogleEnd::kNotFound, "Google does not know this; check GCP_STT_MODEL and the address", false},
    {GoogleEnd::kPermissionDenied,
     "Google does not permit this key to recognise speech; enable the Speech-to-Text API for its project", false},
    {GoogleEnd::kResourceExhausted, "Google's quota is used up for the moment", true},
    {GoogleEnd::kOutOfRange, "Google's limit of a stream is reached", true},
    {GoogleEnd::kUnimplemented, "this address is no Speech-to-Text v1", false},
    {GoogleEnd::kUnavailable, "Google cannot be reached", true},
    {GoogleEnd::kUnauthenticated, "Google refuses the key; check GOOGLE_API_KEY or GOOGLE_APPLICATION_CREDENTIALS",
     false},
};

}  // namespace

GoogleProblem google_problem(const GoogleEnd& end, std::string_view secret) {
  GoogleProblem problem{"Google's stream broke with code " + std::to_string(end.code), true};
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code == end.code) problem = {std::string(meaning.sentence), meaning.may_pass};
  }
  const std::string said = foreign_text(end.message, secret);
  if (!said.empty()) problem.sentence += " (" + said + ")";
  return problem;
}

}  // namespace parley
