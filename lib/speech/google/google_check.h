// Whether Google would hear a call: one stream with a moment of silence, and one sentence about it.
#pragma once

#include "speech/google/google_session.h"

namespace parley {

/// Told exactly once, on the loop's thread.
void check_google(EventLoop& loop, const GooglePlan& plan, ToldCheck told);

}  // namespace parley
