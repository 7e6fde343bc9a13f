#include "io/config/distribution.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "io/config/text.hpp"

namespace riser {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

double normal_share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Inverse of normal_share, by bisection: exact to the last digits, and no table.
double normal_quantile(double share) {
  double low = -40, high = 40;
  for (int i = 0; i < 80; ++i) {
    const double z = 0.5 * (low + high);
    (normal_share(z) < share ? low : high) = z;
  }
  return 0.5 * (low + high);
}

/// "0.25 m" -> 0.25, and " m" into `unit`, which all words of a variation share.
double number_of(const std::string& text, std::string& unit, bool& any) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(value)) throw std::invalid_argument("'" + shortened(text) + "' is not a number with a unit");
  if (any && unit != end) throw std::invalid_argument("its numbers have different units");
  unit = end, any = true;
  return value;
}
}  // namespace

Distribution::Distribution(const Variation& v) : kind_(v.distribution), low_(-endless), high_(endless) {
  bool any = false;
  const auto read = [&](const std::string& text, const char* what) {
    if (text.empty()) throw std::invalid_argument(std::string(what) + " is missing");
    return number_of(text, unit_, any);
  };
  const bool closed = kind_ == DistributionKind::uniform || kind_ == DistributionKind::triangular;
  if (closed || !v.from.empty()) low_ = read(v.from, "from");
  if (closed || !v.to.empty()) high_ = read(v.to, "to");
  if (!(low_ < high_)) throw std::invalid_argument("from is not below to");
  if (kind_ == DistributionKind::triangular) {
    centre_ = read(v.mode, "mode");
    if (centre_ < low_ || centre_ > high_) throw std::invalid_argument("mode is not between from and to");
  } else if (kind_ == DistributionKind::normal) {
    centre_ = read(v.mean, "mean"), spread_ = read(v.deviation, "deviation");
    if (!(spread_ > 0)) throw std::invalid_argument("deviation is not above 0");
  } else if (kind_ == DistributionKind::lognormal) {
    const double median = read(v.median, "median");
    if (!(median > 0) || !(v.factor > 1)) throw std::invalid_argument(median > 0 ? "factor is not above 1" : "median is not above 0");
    centre_ = std::log(median), spread_ = std::log(v.factor);
  }
  if (closed) return;
  const auto share = [&](double x) { return normal_share(((kind_ == DistributionKind::normal ? x : std::log(std::max(x, 1e-300))) - centre_) / spread_); };
  first_ = std::isfinite(low_) ? share(low_) : 0, last_ = std::isfinite(high_) ? share(high_) : 1;
  if (!(last_ - first_ > 1e-9)) throw std::invalid_argument("from and to leave nothing of the distribution");
}

double Distribution::value(double share) const {
  if (kind_ == DistributionKind::uniform) return low_ + share * (high_ - low_);
  if (kind_ == DistributionKind::triangular) {
    const double width = high_ - low_, rise = (centre_ - low_) / width;
    return share < rise ? low_ + std::sqrt(share * width * (centre_ - low_)) : high_ - std::sqrt((1 - share) * width * (high_ - centre_));
  }
  const double z = centre_ + spread_ * normal_quantile(first_ + share * (last_ - first_));
  return kind_ == DistributionKind::normal ? z : std::exp(z);
}

std::string Distribution::at(double share) const {
  char text[40];
  std::snprintf(text, sizeof text, "%.12g", value(share));
  return text + unit_;
}
}  // namespace riser
