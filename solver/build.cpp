#include "solver/build.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "kernels/axial/momentum.hpp"
#include "solver/build_machines.hpp"
#include "solver/build_state.hpp"
#include "solver/section_table.hpp"

namespace riser {
namespace {

Schedule constant(double value) { return {{0.0}, {value}}; }

EndKind end_kind(BoundaryKind kind) {
  return kind == BoundaryKind::closed ? EndKind::closed : (kind == BoundaryKind::flow ? EndKind::flow : EndKind::pressure);
}

std::vector<double> inverse(std::vector<double> values) {
  for (double& value : values) value = 1 / value;
  return values;
}

std::vector<double> relative_roughness(const Grid& g) {
  std::vector<double> values;
  for (int i = 0; i < g.cells(); ++i) values.push_back(g.roughness[i] / g.bore[i]);
  return values;
}

std::vector<double> settling_areas(const Grid& g) {
  std::vector<double> values;
  for (int i = 0; i < g.cells(); ++i) values.push_back(g.area[i] * g.cosine[i]);
  return values;
}

/// Half the smaller area over the distance of the two centres [m]; 0 at the ends.
std::vector<double> face_factors(const Grid& g) {
  std::vector<double> factor(g.cells() + 1, 0.0);
  for (int f = 1; f < g.cells(); ++f) factor[f] = std::min(g.area[f - 1], g.area[f]) / (g.length[f - 1] + g.length[f]);
  return factor;
}

template <int N>
void place_grid(const Grid& g, Arena& arena, RiserView<N>& v) {
  v.n = g.cells();
  v.length = arena.copy(g.length), v.volume = arena.copy(g.volume), v.area = arena.copy(g.area);
  v.bore = arena.copy(g.bore), v.inverse_area = arena.copy(inverse(g.area));
  v.inverse_bore = arena.copy(inverse(g.bore)), v.relative_roughness = arena.copy(relative_roughness(g)), v.cosine = arena.copy(g.cosine);
  v.minor_loss = arena.copy(g.minor_loss), v.sea_temperature = arena.copy(g.sea_temperature);
  v.outer_transfer = arena.copy(g.outer_transfer), v.inner_transfer = arena.copy(g.inner_transfer);
  v.inverse_wall_capacity = arena.copy(inverse(g.wall_capacity)), v.inverse_volume = arena.copy(inverse(g.volume)), v.position = arena.copy(g.s);
  v.pipe_compliance = arena.copy(g.pipe_compliance), v.film_width = arena.copy(g.film_width);
  v.settling_area = arena.copy(settling_areas(g));
  v.face_factor = arena.copy(face_factors(g));
  v.irregular_count = static_cast<int>(g.irregular.size());
  v.irregular = arena.place(g.irregular.data(), g.irregular.size());
  double pipe = 0;
  v.segment_count = g.segment.back() + 1;
  v.partner = arena.place(g.partner.data(), g.partner.size());
  v.partner_transfer = arena.copy(g.partner_transfer);
  std::vector<int> plain;  // cells that are no annulus
  for (int i = 0; i < v.n; ++i) {
    v.segment_area[g.segment[i]] = g.area[i];
    v.segment_cell[g.segment[i]] = g.length[i];
    v.double_pipe |= g.partner[i] >= 0;
    if (g.film_width[i] > 1) continue;
    plain.push_back(i);
    pipe += g.length[i];
    v.reference_bore += g.bore[i] * g.length[i];
  }
  v.reference_cell = plain[plain.size() / 2];
  v.reference_bore /= pipe;
  v.reference_area = pi / 4 * v.reference_bore * v.reference_bore;
}

template <int N>
void place_classes(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  v.carrier_class = -1;
  place_slip(scenario, v.reference_bore, v.slip, &v.dilute);
  double bound = 0;
  for (int k = 0; k < N; ++k) {
    const SolidClass& solid = scenario.solids[k];
    const double w = v.slip.terminal_velocity[k];
    if (solid.carrier) v.carrier_class = k;
    v.class_density[k] = solid.density;
    v.class_heat[k] = solid.heat_capacity;
    v.class_compressibility[k] = 1 / solid.bulk_modulus;
    v.feed[k] = FeedView{0, -1, make_schedule(arena, {}), 1};
    bound = std::max(bound, std::abs(w));
  }
  v.clock->slip_bound = bound;
  for (size_t i = 0; i < scenario.feeds.size(); ++i) {
    const Feed& feed = scenario.feeds[i];
    Schedule schedule = with_events(scenario, feed, static_cast<int>(i));
    if (feed.kind == FeedKind::dry_mass_rate)
      for (double& rate : schedule.value) rate /= scenario.solids[feed.solid_class].density;
    const int cell = feed.position > 0 ? cell_at(g, feed.position) : -1;
    v.sources |= cell >= 0;
    if (feed.solid_class >= 0 && feed.solid_class < N)
      v.feed[feed.solid_class] = FeedView{feed.kind == FeedKind::concentration ? 1 : 0, cell, make_schedule(arena, schedule), 1};
  }
}

/// Pressure of the sea at the inlet [Pa], summed down the pipe's own cells with the pipe's own water: sea water of the same
/// salinity inside and outside is then in balance to round-off. Another water outside: by the sea's own density.
template <int N>
double sea_at_inlet(const Scenario& scenario, const Grid& g, const RiserView<N>& v) {
  const bool same_water = scenario.liquid.law == LiquidLaw::constant || scenario.liquid.salinity == scenario.sea.salinity;
  if (!same_water) return sea_pressure(scenario, scenario.inlet_depth);
  double p = sea_pressure(scenario, g.depth.back() - 0.5 * g.length.back() * g.cosine.back());
  for (int i = g.cells(); i-- > 0;) {
    if (g.depth[i] <= 0) continue;  // above the sea
    double centre = p, rise = 0;
    for (int pass = 0; pass < 8; ++pass) {
      rise = liquid_property(v.liquid, v.liquid.density, centre, g.sea_temperature[i]) * gravity * g.cosine[i] * g.length[i];
      centre = p + rise / 2;
    }
    p += rise;
  }
  return p;
}

template <int N>
void place_ends(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  v.inlet = end_kind(scenario.inlet.kind);
  v.outlet = end_kind(scenario.outlet.kind);
  v.sea_at_inlet = sea_at_inlet(scenario, g, v);
  const Schedule inlet = scenario.inlet.kind == BoundaryKind::sea ? constant(v.sea_at_inlet)
                                                                  : scenario.inlet.value;
  Schedule outlet = scenario.outlet.value;
  if (scenario.outlet.kind == BoundaryKind::sea) {
    const double top = g.depth.back() - 0.5 * g.length.back() * g.cosine.back();
    outlet = constant(sea_pressure(scenario, top));
  } else if (outlet.time.empty()) {
    outlet = constant(scenario.sea.surface_pressure);
  }
  v.inlet_value = make_schedule(arena, inlet);
  v.outlet_value = make_schedule(arena, outlet);
  v.heave_amplitude = scenario.heave.amplitude, v.heave_frequency = 2 * pi / scenario.heave.period;
  const auto lost = [&](const Boundary& end, double depth) {
    const bool moves = end.kind == BoundaryKind::sea && scenario.heave.amplitude > 0 && depth > 0;
    return moves ? sea_pressure(scenario, depth) - sea_pressure(scenario, std::max(depth - 1, 0.0)) : 0;
  };
  v.heave_inlet = lost(scenario.inlet, scenario.inlet_depth);
  v.heave_outlet = lost(scenario.outlet, g.depth.back() - 0.5 * g.length.back() * g.cosine.back());
  v.inlet_temperature = make_schedule(arena, scenario.inlet_temperature.time.empty() ? constant(sea_temperature(scenario.sea, scenario.inlet_depth))
                                                                                     : scenario.inlet_temperature);
  v.outlet_temperature = sea_temperature(scenario.sea, g.depth.back() - 0.5 * g.length.back() * g.cosine.back());
}

/// Displacement pumps without a relief valve: the pipe's weakest wall is the most they add, where it is known. What slips back in a pump
/// that is given no slip is so little that it shows in no flow; it makes one line of its rise from dead-head to run-out.
template <int N>
void place_displacement(const Scenario& scenario, RiserView<N>& v) {
  constexpr double unseen = 1e-9;  // [-] of the flow, at the relief pressure
  double rating = no_relief;
  for (const Segment& segment : scenario.segments) {
    const double burst = strength_of(segment).burst;
    rating = std::min(rating, burst > 0 ? burst : no_relief);
  }
  for (int p = 0; p < v.pumps; ++p) {
    PumpView& pump = v.pump[p];
    if (!pump.positive_displacement) continue;
    double largest = 0;
    for (int i = 0; i < pump.schedule.size; ++i) largest = std::max(largest, std::abs(pump.schedule.value[i]));
    if (pump.relief >= no_relief) pump.relief = rating;
    pump.slip = std::max(pump.slip, unseen * (largest > 0 ? largest : v.reference_area) / pump.relief);
  }
}

/// Steps a second that follow the fastest fluctuation of a flow, pressure, setting or opening: twelve a period.
template <int N>
void place_fluctuation(RiserView<N>& v) {
  const auto follow = [&v](const ScheduleView& s) { v.fluctuation_rate = std::max(v.fluctuation_rate, s.amplitude != 0 ? 2 * s.frequency : 0.0); };
  follow(v.inlet_value), follow(v.outlet_value);
  for (int p = 0; p < v.pumps; ++p) follow(v.pump[p].schedule);
  for (int k = 0; k < v.valves; ++k) follow(v.valve[k].schedule);
}

template <int N>
void place_windows(const Waves& waves, RiserView<N>& v) {
  require(waves.from.size() <= max_windows, "windows of waves", max_windows);
  v.windows = static_cast<int>(waves.from.size());
  std::copy(waves.from.begin(), waves.from.end(), v.window_start);
  std::copy(waves.to.begin(), waves.to.end(), v.window_end);
  if (waves.from.empty()) v.windows = 1, v.window_start[0] = -1, v.window_end[0] = 1e300;
}

template <int N>
void place_laws(const Scenario& scenario, RiserView<N>& v) {
  v.rheology = make_rheology(scenario.rheology);
  v.wall_support = scenario.wall_support;
  v.ageing_time = scenario.rheology.ageing_time, v.ageing_growth = scenario.rheology.ageing_growth, v.ageing_strain = scenario.rheology.ageing_strain;
  v.friction_kind = scenario.friction == FrictionLaw::none    ? FrictionKind::none
                    : scenario.friction == FrictionLaw::table ? FrictionKind::section_table
                    : v.rheology.size > 0                     ? FrictionKind::herschel_bulkley
                                                              : FrictionKind::tabulated;
  v.taylor_dispersion = scenario.dispersion == DispersionLaw::taylor_turbulent;
  v.constant_dispersion = scenario.dispersion == DispersionLaw::constant ? scenario.dispersion_value : 0;
  v.heat = scenario.heat;
  if (scenario.pressure == PressureModel::elastic) place_windows(scenario.waves, v);
  v.courant = scenario.courant;
  v.maximum_step = scenario.maximum_step;
  v.constant_liquid = scenario.liquid.law == LiquidLaw::constant;
  v.unsteady_friction = scenario.waves.friction == WaveFriction::vitkovsky;
  v.vapour_pressure_of_pumps = scenario.waves.vapour_pressure;
  v.vapour_pressure = scenario.waves.cavities ? scenario.waves.vapour_pressure : -1e300;
  v.free_gas = scenario.waves.cavities ? scenario.waves.free_gas * scenario.waves.gas_pressure : 0;
}

/// What 2-D sections found, where the case asks for it.
template <int N>
void place_section_tables(const Scenario& scenario, Arena& arena, RiserView<N>& v) {
  if (scenario.friction == FrictionLaw::table) v.section_friction = place_section_table(scenario.friction_table, Beyond::friction, arena);
  if (scenario.dispersion == DispersionLaw::table) v.section_dispersion = place_section_table(scenario.dispersion_table, Beyond::dispersion, arena);
}

/// One row of the friction table for each relative roughness and shape met.
template <int N>
void place_friction(const Scenario& scenario, const Grid& g, Arena& arena, RiserView<N>& v) {
  std::vector<std::pair<double, double>> met;
  std::vector<double> table;
  std::vector<int> row;
  for (int i = 0; i < g.cells(); ++i) {
    const std::pair<double, double> wall{v.relative_roughness[i], g.friction_shape[i]};
    size_t at = std::find(met.begin(), met.end(), wall) - met.begin();
    if (at == met.size()) {
      met.push_back(wall);
      const auto values = friction_row(scenario, wall.first, wall.second);
      table.insert(table.end(), values.begin(), values.end());
    }
    row.push_back(static_cast<int>(at) * friction_row_size);
  }
  v.one_friction_row = met.size() == 1;
  v.friction_table = arena.copy(table);
  v.friction_row = arena.place(row.data(), row.size());
}

}  // namespace

template <int N>
std::unique_ptr<Riser<N>> build(const Scenario& scenario, const Grid& grid) {
  require(scenario.pumps.size() <= max_pumps, "pumps", max_pumps);
  require(scenario.valves.size() <= max_valves, "valves", max_valves);
  require(scenario.segments.size() <= max_segments, "segments", max_segments);
  size_t points = 8192 + 2 * 64;
  for (const auto* s : {&scenario.inlet.value, &scenario.outlet.value, &scenario.inlet_temperature}) points += 2 * s->time.size() + 64;
  for (const Feed& f : scenario.feeds) points += 2 * f.value.time.size() + 128;
  for (const Valve& valve : scenario.valves) points += 2 * valve.opening.time.size() + 64;
  for (const Pump& p : scenario.pumps) points += 2 * (p.speed.time.size() + p.flow_rate.time.size()) + most_characteristic + 192;
  points += grid.irregular.size() * (sizeof(IrregularFace) / sizeof(Real) + 1) + sizeof(Clock) / sizeof(Real) + 64 * N;
  points += 2 * friction_nodes + sizeof(ColumnProgress) / sizeof(Real) + 32;
  points += scenario.segments.size() * friction_row_size + 64 + section_table_size(scenario.friction_table) + section_table_size(scenario.dispersion_table);
  const size_t arrays = 89 + 6 * static_cast<size_t>(N);
  auto riser = std::unique_ptr<Riser<N>>(new Riser<N>{Arena(points + arrays * (grid.s.size() + 48)), {}});
  RiserView<N>& v = riser->view;
  place_grid(grid, riser->arena, v);
  place_state(riser->arena, v);
  v.liquid = make_liquid(scenario, highest_pressure_of_liquid(scenario, grid.sea_pressure));
  place_classes(scenario, grid, riser->arena, v);
  place_pumps(scenario, grid, riser->arena, v);
  place_valves(scenario, grid, riser->arena, v);
  place_branches(scenario, grid, riser->arena, v);
  place_junctions(v);
  place_ends(scenario, grid, riser->arena, v);
  place_displacement(scenario, v);
  place_fluctuation(v);
  place_laws(scenario, v);
  place_friction(scenario, grid, riser->arena, v);
  place_section_tables(scenario, riser->arena, v);
  place_initial(scenario, grid, v);
  return riser;
}

template std::unique_ptr<Riser<0>> build<0>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<1>> build<1>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<2>> build<2>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<3>> build<3>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<4>> build<4>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<5>> build<5>(const Scenario&, const Grid&);
template std::unique_ptr<Riser<6>> build<6>(const Scenario&, const Grid&);
}  // namespace riser
