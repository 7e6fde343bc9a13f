#pragma once
#include <string>
#include <vector>

namespace riser {

/// Percentiles of an outcome [its unit]; not-a-numbers are left out.
struct Percentiles {
  double p10, p50, p90, mean, deviation;
  std::size_t count;
};
Percentiles percentiles_of(std::vector<double> values);

/// A share of members and its 90 % interval (Wilson 1927, JASA 22, 209).
struct Probability {
  double share, low, high;
};
Probability probability_of(std::size_t hits, std::size_t count);

/// Sobol's indices of one variable and their 90 % intervals by bootstrap.
struct SobolIndex {
  double first, first_low, first_high, total, total_low, total_high;
};
/// From the outcomes of Saltelli's samples: `a`, `b` and `ab[i]` (A with column i of B), all as long. First order by Saltelli et al. 2010,
/// total by Jansen 1999, Comput. Phys. Commun. 117, 35. Rows with a not-a-number are left out. Empty when fewer than 8 rows are whole
/// or the outcome does not vary.
std::vector<SobolIndex> sobol_indices(const std::vector<double>& a, const std::vector<double>& b, const std::vector<std::vector<double>>& ab);
}  // namespace riser
