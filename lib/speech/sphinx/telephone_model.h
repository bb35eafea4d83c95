// What a model of 16 kHz speech would have learnt from a telephone. Its mean values are cepstra, a smoothed
// spectrum; of that spectrum a telephone has only what lies under 4 kHz, and what is soft drowns in the line's
// noise. So each mean is taken back to its spectrum, the line is laid over it, and it becomes cepstra again. It
// follows from how the model's own front end is set and from nothing that was recorded. Pure: bytes in, bytes out.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace parley {

/// `feature_settings` is the text of the model's feat.params and `means` its file of that name; the result is
/// another such file. An error: a front end of another kind, or no such file; the model is used as it is then.
Result<std::string> telephone_means(std::string_view feature_settings, std::string_view means, double noise_db);

/// How far the noise of a line lies below its speech, in what the model is made for. Less makes soft sounds alike
/// on quiet lines, more loses them in noise.
inline constexpr double kNoiseOfTelephones = 22;

}  // namespace parley
