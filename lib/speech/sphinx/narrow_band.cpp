#include "speech/sphinx/narrow_band.h"

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numbers>
#include <sstream>
#include <vector>

namespace parley {
namespace {

constexpr double kHighestOfTelephone = 4000;  // Hz
constexpr int kCepstra = 13;
constexpr int kStreams = 3;  // the cepstra, how they change, and how that changes: the map is the same for each
constexpr double kMostFilters = 200;
constexpr double kHighestRate = 24'000;

struct FrontEnd {
  double lowest = 0;   // Hz
  double highest = 0;  // Hz
  int filters = 0;
  int lifter = 0;
};

using Settings = std::map<std::string, std::string>;

double number_of(const Settings& settings, const std::string& name) {
  const auto found = settings.find(name);
  return found == settings.end() ? -1 : std::strtod(found->second.c_str(), nullptr);
}

/// False for a front end that this knows nothing about.
bool read(std::string_view text, FrontEnd& front_end) {
  Settings settings;
  std::istringstream in{std::string(text)};
  for (std::string name, value; in >> name >> value;) settings[name] = value;
  const bool ours = settings["-transform"] == "dct" && settings["-feat"] == "1s_c_d_dd" &&
                    settings["-svspec"] == "0-12/13-25/26-38";
  const double filters = number_of(settings, "-nfilt");
  const double lifter = number_of(settings, "-lifter");
  front_end.lowest = number_of(settings, "-lowerf");
  front_end.highest = number_of(settings, "-upperf");
  if (!ours || !(filters >= kCepstra && filters <= kMostFilters) || !(lifter >= kCepstra && lifter <= 100))
    return false;
  front_end.filters = static_cast<int>(filters);
  front_end.lifter = static_cast<int>(lifter);
  return front_end.lowest >= 0 && front_end.highest > front_end.lowest && front_end.highest <= kHighestRate;
}

double mel_of(double frequency) {
  return 2595 * std::log10(1 + frequency / 700);
}

/// How many of the filters, from the lowest on, have their middle in the telephone's band.
int filters_heard(const FrontEnd& front_end) {
  const double lowest = mel_of(front_end.lowest);
  const double step = (mel_of(front_end.highest) - lowest) / (front_end.filters + 1);
  int heard = 0;
  while (heard < front_end.filters && lowest + (heard + 1) * step <= mel_of(kHighestOfTelephone)) ++heard;
  return heard;
}

/// A cepstrum's share of a filter: one term of the cosine transform, with which the cepstra are made.
double cosine(const FrontEnd& front_end, int cepstrum, int filter) {
  const double scale = std::sqrt((cepstrum == 0 ? 1.0 : 2.0) / front_end.filters);
  return scale * std::cos(cepstrum * std::numbers::pi / front_end.filters * (filter + 0.5));
}

double weight(const FrontEnd& front_end, int cepstrum) {
  return 1 + front_end.lifter / 2.0 * std::sin(cepstrum * std::numbers::pi / front_end.lifter);
}

void write(std::string& text, double value) {
  char number[32];
  std::snprintf(number, sizeof number, "%.6f ", value);
  text += number;
}

}  // namespace

std::string narrow_band_map(std::string_view feature_settings) {
  FrontEnd front_end;
  if (!read(feature_settings, front_end)) return {};
  const int heard = filters_heard(front_end);
  std::string map;
  for (int to = 0; to < kCepstra; ++to) {
    for (int from = 0; from < kCepstra; ++from) {
      // Back to the spectrum, its upper part left out, and to cepstra again.
      double sum = 0;
      for (int filter = 0; filter < heard; ++filter) {
        sum += cosine(front_end, to, filter) * cosine(front_end, from, filter);
      }
      write(map, sum * weight(front_end, to) / weight(front_end, from));
    }
    map += "\n";
  }
  // Nothing is added to the means: what the line adds is taken off again with the mean of what is heard. Variances
  // stay as they are: made smaller with the rest, they made the model too sure of itself in noise.
  for (int i = 0; i < kCepstra; ++i) write(map, 0);
  map += "\n";
  for (int i = 0; i < kCepstra; ++i) write(map, 1);
  map += "\n";
  std::string text = "1\n" + std::to_string(kStreams) + "\n";
  for (int stream = 0; stream < kStreams; ++stream) text += std::to_string(kCepstra) + "\n" + map;
  return text;
}

}  // namespace parley
