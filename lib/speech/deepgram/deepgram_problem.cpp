#include "speech/deepgram/deepgram_problem.h"

#include "speech/stream/foreign_text.h"

namespace parley {

DeepgramProblem deepgram_problem(const ConnectFailure& failure, std::string_view secret) {
  const std::string said = foreign_text(failure.body, secret);
  const std::string quoted = said.empty() ? std::string() : " (" + said + ")";
  switch (failure.status) {
    case 0:
      return {"Deepgram cannot be reached: " + foreign_text(failure.what, secret), true};
    case 400:
      return {"Deepgram refuses what is asked; check deepgram.stt_model and deepgram.stt_language" + quoted, false};
    case 401:
    case 403:
      return {"Deepgram refuses the key; check DEEPGRAM_API_KEY" + quoted, false};
    case 402:
      return {"Deepgram's credit is used up" + quoted, false};
    case 429:
      return {"Deepgram's limit of streams is reached for the moment" + quoted, true};
    default:
      return {"Deepgram answered with status " + std::to_string(failure.status) + quoted, failure.status >= 500};
  }
}

}  // namespace parley
