#include <catch2/catch.hpp>
#include <random>

#include "kernels/axial/momentum.hpp"
#include "kernels/closures/pump_quadrants.hpp"
#include "solver/machine_views.hpp"
#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
constexpr double rated_speed = 150;  // [rad/s]

/// A curve pump and its view; not copied: the view points into the characteristic.
struct Completed {
  explicit Completed(Pump given)
      : pump(std::move(given)), characteristic(characteristic_of(pump)), view(pump_view({}, pump, characteristic)) {}
  Completed(const Completed&) = delete;
  double rise(double flow, double ratio) const { return pump_rise(view, flow, 1000, ratio); }
  double torque(double flow, double ratio) const { return pump_torque(view, flow, 1000, ratio); }

  Pump pump;
  PumpCharacteristic characteristic;
  PumpView view;
};

Pump curve_pump(const std::vector<double>& flow, const std::vector<double>& head,
                const std::vector<double>& efficiency) {
  Pump pump;
  pump.name = "p", pump.rated_speed = rated_speed, pump.flow = flow, pump.head = head, pump.efficiency = efficiency;
  return pump;
}

/// Flow from 0 or from above, head falling or drooping, efficiency with its best point anywhere.
Pump random_pump(std::mt19937& random) {
  std::uniform_real_distribution<> u(0, 1);
  const int points = 2 + static_cast<int>(6 * u(random));
  const double best = std::pow(10, -3 + 3 * u(random)), head = 5 * std::pow(100, u(random)),
               from = u(random) < 0.3 ? 0.5 * u(random) : 0, droop = 0.3 * u(random);
  Pump pump = curve_pump({}, {}, {});
  for (int k = 0; k < points; ++k) {
    const double q = from + (0.9 + 0.8 * u(random) + k) / points - (k == 0 ? (0.9) / points : 0);
    pump.flow.push_back(best * (k == 0 ? from : q));
    pump.head.push_back(head * (1.2 + droop * q - (0.2 + droop) * q * q));
    pump.efficiency.push_back(std::max(0.0, 0.8 * q * (2 - q)));
  }
  return pump;
}

/// Linear interpolation, written anew.
double between(const std::vector<double>& x, const std::vector<double>& y, double at) {
  std::size_t i = 1;
  while (i + 1 < x.size() && at > x[i])
    ++i;
  const double t = (at - x[i - 1]) / (x[i] - x[i - 1]);
  return (1 - t) * y[i - 1] + t * y[i];
}
}  // namespace

TEST_CASE("a pump's own curve is met exactly at every speed, head and shaft power", "[pumps]") {
  std::mt19937 random(1);
  std::uniform_real_distribution<> u(0, 1);
  for (int n = 0; n < 200; ++n) {
    const Completed c(random_pump(random));
    const Pump& p = c.pump;
    for (int j = 0; j < 50; ++j) {
      const double ratio = 0.01 + 2 * u(random), own = p.flow.front() + u(random) * (p.flow.back() - p.flow.front()),
                   flow = own * ratio;
      const double head = between(p.flow, p.head, own);
      CHECK(c.rise(flow, ratio) == Approx(1000 * gravity * ratio * ratio * head).epsilon(1e-11).margin(1e-9));
    }
    for (std::size_t k = 0; k < p.flow.size(); ++k) {
      if (!(p.efficiency[k] > 0.05 && p.flow[k] > 0 && p.head[k] > 0)) continue;
      const double ratio = 0.7,
                   power = 1000 * gravity * p.flow[k] * p.head[k] / p.efficiency[k] * ratio * ratio * ratio;
      CHECK(shaft_power(c.view, ratio * p.flow[k], 1000, ratio) == Approx(power).epsilon(1e-10));
    }
  }
}

TEST_CASE("head and torque of a completed pump are continuous all around, and grow with the square", "[pumps]") {
  std::mt19937 random(2);
  constexpr int steps = 20000;
  for (int n = 0; n < 50; ++n) {
    const Completed c(random_pump(random));
    const double rated = 1000 * gravity * c.view.rated_head, torque = c.view.rated_torque;
    double head_before = 0, torque_before = 0, steepest_head = 0, steepest_torque = 0;
    for (int j = 0; j <= steps; ++j) {
      const double angle = -pi + 2 * pi * j / steps, q = std::sin(angle) * c.view.rated_flow, w = std::cos(angle);
      const double head_here = c.rise(q, w) / rated, torque_here = c.torque(q, w) / torque;
      if (j > 0)
        steepest_head = std::max(steepest_head, std::abs(head_here - head_before)),
        steepest_torque = std::max(steepest_torque, std::abs(torque_here - torque_before));
      head_before = head_here, torque_before = torque_here;
      REQUIRE(c.rise(3 * q, 3 * w) / rated == Approx(9 * head_here).margin(1e-9));
      REQUIRE(c.torque(3 * q, 3 * w) / torque == Approx(9 * torque_here).margin(1e-9));
    }
    // Slopes up to 40 a radian (a short last interval of the own curve) make 40 x 2 pi/20000; a jump would not shrink
    // with the steps.
    CHECK(steepest_head < 0.015);
    CHECK(steepest_torque < 0.015);
  }
}

TEST_CASE("a quarter turn beyond its curve a pump is the published one", "[pumps]") {
  const Completed c(curve_pump({0, 0.05, 0.1, 0.15}, {50, 48, 40, 25}, {0, 0.6, 0.8, 0.7}));
  const double rated = 1000 * gravity * 40, torque = 1000 * gravity * 0.1 * 40 / (0.8 * rated_speed);
  for (double angle : {-3.1, -2.5, -2.0, -1.6, 2.6, 3.0}) {
    const double q = std::sin(angle), w = std::cos(angle);
    CHECK(c.rise(0.1 * q, w) / rated == Approx(RadialPump::at(RadialPump::head, angle)).margin(3e-3));
    CHECK(c.torque(0.1 * q, w) / torque == Approx(RadialPump::at(RadialPump::torque, angle)).margin(3e-3));
  }
  CHECK(c.rise(0.1, 0) < -0.4 * rated);  // standing, it resists, either way
  CHECK(c.rise(-0.1, 0) > 0.6 * rated);
  CHECK(c.torque(-0.1, -2) < 0);    // runs faster than the flow drives it: braked
  CHECK(c.torque(-0.1, -0.5) > 0);  // and slower: driven further backwards
  CHECK(c.rise(0, 0) == 0);
  CHECK(c.torque(0, 0) == 0);
}

TEST_CASE("a pump by its rated point is the published one at all of its points", "[pumps]") {
  Pump pump = curve_pump({}, {}, {});
  pump.rated_flow = 0.1, pump.rated_head = 40, pump.rated_efficiency = 0.8;
  const Completed c(pump);
  for (int k = 0; k < RadialPump::points; ++k) {
    const double angle = -pi + 2 * pi * k / 88, q = std::sin(angle), w = std::cos(angle);
    CHECK(c.rise(0.1 * q, w) == Approx(1000 * gravity * 40 * RadialPump::head[k]).epsilon(1e-9));
    CHECK(c.torque(0.1 * q, w) ==
          Approx(1000 * gravity * 0.1 * 40 / (0.8 * rated_speed) * RadialPump::torque[k]).epsilon(1e-9));
  }
}

TEST_CASE("torque where the curve knows no efficiency lies within 0.3 to 1 of the rated", "[pumps]") {
  const Completed falling(
      curve_pump({0, 0.05, 0.1}, {50, 48, 40}, {0, 0.5, 0.8}));  // 480/0.1 N m and 500 .. rated: a line below zero flow
  const double rated = falling.view.rated_torque, at_half = 1000 * gravity * 0.05 * 48 / (0.5 * rated_speed);
  CHECK(falling.torque(0, 1) == Approx(2 * at_half - rated).epsilon(1e-9));
  CHECK(falling.torque(0.025, 1) == Approx(0.5 * (falling.torque(0, 1) + at_half)).epsilon(1e-9));
  const Completed steep(curve_pump({0, 0.08, 0.1}, {50, 48, 40}, {0, 0.85, 0.5}));  // a line that would go far below
  CHECK(steep.torque(0, 1) >= 0.3 * steep.view.rated_torque * (1 - 1e-12));
  const Completed lossless(curve_pump({0, 0.2}, {50, 30}, {}));
  CHECK(lossless.torque(0.1, 1) == Approx(1000 * gravity * 0.1 * 40 / rated_speed).epsilon(1e-9));
}

TEST_CASE("a curve that makes no pump is refused by name", "[pumps]") {
  const auto trouble = [](const Pump& pump) { return trouble_with_curve(pump); };
  CHECK(trouble(curve_pump({0.1}, {40}, {0.8})).find("two points") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1, 0.1}, {50, 40, 39}, {0, 0.8, 0.8})).find("does not increase") != std::string::npos);
  CHECK(trouble(curve_pump({-0.1, 0.1}, {50, 40}, {0, 0.8})).find("below flow 0") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1}, {50, 40}, {0, 0})).find("efficiency above 0.05") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1}, {0, -4}, {0, 0.8})).find("head above 0") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1}, {50, 40}, {0})).find("equally long") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1}, {50, 0}, {0, 0})).find("efficiency above 0.05") != std::string::npos);
  CHECK(trouble(curve_pump({0, 0.1}, {50, 0}, {})).empty());              // the best point lies between
  CHECK(trouble(curve_pump({0.05, 0.1}, {40, 45}, {0.6, 0.8})).empty());  // rising: allowed, and warned of
  CHECK_THROWS_AS(characteristic_of(curve_pump({0.1}, {40}, {0.8})), std::invalid_argument);
}

TEST_CASE("a rotor of any inertia runs down, backwards where the flow drives it, to the speed of its runaway",
          "[pumps]") {
  const Completed usual(curve_pump({0, 0.05, 0.1, 0.15}, {50, 48, 40, 25}, {0, 0.6, 0.8, 0.7}));
  for (double factor : {1e-3, 1.0, 10.0}) {
    PumpView view = usual.view;
    view.inertia = factor * view.rated_torque / rated_speed, view.motor_torque = view.motor_power = 1e300;
    for (double flow : {-0.08, 0.0, 0.09}) {
      const double h = 0.01, fine = 1e-4 * std::min(factor, 1.0);
      double speed = rated_speed, exact = rated_speed;
      for (int step = 1; step <= 200; ++step) {
        speed = speed_after(view, flow, 1000, speed, 0, false, h);
        for (int j = 0; j < static_cast<int>(h / fine + 0.5); ++j) {  // Heun's method, small steps
          const double slope = rotor_acceleration(view, flow, 1000, exact, 0, false);
          exact += 0.5 * fine * (slope + rotor_acceleration(view, flow, 1000, exact + fine * slope, 0, false));
        }
        // The lightest rotor goes through most of its run-down within the first step, which no step of 10 ms follows.
        REQUIRE(std::abs(speed - exact) < (factor > 0.1 ? 2e-4 : step < 20 ? 0.5 : 2e-3) * rated_speed);
        if (flow == 0) REQUIRE(speed > 0);
      }
    }
    // At rest torque -0.08 m3/s turns it until G = 0: tan(angle) = q/w = 0.567 by the published points.
    double speed = rated_speed;
    for (int step = 0; step < 100000; ++step)
      speed = speed_after(view, -0.08, 1000, speed, 0, false, 0.01);
    CHECK(speed / rated_speed == Approx(-0.8 / 0.567).epsilon(2e-3));
  }
}
