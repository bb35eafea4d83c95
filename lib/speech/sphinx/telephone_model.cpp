#include "speech/sphinx/telephone_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <numbers>
#include <sstream>
#include <vector>

namespace parley {
namespace {

constexpr double kHighestOfTelephone = 4000;  // Hz
constexpr std::size_t kCepstra = 13;
constexpr std::size_t kStreams = 3;  // the cepstra, how they change, and how that changes
constexpr int kMostFilters = 200;
constexpr double kHighestRate = 24'000;
constexpr std::string_view kEndOfHeader = "endhdr\n";
constexpr std::uint32_t kByteOrder = 0x11223344;

using Cepstra = std::array<double, kCepstra>;
using Spectrum = std::vector<double>;  // logarithms of energies, a filter each
using Map = std::array<Cepstra, kCepstra>;

using Settings = std::map<std::string, std::string, std::less<>>;

double number_of(const Settings& settings, std::string_view name) {
  const auto found = settings.find(name);
  return found == settings.end() ? -1 : std::strtod(found->second.c_str(), nullptr);
}

/// The model's front end: from a spectrum to cepstra and back.
class FrontEnd {
 public:
  /// False for one that this knows nothing about.
  bool read(std::string_view text) {
    Settings settings;
    std::istringstream in{std::string(text)};
    for (std::string name, value; in >> name >> value;) settings[name] = value;
    const bool ours = settings["-transform"] == "dct" && settings["-feat"] == "1s_c_d_dd" &&
                      settings["-svspec"] == "0-12/13-25/26-38";
    const double filters = number_of(settings, "-nfilt");
    const double lifter = number_of(settings, "-lifter");
    const double lowest = number_of(settings, "-lowerf");
    const double highest = number_of(settings, "-upperf");
    const bool sound = filters >= kCepstra && filters <= kMostFilters && lifter >= kCepstra && lifter <= 100 &&
                       lowest >= 0 && lowest < highest && highest <= kHighestRate;
    if (!ours || !sound || !read_mean(settings["-cmninit"])) return false;
    prepare(static_cast<std::size_t>(filters), lifter);
    const double step = (mel_of(highest) - mel_of(lowest)) / (filters + 1);
    while (heard_ < filters_ &&
           mel_of(lowest) + static_cast<double>(heard_ + 1) * step <= mel_of(kHighestOfTelephone)) {
      ++heard_;
    }
    return heard_ > 0;
  }

  std::size_t filters() const { return filters_; }
  /// How many of them, from the lowest on, have their middle in the telephone's band.
  std::size_t heard() const { return heard_; }
  /// Of the cepstra of the speech that the model was made from; the model has them without it.
  const Cepstra& mean() const { return mean_; }

  Spectrum spectrum_of(const Cepstra& cepstra) const {
    Spectrum spectrum(filters_);
    for (std::size_t filter = 0; filter < filters_; ++filter) {
      for (std::size_t i = 0; i < kCepstra; ++i) {
        spectrum[filter] += cepstra[i] / weights_[i] * cosines_[i][filter];
      }
    }
    return spectrum;
  }

  Cepstra cepstra_of(const Spectrum& spectrum) const {
    Cepstra cepstra{};
    for (std::size_t i = 0; i < kCepstra; ++i) {
      for (std::size_t filter = 0; filter < filters_; ++filter) {
        cepstra[i] += weights_[i] * cosines_[i][filter] * spectrum[filter];
      }
    }
    return cepstra;
  }

 private:
  static double mel_of(double frequency) { return 2595 * std::log10(1 + frequency / 700); }

  bool read_mean(std::string text) {
    std::replace(text.begin(), text.end(), ',', ' ');
    std::istringstream in(text);
    for (double& value : mean_) in >> value;
    return !in.fail();
  }

  void prepare(std::size_t filters, double lifter) {
    filters_ = filters;
    const auto all = static_cast<double>(filters);
    for (std::size_t i = 0; i < kCepstra; ++i) {
      const auto order = static_cast<double>(i);
      weights_[i] = 1 + lifter / 2 * std::sin(order * std::numbers::pi / lifter);
      const double scale = std::sqrt((i == 0 ? 1.0 : 2.0) / all);
      for (std::size_t filter = 0; filter < filters; ++filter) {
        cosines_[i].push_back(scale *
                              std::cos(order * std::numbers::pi / all * (static_cast<double>(filter) + 0.5)));
      }
    }
  }

  std::size_t filters_ = 0;
  std::size_t heard_ = 0;
  Cepstra mean_{};
  Cepstra weights_{};
  std::array<std::vector<double>, kCepstra> cosines_;
};

/// The file of means: a header for people, five kinds of number, and the means by codebook, stream and density.
struct MeansFile {
  std::size_t codebooks = 0;
  std::size_t densities = 0;
  std::vector<float> values;

  bool read(std::string_view bytes) {
    const std::size_t header = bytes.find(kEndOfHeader);
    if (!bytes.starts_with("s3\n") || header == std::string_view::npos) return false;
    bytes.remove_prefix(header + kEndOfHeader.size());
    std::array<std::uint32_t, 8> numbers{};  // order of bytes, codebooks, streams, densities, 3 lengths, values
    if (bytes.size() < sizeof numbers) return false;
    std::memcpy(numbers.data(), bytes.data(), sizeof numbers);
    bytes.remove_prefix(sizeof numbers);
    const bool lengths = numbers[4] == kCepstra && numbers[5] == kCepstra && numbers[6] == kCepstra;
    if (numbers[0] != kByteOrder || numbers[2] != kStreams || !lengths) return false;
    const std::uint64_t all = std::uint64_t{numbers[1]} * numbers[3];
    if (all == 0 || all > bytes.size() || all * kStreams * kCepstra != numbers[7]) return false;
    codebooks = numbers[1];
    densities = numbers[3];
    if (bytes.size() / sizeof(float) < numbers[7]) return false;
    values.resize(numbers[7]);
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  }

  std::string text() const {
    const std::array<std::uint32_t, 8> numbers{kByteOrder, static_cast<std::uint32_t>(codebooks),
                                               kStreams,   static_cast<std::uint32_t>(densities),
                                               kCepstra,   kCepstra,
                                               kCepstra,   static_cast<std::uint32_t>(values.size())};
    std::string bytes = "s3\nversion 1.0\n" + std::string(kEndOfHeader);
    bytes.append(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    return bytes;
  }

  Cepstra at(std::size_t codebook, std::size_t stream, std::size_t density) const {
    Cepstra cepstra{};
    const float* from = values.data() + place(codebook, stream, density);
    std::copy(from, from + kCepstra, cepstra.begin());
    return cepstra;
  }
  void put(std::size_t codebook, std::size_t stream, std::size_t density, const Cepstra& cepstra) {
    std::transform(cepstra.begin(), cepstra.end(),
                   values.begin() + static_cast<std::ptrdiff_t>(place(codebook, stream, density)),
                   [](double value) { return static_cast<float>(value); });
  }

 private:
  std::size_t place(std::size_t codebook, std::size_t stream, std::size_t density) const {
    return ((codebook * kStreams + stream) * densities + density) * kCepstra;
  }
};

/// One model's means, as they are heard over a line.
class Line {
 public:
  Line(const FrontEnd& front_end, MeansFile& means, double noise_db)
      : front_end_(front_end), means_(means), noise_(noise_level(noise_db)) {}

  void lay_over_all() {
    Spectrum slopes(front_end_.filters());  // how much of a change in the speech is still to be heard
    Cepstra before{};
    Cepstra after{};
    for_each([&](std::size_t codebook, std::size_t density) {
      const Cepstra own = means_.at(codebook, 0, density);
      Spectrum spectrum = absolute(own);
      lay_over(spectrum, slopes);
      const Cepstra heard = front_end_.cepstra_of(spectrum);
      means_.put(codebook, 0, density, heard);
      for (std::size_t i = 0; i < kCepstra; ++i) {
        before[i] += own[i] / count();
        after[i] += heard[i] / count();
      }
    });
    for (double& slope : slopes) slope /= count();
    // The line's own mean is taken off what is heard, so it is not in the model; the speech's is where it was.
    const Cepstra middle = scaled(before, slopes);
    for_each([&](std::size_t codebook, std::size_t density) {
      Cepstra heard = means_.at(codebook, 0, density);
      for (std::size_t i = 0; i < kCepstra; ++i) heard[i] += middle[i] - after[i];
      means_.put(codebook, 0, density, heard);
      for (std::size_t stream = 1; stream < kStreams; ++stream) {
        means_.put(codebook, stream, density, scaled(means_.at(codebook, stream, density), slopes));
      }
    });
  }

 private:
  template <typename Work>
  void for_each(const Work& work) {
    for (std::size_t codebook = 0; codebook < means_.codebooks; ++codebook) {
      for (std::size_t density = 0; density < means_.densities; ++density) work(codebook, density);
    }
  }
  double count() const { return static_cast<double>(means_.codebooks * means_.densities); }

  Spectrum absolute(Cepstra cepstra) const {
    for (std::size_t i = 0; i < kCepstra; ++i) cepstra[i] += front_end_.mean()[i];
    return front_end_.spectrum_of(cepstra);
  }

  /// White noise is the same in each filter, however wide it is.
  double noise_level(double noise_db) {
    double energy = 0;
    for_each([&](std::size_t codebook, std::size_t density) {
      const Spectrum spectrum = absolute(means_.at(codebook, 0, density));
      for (std::size_t filter = 0; filter < front_end_.heard(); ++filter) energy += std::exp(spectrum[filter]);
    });
    energy /= count() * static_cast<double>(front_end_.heard());
    return std::log(energy) - noise_db * std::numbers::ln10 / 10;
  }

  void lay_over(Spectrum& spectrum, Spectrum& slopes) const {
    for (std::size_t filter = 0; filter < spectrum.size(); ++filter) {
      const double over = filter < front_end_.heard() ? std::exp(spectrum[filter] - noise_) : 0;
      spectrum[filter] = noise_ + std::log1p(over);
      slopes[filter] += over / (1 + over);
    }
  }

  Cepstra scaled(const Cepstra& cepstra, const Spectrum& slopes) const {
    Spectrum spectrum = front_end_.spectrum_of(cepstra);
    for (std::size_t filter = 0; filter < spectrum.size(); ++filter) spectrum[filter] *= slopes[filter];
    return front_end_.cepstra_of(spectrum);
  }

  const FrontEnd& front_end_;
  MeansFile& means_;
  const double noise_;
};

}  // namespace

Result<std::string> telephone_means(std::string_view feature_settings, std::string_view means, double noise_db) {
  FrontEnd front_end;
  if (!front_end.read(feature_settings)) return make_error("the model's front end is of another kind");
  MeansFile file;
  if (!file.read(means)) return make_error("the model's means cannot be read");
  Line(front_end, file, noise_db).lay_over_all();
  const bool finite = std::all_of(file.values.begin(), file.values.end(), [](float v) { return std::isfinite(v); });
  if (!finite) return make_error("the model's means are out of all bounds");
  return Result<std::string>(boost::system::in_place_value, file.text());
}

}  // namespace parley
