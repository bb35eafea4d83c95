// A call's configuration in its trace and back: the settings that differ from the defaults and the phrases with
// their audio. Together they make a trace replayable without anything beside it. The format of the texts is
// core/trace's.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/call/call_config.h"
#include "core/trace/call_trace.h"

namespace parley {

/// Every phrase, in the order of PhraseId.
std::vector<trace::RecordedPhrase> recorded_phrases(const CallConfig& config);

/// The configuration that a header tells of; `place` is what errors name. A header without phrases gives a call
/// that has none.
Result<CallConfig> config_of(const trace::TraceHeader& header, std::string_view place);

}  // namespace parley
