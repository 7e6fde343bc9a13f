#include <catch2/catch.hpp>

#include "tests/solver/cases.hpp"

using namespace riser;

namespace {
/// L1 error of a smooth pulse after 300 m of travel; the exact answer keeps its shape in the volume coordinate.
double pulse_error(int cells, double upper_bore) {
  const double bore = 0.3, velocity = 2, time = 150, width = 60, centre = 300;
  Scenario s = cases::plain_pipe(1000, cells, bore);
  s.segments[0].length = 500;
  s.segments.push_back(s.segments[0]);
  s.segments[1].bore = upper_bore;
  s.courant = 0.8 * std::pow(100.0 / cells, 2.0 / 3);  // so that the third-order time error falls as dx^5
  s.solids = {cases::grains(0, 3)};
  s.inlet.kind = BoundaryKind::flow;
  s.inlet.value = cases::constant(velocity * cases::area(bore));
  InitialConcentration pulse;
  pulse.shape = InitialShape::gaussian;
  pulse.centre = centre, pulse.width = width, pulse.value = 0.1, pulse.background = 0.05;
  s.initial = {pulse};
  s.feeds = {{0, FeedKind::concentration, cases::constant(0.05)}};
  Simulation simulation(s);
  simulation.advance_to(time);
  const Snapshot snapshot = simulation.snapshot();
  const Geometry& g = simulation.geometry();
  const double a = cases::area(bore), w = width * a, middle = (centre + velocity * time) * a;
  double below = 0, error = 0;
  for (size_t i = 0; i < g.s.size(); ++i) {
    const double from = (below - middle) / w, to = (below + g.volume[i] - middle) / w;
    const double exact = 0.05 + 0.1 * w * std::sqrt(pi) / 2 * (std::erf(to) - std::erf(from)) / g.volume[i];
    error += std::abs(snapshot.concentration[i] - exact) * g.volume[i];
    below += g.volume[i];
  }
  const Totals t = simulation.totals();
  CHECK(std::abs(t.mass_in[0] - t.mass_out[0] - t.mass_stored[0] + t.mass_initial[0]) < 1e-12 * t.mass_initial[0]);
  return error / below;
}
}  // namespace

TEST_CASE("a smooth pulse converges with order >= 4.5, also across a bore change") {
  for (double upper_bore : {0.3, 0.35}) {
    const double e200 = pulse_error(200, upper_bore), e400 = pulse_error(400, upper_bore), e800 = pulse_error(800, upper_bore);
    CHECK(std::log2(e200 / e400) > 4.5);
    CHECK(std::log2(e400 / e800) > 4.5);
  }
}

TEST_CASE("batch settling: the clear-water front, the packed bed, the bounds and the mass") {
  const int cells = 200;
  const double w = 0.01, n = 4.65, phi = 0.1, time = 80;
  Scenario s = cases::plain_pipe(1, cells, 0.1);
  s.inlet.kind = s.outlet.kind = BoundaryKind::closed;
  s.solids = {cases::grains(w, n)};
  InitialConcentration layer;
  layer.to = 1, layer.value = phi;
  s.initial = {layer};
  Simulation simulation(s);
  simulation.advance_to(time);
  const auto c = simulation.snapshot().concentration;
  int top = 0;
  for (int i = 0; i < cells; ++i) {
    CHECK(c[i] >= 0);
    CHECK(c[i] <= s.maximum_packing);
    if (c[i] > phi / 2) top = i + 1;
  }
  const double front = 1 - w * std::pow(1 - phi, n) * time;  // Kynch 1952
  CHECK(std::abs(top - front * cells) <= 1);
  CHECK(c[0] == Approx(s.maximum_packing).epsilon(1e-6));
  const Totals t = simulation.totals();
  CHECK(t.mass_stored[0] == Approx(t.mass_initial[0]).epsilon(1e-12));
  CHECK(t.plug_time > 0);
}

TEST_CASE("a column under constant head starts as U tanh(t/tau)") {
  const double length = 1000, bore = 0.3, f = 0.02, head = 2e5;
  Scenario s = cases::plain_pipe(length, 100, bore);
  s.friction = FrictionLaw::constant;
  s.darcy_factor = f;
  s.maximum_step = 1;
  s.inlet.kind = BoundaryKind::pressure;
  s.inlet.value = cases::constant(101325 + 1000 * gravity * length + head);
  Simulation simulation(s);
  const double terminal = std::sqrt(2 * bore * head / (f * length * 1000)), tau = 2 * bore / (f * terminal);
  for (double t : {10.0, 20.0, 60.0}) {
    simulation.advance_to(t);
    const double velocity = simulation.snapshot().flow_rate[0] / cases::area(bore);
    CHECK(velocity == Approx(terminal * std::tanh(t / tau)).epsilon(1e-6));
  }
}

TEST_CASE("a stratified column at rest stays at rest") {
  for (PressureModel model : {PressureModel::rigid, PressureModel::elastic}) {
    Scenario s = cases::plain_pipe(100, 50, 0.3);
    s.pressure = model;
    s.outlet.kind = BoundaryKind::pressure;
    s.inlet.kind = BoundaryKind::closed;
    SolidClass still = cases::grains(0, 3);
    s.solids = {still};
    InitialConcentration layer;
    layer.from = 20, layer.to = 60, layer.value = 0.2;
    s.initial = {layer};
    Simulation simulation(s);
    simulation.advance_to(model == PressureModel::rigid ? 7200 : 5);
    for (double q : simulation.snapshot().flow_rate) CHECK(std::abs(q) / cases::area(0.3) < 1e-10);
  }
}

TEST_CASE("an instant stop gives the Joukowsky pressure and keeps its square wave") {
  Scenario s = cases::plain_pipe(100, 100, 0.3);
  s.pressure = PressureModel::elastic;
  s.liquid.bulk_modulus = 1e9;  // with a stiff pipe a = 1000 m/s, so that 1 ms steps are Courant number 1
  s.segments[0].youngs_modulus = 0;
  s.segments[0].inclination = pi / 2;
  s.maximum_step = 0.001;
  const double u = 0.05, flow = u * cases::area(0.3);
  s.initial_flow = flow;
  s.inlet.kind = BoundaryKind::pressure;
  s.inlet.value = cases::constant(5e5);
  s.outlet.kind = BoundaryKind::flow;
  s.outlet.value = {{0, 0.01, 0.010001}, {flow, flow, 0}, 0, 0};
  Simulation simulation(s);
  double highest = 0;
  for (int i = 1; i <= 400; ++i) {
    simulation.advance_to(0.01 * i);
    if (i > 360) highest = std::max(highest, simulation.snapshot().pressure.back());
  }
  CHECK(highest - 5e5 == Approx(1000.0 * 1000 * u).epsilon(0.001));  // the tenth period: 4L/a = 0.4 s
}
