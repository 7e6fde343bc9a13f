#include "solver/simulation.hpp"

namespace riser {
Simulation::Simulation(const Scenario& scenario, Device device) : one_({scenario}, device) {}

double Simulation::time() const { return one_.time(0); }
std::string Simulation::device_name() const { return one_.device_name(); }

void Simulation::advance_to(double target) {
  while (advance_some(target)) continue;
}

bool Simulation::advance_some(double target) {
  const bool left = one_.advance_some({target});
  if (const std::string trouble = one_.trouble(0); !trouble.empty()) throw Diverged(trouble);
  return left;
}

const Geometry& Simulation::geometry() const { return one_.geometry(0); }
Snapshot Simulation::snapshot() const { return one_.snapshot(0); }
SeriesRow Simulation::series_row() const { return one_.series_row(0); }
Totals Simulation::totals() const { return one_.totals(0); }
State Simulation::state() const { return one_.state(0); }
void Simulation::restore(const State& state) { one_.restore(0, state); }
}  // namespace riser
