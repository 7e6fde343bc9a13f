#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "io/config/distribution.hpp"
#include "io/sweep/plan.hpp"
#include "io/sweep/statistics.hpp"

using namespace riser;

namespace {
double ishigami(const std::vector<double>& x) { return std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]); }

Variation normal(const char* mean, const char* deviation) {
  Variation v;
  v.distribution = DistributionKind::normal, v.mean = mean, v.deviation = deviation;
  return v;
}
}  // namespace

TEST_CASE("Sobol's indices of Ishigami's function, from the sweep's own plan", "[sweep]") {
  Sweep sweep;
  sweep.method = SweepMethod::sobol, sweep.samples = 4096;
  for (int i = 0; i < 3; ++i) {
    Variation v;
    v.key = "x", v.from = "-3.14159265358979", v.to = "3.14159265358979";
    sweep.vary.push_back(v);
  }
  const auto plan = plan_sweep(sweep);
  REQUIRE(plan.size() == 5 * 4096);
  std::vector<std::vector<double>> f(5);
  for (std::size_t k = 0; k < plan.size(); ++k) f[k / 4096].push_back(ishigami({std::stod(plan[k][0]), std::stod(plan[k][1]), std::stod(plan[k][2])}));
  const auto s = sobol_indices(f[0], f[1], {f[2], f[3], f[4]});
  // a = 7, b = 0.1: Ishigami & Homma 1990, by the closed form.
  const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
  REQUIRE(s.size() == 3);
  for (int i = 0; i < 3; ++i) {
    CHECK(s[i].first == Approx(first[i]).margin(0.03));
    CHECK(s[i].total == Approx(total[i]).margin(0.03));
    CHECK(s[i].first_low < s[i].first);
    CHECK(s[i].total_high > s[i].total);
  }
}

TEST_CASE("A distribution has its quantiles, and its cuts", "[sweep]") {
  Variation v = normal("2000 kg/m3", "50 kg/m3");
  CHECK(Distribution(v).at(0.5) == "2000 kg/m3");
  CHECK(std::stod(Distribution(v).at(0.8413447460685429)) == Approx(2050).epsilon(1e-9));
  v.from = "1950 kg/m3";
  CHECK(std::stod(Distribution(v).at(0)) == Approx(1950).epsilon(1e-9));
  Variation log;
  log.distribution = DistributionKind::lognormal, log.median = "10 Pa", log.factor = 1.5;
  CHECK(std::stod(Distribution(log).at(0.8413447460685429)) == Approx(15).epsilon(1e-9));
  Variation triangle;
  triangle.distribution = DistributionKind::triangular, triangle.from = "0 m", triangle.mode = "1 m", triangle.to = "4 m";
  CHECK(std::stod(Distribution(triangle).at(0.25)) == Approx(1).epsilon(1e-9));  // the share below the mode is 1/4
  CHECK(std::stod(Distribution(triangle).at(1)) == Approx(4));
}

TEST_CASE("A distribution that cannot be is refused with its reason", "[sweep]") {
  CHECK_THROWS_WITH(Distribution(normal("2 m", "1 mm")), Catch::Contains("different units"));
  CHECK_THROWS_WITH(Distribution(normal("2 m", "0 m")), Catch::Contains("deviation is not above 0"));
  CHECK_THROWS_WITH(Distribution(normal("", "1 m")), Catch::Contains("mean is missing"));
  Variation cut = normal("2 m", "1 m");
  cut.from = "20 m", cut.to = "21 m";
  CHECK_THROWS_WITH(Distribution(cut), Catch::Contains("leave nothing"));
}

TEST_CASE("Percentiles and the probability's interval", "[sweep]") {
  std::vector<double> values;
  for (int i = 0; i <= 100; ++i) values.push_back(i);
  values.push_back(NAN);
  const Percentiles p = percentiles_of(values);
  CHECK(p.p10 == Approx(10));
  CHECK(p.p50 == Approx(50));
  CHECK(p.p90 == Approx(90));
  CHECK(p.count == 101);
  const Probability none = probability_of(0, 50), some = probability_of(10, 100);
  CHECK(none.share == 0);
  CHECK(none.high == Approx(2.7055 / (50 + 2.7055)).epsilon(1e-3));  // z2/(n + z2)
  CHECK(some.low < 0.1);
  CHECK(some.high > 0.1);
}
