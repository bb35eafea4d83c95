// What a model of 16 kHz speech would have learnt from a telephone. Its features are a smoothed spectrum, written
// as cepstra; of that spectrum a telephone has only what lies under 4 kHz, so the rest is taken out of the model's
// mean values by one linear map. The map is made from how the model's own front end is set, and from nothing that
// was recorded. Pure.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// `feature_settings` is the text of the model's feat.params. Returns the map in the form that pocketsphinx reads
/// for its option -mllr; empty for a front end of another kind, whose model is used as it is.
std::string narrow_band_map(std::string_view feature_settings);

}  // namespace parley
