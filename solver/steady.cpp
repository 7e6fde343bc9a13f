#include "solver/steady.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/axial/properties.hpp"
#include "solver/build.hpp"

namespace riser {
namespace {

constexpr int settling_passes = 60;

double held(const Schedule& schedule, double otherwise) { return schedule.value.empty() ? otherwise : schedule.value.back(); }
}  // namespace

SteadyLine::SteadyLine(const Scenario& scenario, double cell_length) : laws_(scenario) {
  laws_.cell_length = cell_length;
  const Grid grid = make_grid(laws_);
  for (int i = 0; i < grid.cells(); ++i) {
    const double half = 0.5 * grid.length[i] * grid.cosine[i];
    cells_.push_back({grid.segment[i], grid.length[i], grid.cosine[i], grid.minor_loss[i], grid.sea_pressure[i], grid.sea_temperature[i], grid.s_face[i],
                      sea_pressure(scenario, grid.depth[i] + half), sea_pressure(scenario, grid.depth[i] - half), grid.partner[i]});
  }
  liquid_ = make_liquid(scenario, highest_pressure_of_liquid(scenario, grid.sea_pressure));
  rheology_ = make_rheology(scenario.rheology);
  sea_at_inlet_ = sea_pressure(scenario, scenario.inlet_depth);
  inlet_pressure_ = scenario.inlet.kind == BoundaryKind::sea ? sea_at_inlet_ : held(scenario.inlet.value, sea_at_inlet_);
  outlet_pressure_ = scenario.outlet.kind == BoundaryKind::sea ? cells_.back().outside_end : held(scenario.outlet.value, scenario.sea.surface_pressure);
  fed_from_.assign(scenario.solids.size(), 0);
  for (const Feed& feed : scenario.feeds) fed_from_[feed.solid_class] = feed.position;
  reshape(scenario);
}

void SteadyLine::reshape(const Scenario& scenario) {
  laws_.segments = scenario.segments, laws_.solids = scenario.solids;
  walls_.clear();
  double bore = 0, length = 0;
  for (std::size_t i = 0; i < scenario.segments.size(); ++i) {
    const Segment& p = scenario.segments[i];
    const Section section = section_of(scenario, static_cast<int>(i));
    walls_.push_back({section.bore, section.area, p.roughness, section.friction_shape, p.inside < 0 ? p.outer_heat_transfer : 0});
    if (section.film_width > 1) continue;
    bore += section.bore * p.length, length += p.length;
  }
  place_slip<max_classes>(laws_, bore / length, slip_);
  for (std::size_t k = 0; k < scenario.solids.size(); ++k) class_density_[k] = scenario.solids[k].density;
}

/// A single pipe's water nears the sea's temperature as it rises: dT/ds = U' (T_sea - T)/(rho c Q).
std::vector<double> SteadyLine::temperatures(double flow) const {
  std::vector<double> all;
  double t = held(laws_.inlet_temperature, sea_temperature(laws_.sea, laws_.inlet_depth));
  const bool paired = std::any_of(cells_.begin(), cells_.end(), [](const Cell& c) { return c.partner >= 0; });
  for (const Cell& cell : cells_) {
    const double carried = 1030 * liquid_.heat_capacity * flow, share = std::exp(-walls_[cell.segment].outer_transfer * cell.length / carried);
    const bool sea = paired || !laws_.heat;
    all.push_back(sea ? cell.sea_temperature : cell.sea_temperature + (t - cell.sea_temperature) * std::sqrt(share));
    t = cell.sea_temperature + (t - cell.sea_temperature) * share;
  }
  return all;
}

/// In-situ fractions from delivered ones: phi_k (Q - v_k A cos) = rate_k, by repeated substitution.
void SteadyLine::settle(int cell, double flow, const std::vector<double>& rate, double* phi, SteadyFlow& state) const {
  const Cell& c = cells_[cell];
  const double area = walls_[c.segment].area, settling_area = area * c.cosine;
  double fastest = 0, v[max_classes] = {}, in[max_classes] = {};
  bool fed = false;
  for (std::size_t k = 0; k < rate.size(); ++k) {
    in[k] = c.start >= fed_from_[k] - 1e-9 ? rate[k] : 0;
    fed |= in[k] > 0;
    if (in[k] > 0) fastest = std::max(fastest, std::abs(slip_.terminal_velocity[k]));
    phi[k] = in[k] / flow;
  }
  if (!fed) return;
  for (int pass = 0; pass < settling_passes; ++pass) {
    slip_velocity(slip_, phi, v);
    double change = 0;
    for (std::size_t k = 0; k < rate.size(); ++k) {
      const double moves = std::max(flow - v[k] * settling_area, 1e-3 * flow), next = std::min(in[k] / moves, 0.9);
      change = std::max(change, std::abs(next - phi[k]));
      phi[k] = next;
    }
    if (change < 1e-12) break;
  }
  double coarse = 0;
  for (std::size_t k = 0; k < rate.size(); ++k) coarse += slip_.coarse[k] * phi[k];
  state.carried &= coarse < slip_.maximum_packing;
  state.coarse = std::max(state.coarse, coarse);
  const double velocity = flow / area;
  state.velocity = state.velocity > 0 ? std::min(state.velocity, velocity) : velocity;
  state.fastest = std::max(state.fastest, velocity);
  if (fastest > 0) state.transport = std::min(state.transport, velocity / fastest);
}

double SteadyLine::friction(const Wall& wall, int cell, const double* phi, double flow, double temperature, double liquid_density) const {
  double solids = 0, carrier = 0, carrier_mass = 0, mass = 0;
  for (int k = 0; k < max_classes; ++k) {
    const double moving = (1 - slip_.coarse[k]) * phi[k];
    solids += phi[k], mass += phi[k] * class_density_[k], carrier += moving, carrier_mass += moving * class_density_[k];
  }
  const double liquid = 1 - solids, velocity = flow / wall.area, viscosity = liquid_property(liquid_, liquid_.viscosity, temperature);
  const double density = (liquid * liquid_density + carrier_mass) / (liquid + carrier);
  const double minor = cells_[cell].minor_loss * 0.5 * (liquid * liquid_density + mass) * velocity * velocity;
  if (laws_.friction == FrictionLaw::none) return minor;
  if (rheology_.size > 0) {
    const CarrierFluid fluid = carrier_fluid(rheology_, carrier / (liquid + carrier), density, viscosity);
    const double shape = wall.friction_shape;  // see friction_ratio
    return 4 * herschel_bulkley_wall_shear_stress(velocity, shape * wall.bore, shape * wall.roughness, fluid) / wall.bore + minor;
  }
  const double reynolds = wall.friction_shape * density * velocity * wall.bore / viscosity;
  return darcy_factor_of(laws_, reynolds, wall.roughness / wall.bore) * density * velocity * velocity / (2 * wall.bore) + minor;
}

SteadyFlow SteadyLine::at(double flow, const std::vector<double>& rate) const {
  SteadyFlow state;
  state.flow = flow, state.transport = 1e9;
  const std::vector<double> temperature = temperatures(flow);
  double phi[max_classes] = {};
  for (int i = 0; i < static_cast<int>(cells_.size()); ++i) {
    const Cell& c = cells_[i];
    const auto begins = [&](double s) { return i == 0 || c.segment != cells_[i - 1].segment || (s > cells_[i - 1].start && s <= c.start + 1e-9); };
    if (i == 0 || std::any_of(fed_from_.begin(), fed_from_.end(), begins)) settle(i, flow, rate, phi, state);
    const double liquid_density = liquid_property(liquid_, liquid_.density, c.sea_pressure, temperature[i]);
    double solids = 0, mass = 0;
    for (int k = 0; k < max_classes; ++k) solids += phi[k], mass += phi[k] * class_density_[k];
    state.density.push_back((1 - solids) * liquid_density + mass);
    state.density_slope.push_back((1 - solids) * liquid_property_slope(liquid_, liquid_.density, c.sea_pressure, temperature[i]));
    state.friction.push_back(friction(walls_[c.segment], i, phi, flow, temperature[i], liquid_density));
    state.fraction.insert(state.fraction.end(), phi, phi + max_classes);
  }
  return state;
}
}  // namespace riser
