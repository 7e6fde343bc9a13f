#include "solver/section_build.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "kernels/axisymmetric/yield.hpp"
#include "kernels/closures/mixing_length.hpp"
#include "solver/build.hpp"
#include "solver/events.hpp"
#include "solver/machine_views.hpp"
#include "solver/section.hpp"
#include "solver/section_start.hpp"
#include "solver/section_parts.hpp"

namespace riser {

int slices_for(double length, double cell_length) {
  const auto liked = [](int n) {
    for (int p : {2, 3, 5})
      while (n % p == 0) n /= p;
    return n == 1;
  };
  int n = std::max(8, static_cast<int>(std::lround(length / cell_length)));
  n += n % 2;
  while (!liked(n)) n += 2;
  return n;
}

std::vector<double> ring_faces(double radius, int rings, double wall_cell) {
  double low = 1e-6, high = 30;  // of the stretching
  const auto distance = [&](double stretching, double share) { return radius * (1 + std::tanh(stretching * (share - 1)) / std::tanh(stretching)); };
  const bool equal = wall_cell <= 0 || wall_cell >= radius / rings;
  for (int step = 0; step < 200 && !equal; ++step) {
    const double middle = 0.5 * (low + high);
    (distance(middle, 1.0 / rings) > wall_cell ? low : high) = middle;
  }
  std::vector<double> faces;
  for (int i = 0; i <= rings; ++i) faces.push_back(equal ? radius * i / rings : radius - distance(low, 1.0 - double(i) / rings));
  faces.front() = 0, faces.back() = radius;
  return faces;
}

SectionGrid make_section_grid(const Scenario& scenario) {
  const Segment& segment = scenario.segments.at(0);
  SectionGrid g;
  g.r_face = ring_faces(segment.bore / 2, scenario.section.radial_cells, scenario.section.wall_cell);
  for (std::size_t i = 0; i + 1 < g.r_face.size(); ++i) g.r.push_back(0.5 * (g.r_face[i] + g.r_face[i + 1]));
  Scenario cut = scenario;
  cut.cell_length = segment.length / slices_for(segment.length, scenario.cell_length);
  g.axis = make_grid(cut);
  g.dz = segment.length / g.slices();
  return g;
}

namespace {

/// Liquid at mid-pipe: its density and viscosity stand for the whole run.
struct MidLiquid {
  double density, viscosity;
};
MidLiquid mid_liquid(const Scenario& scenario, const SectionGrid& grid, const LiquidView& liquid) {
  const int k = grid.slices() / 2;
  const double t = scenario.initial_temperature > -300 ? scenario.initial_temperature : grid.axis.sea_temperature[k];
  return {liquid_property(liquid, liquid.density, grid.axis.sea_pressure[k], t), liquid_property(liquid, liquid.viscosity, t)};
}

LiquidView liquid_of(const Scenario& scenario, const SectionGrid& grid) {
  const auto& p = grid.axis.sea_pressure;
  return make_liquid(scenario, 1.5 * std::max(scenario.sea.surface_pressure, *std::max_element(p.begin(), p.end())) + 2e6);
}

/// Places for a field's rows -2 .. nr + 2; the pointer stands at (0, 0).
template <int N>
Real* take_field(Arena& arena, const SectionView<N>& v) {
  return arena.take(field_size(v)) + field_lead(v);
}

template <int N>
void place_rings(const Scenario& scenario, const SectionGrid& g, Arena& arena, SectionView<N>& v) {
  const int nr = g.rings();
  v.nr = nr, v.nz = g.slices();
  v.stride = (v.nz + 1 + 2 * ghosts + 7) / 8 * 8;
  if (v.stride / 8 % 2 == 0) v.stride += 8;  // rows do not fall on each other in the cache
  v.dz = g.dz, v.per_dz = 1 / g.dz, v.radius = g.r_face.back(), v.area = pi * v.radius * v.radius;
  std::vector<double> per_ring, per_width, per_distance(nr + 1, 0.0), outer_weight(nr + 1, 1.0), per_face_ring(nr + 1, 0.0), length, wall;
  for (int i = 0; i < nr; ++i) {
    per_width.push_back(1 / (g.r_face[i + 1] - g.r_face[i]));
    per_ring.push_back(1 / (0.5 * (g.r_face[i + 1] - g.r_face[i]) * (g.r_face[i + 1] + g.r_face[i])));
  }
  for (int i = 1; i < nr; ++i) {
    per_distance[i] = 1 / (g.r[i] - g.r[i - 1]);
    outer_weight[i] = (g.r_face[i] - g.r[i - 1]) * per_distance[i];
    per_face_ring[i] = 2 / (g.r[i] * g.r[i] - g.r[i - 1] * g.r[i - 1]);
  }
  per_distance[nr] = 1 / (v.radius - g.r[nr - 1]);
  for (double face : g.r_face) length.push_back(nikuradse_length(face, v.radius)), wall.push_back(v.radius - face);
  v.r = arena.copy(g.r), v.r_face = arena.copy(g.r_face), v.per_ring = arena.copy(per_ring), v.per_width = arena.copy(per_width);
  v.per_distance = arena.copy(per_distance), v.outer_weight = arena.copy(outer_weight), v.per_face_ring = arena.copy(per_face_ring);
  v.mixing_length = arena.copy(length), v.wall_distance = arena.copy(wall);
  std::vector<double> cosine = g.axis.cosine;
  cosine.push_back(cosine.back());
  v.cosine = arena.copy(cosine);
  const double held = scenario.section.wall_temperature;
  v.outside_temperature = arena.copy(held > -300 ? std::vector<double>(v.nz, held) : g.axis.sea_temperature);
  v.drive_shape = arena.cells(2 * nr);
  std::vector<double> half(nr + 1, 0.0), off_axis(nr + 1, 1.0);
  for (int i = 0; i < nr; ++i) half[i] = 0.5 / per_width[i];
  off_axis[0] = 0;
  v.half_width = arena.copy(half), v.off_axis = arena.copy(off_axis);
}

/// Velocity over its mean in each ring; the mean over the section is 1.
std::vector<double> profile_of(InletProfile kind, const std::vector<double>& face) {
  std::vector<double> u;
  double flow = 0;
  const double radius = face.back();
  const auto below = [&](double r) {  // integral of u r dr from the axis, R = 1
    const double x = r / radius;
    if (kind == InletProfile::laminar) return x * x / 2 - x * x * x * x / 4;
    if (kind == InletProfile::uniform) return x * x / 2;
    const double y = 1 - x;  // (1 - x)^(1/7)
    return 7.0 / 15 * std::pow(y, 15.0 / 7) - 7.0 / 8 * std::pow(y, 8.0 / 7) + 49.0 / 120;
  };
  for (std::size_t i = 0; i + 1 < face.size(); ++i) {
    const double ring = 0.5 * (face[i + 1] - face[i]) * (face[i + 1] + face[i]) / (radius * radius), part = below(face[i + 1]) - below(face[i]);
    u.push_back(part / ring);
    flow += part;
  }
  for (double& value : u) value *= 0.5 / flow;
  return u;
}

/// The transform's tables: see kernels/axisymmetric/pressure.hpp.
template <int N>
void place_modes(const SectionGrid& g, Arena& arena, SectionView<N>& v) {
  const bool periodic = v.ends == PipeEnds::periodic;
  const int n = v.nz;
  std::vector<double> weight(2 * n), mix(n, periodic ? 1.0 : -1.0), pivot(static_cast<size_t>(v.nr) * n);
  std::vector<int> place(n);
  for (int m = 0; m < n; ++m) {
    place[m] = periodic ? m : (m % 2 == 0 ? m / 2 : n - 1 - m / 2);
    const double angle = periodic ? (m <= n / 2 ? 0 : pi / 2) : -pi * m / (2.0 * n);
    weight[2 * m] = periodic && m > n / 2 ? 0 : std::cos(angle), weight[2 * m + 1] = std::sin(angle);
    const double half = std::sin(periodic ? pi * m / n : pi * m / (2.0 * n)), curvature = square(2 * half / v.dz);
    double before = 0;  // inverse pivot of the ring inside
    for (int i = 0; i < v.nr; ++i) {
      const double lower = i > 0 ? g.r_face[i] * v.per_distance[i] : 0, upper = i + 1 < v.nr ? g.r_face[i + 1] * v.per_distance[i + 1] : 0;
      double value = lower + upper + curvature / v.per_ring[i] - lower * lower * before;
      if (m == 0 && i == 0) value += upper;  // pins the constant that no increment of the pressure fixes
      pivot[static_cast<size_t>(i) * n + m] = before = 1 / value;
    }
  }
  mix[0] = 0;
  if (periodic) mix[n / 2] = 0;
  v.mode_weight = arena.copy(weight), v.mode_mix = arena.copy(mix), v.inverse_pivot = arena.copy(pivot);
  v.mode_place = arena.place(place.data(), place.size());
  v.spectrum = arena.take(static_cast<size_t>(v.nr) * n + 16);
}

template <int N>
void place_fields(Arena& arena, SectionView<N>& v) {
  for (int c = 0; c < N; ++c)
    for (Real** p : {&v.phi[c], &v.phi_old[c], &v.flux_z[c], &v.flux_r[c], &v.share[c]}) *p = take_field(arena, v);
  for (const auto& [name, field] : kept_fields(v)) *field = take_field(arena, v);
  for (Real** p : {&v.uz_next, &v.ur_next, &v.uz_new, &v.ur_new, &v.upper}) *p = take_field(arena, v);
  if (N > 0) v.room = take_field(arena, v);
  if (v.heat)
    for (Real** p : {&v.flux_z[N], &v.flux_r[N]}) *p = take_field(arena, v);
  if (v.rheology.size > 0) {
    for (Real** p : {&v.law_yield, &v.law_power, &v.law_scale, &v.cross_stress, &v.normal_stress, &v.pace, &v.sweep}) *p = take_field(arena, v);
    std::fill_n(v.law_power + v.at(v.nr, 0), v.stride, 1.0);  // a law that has a value
    v.carried = arena.take(4 * static_cast<size_t>(v.stride) + 16), v.unsettled = arena.cells(v.nz + 8);
  }
  v.wall_unit = arena.cells(v.nz + 8), v.mean_density = arena.cells(v.nz + 8);
  v.survey = arena.take(static_cast<size_t>(survey_rows) * (v.stride + reduction_lanes) + 16);
  const SectionClock clock{};
  v.clock = arena.place(&clock, 1);
}

SuspensionLaw suspension_of(const Scenario& scenario) {
  const double packing = scenario.maximum_packing;
  switch (scenario.section.suspension) {
    case SuspensionViscosity::none: return {0, 0, 1, 0, packing};
    case SuspensionViscosity::thomas: return {1, 0, 0, 0, packing};
    case SuspensionViscosity::krieger_dougherty: return {0, 1, 0, scenario.section.intrinsic_viscosity * packing, packing};
    case SuspensionViscosity::maron_pierce: return {0, 1, 0, 2, packing};
  }
  throw std::invalid_argument("unknown suspension viscosity");
}

template <int N>
void place_section_classes(const Scenario& scenario, Arena& arena, SectionView<N>& v) {
  place_slip(scenario, 2 * v.radius, v.slip);
  for (int c = 0; c < N; ++c) {
    const SolidClass& solid = scenario.solids[c];
    v.class_density[c] = solid.density, v.class_heat[c] = solid.heat_capacity;
    const bool migrates = scenario.section.migration == MigrationLaw::phillips && !solid.carrier;
    v.grain_area[c] = migrates ? square(solid.diameter / 2) : 0;
    v.migrates |= migrates, v.spreads |= migrates;
    v.settling_bound = std::max(v.settling_bound, std::abs(v.slip.terminal_velocity[c]));
    v.feed[c] = FeedView{0, -1, make_schedule(arena, {}), 1};
  }
  for (std::size_t i = 0; i < scenario.feeds.size(); ++i) {
    const Feed& feed = scenario.feeds[i];
    Schedule schedule = with_events(scenario, feed, static_cast<int>(i));
    if (feed.kind == FeedKind::dry_mass_rate)
      for (double& rate : schedule.value) rate /= scenario.solids[feed.solid_class].density;
    if (feed.solid_class >= 0 && feed.solid_class < N) v.feed[feed.solid_class] = FeedView{feed.kind == FeedKind::concentration ? 1 : 0, -1, make_schedule(arena, schedule), 1};
  }
}

/// What a step's time error may be [-]: of a mud with a yield stress. Else the Courant number bounds the step, as the terms that are
/// taken from the last step need no finer one.
double step_tolerance(const Scenario& s) {
  return s.rheology.fraction.empty() ? 1e300 : time_tolerance * square(s.courant / 0.8);
}

template <int N>
void place_section_laws(const Scenario& scenario, const SectionGrid& grid, const LiquidView& liquid, Arena& arena, SectionView<N>& v) {
  const AxisymmetricModel& model = scenario.section;
  const MidLiquid mid = mid_liquid(scenario, grid, liquid);
  v.liquid_density = mid.density, v.liquid_viscosity = mid.viscosity;
  v.heat_capacity = scenario.liquid.heat_capacity, v.conductivity = scenario.liquid.conductivity;
  v.suspension = suspension_of(scenario), v.suspended = model.suspension != SuspensionViscosity::none && N > 0;
  v.turbulent = model.turbulence == TurbulenceLaw::mixing_length;
  v.diffusivity = model.diffusivity, v.per_schmidt = 1 / model.schmidt, v.per_prandtl = 1 / model.prandtl;
  v.spreads |= v.turbulent || v.diffusivity > 0;
  v.migration_kc = model.migration_kc, v.migration_keta = model.migration_keta;
  v.flow_given = model.flow_given;
  const double film = v.conductivity * v.per_distance[v.nr], outer = scenario.segments[0].outer_heat_transfer / (2 * pi * v.radius);
  v.wall_conductance = model.wall_temperature > -300 ? film : (outer > 0 ? 1 / (1 / film + 1 / outer) : 0);
  v.drive = make_schedule(arena, scenario.section_drive);
  const bool entering = !scenario.inlet_temperature.time.empty();
  const Schedule sea{{0.0}, {sea_temperature(scenario.sea, scenario.inlet_depth)}, 0, 0};
  v.inlet_temperature = make_schedule(arena, entering ? scenario.inlet_temperature : sea);
  v.courant = scenario.courant, v.maximum_step = scenario.maximum_step, v.tolerance = step_tolerance(scenario);
  v.inlet_profile = arena.copy(profile_of(model.inlet_profile, grid.r_face)), v.outlet_shape = arena.copy(profile_of(InletProfile::laminar, grid.r_face));
}

size_t memory_of(const Scenario& scenario, const SectionGrid& g, int classes) {
  const size_t nr = g.rings(), nz = g.slices(), field = (nr + 6) * (nz + 40);
  size_t points = 65536 + 4 * scenario.section_drive.time.size() + 4 * scenario.inlet_temperature.time.size() + 64 * nz;
  for (const Feed& f : scenario.feeds) points += 4 * f.value.time.size() + 256;
  return points + (18 + 5 * classes + 5 + 11) * field + 3 * nr * nz + 64 * nr;
}
}  // namespace

SectionGeometry make_section_geometry(const Scenario& scenario, const SectionGrid& g) {
  SectionGeometry geometry;
  geometry.r = g.r, geometry.r_face = g.r_face, geometry.z = g.axis.s, geometry.z_face = g.axis.s_face;
  geometry.bore = 2 * g.r_face.back(), geometry.area = pi * square(g.r_face.back());
  const MidLiquid mid = mid_liquid(scenario, g, liquid_of(scenario, g));
  geometry.liquid_density = mid.density, geometry.liquid_viscosity = mid.viscosity;
  geometry.heat = scenario.heat;
  for (const SolidClass& solid : scenario.solids) {
    geometry.class_names.push_back(solid.name);
    geometry.class_density.push_back(solid.density);
    geometry.class_carrier.push_back(solid.carrier);
  }
  return geometry;
}

template <int N>
std::unique_ptr<SectionState<N>> build_section(const Scenario& scenario, const SectionGrid& grid) {
  auto section = std::unique_ptr<SectionState<N>>(new SectionState<N>{Arena(memory_of(scenario, grid, N)), {}});
  SectionView<N>& v = section->view;
  v.ends = static_cast<PipeEnds>(scenario.section.ends);
  v.heat = scenario.heat, v.rheology = make_rheology(scenario.rheology);
  const bool regularised = scenario.rheology.law == RheologyLaw::herschel_bulkley_papanastasiou;
  v.regularisation_time = regularised ? scenario.rheology.regularisation_time : 0, v.plug_time = regularised ? v.regularisation_time : plug_time;
  place_rings(scenario, grid, section->arena, v);
  place_fields(section->arena, v);
  place_modes(grid, section->arena, v);
  const LiquidView liquid = liquid_of(scenario, grid);
  place_section_classes(scenario, section->arena, v);
  place_section_laws(scenario, grid, liquid, section->arena, v);
  place_section_start(scenario, grid, v);
  return section;
}

template std::unique_ptr<SectionState<0>> build_section<0>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<1>> build_section<1>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<2>> build_section<2>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<3>> build_section<3>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<4>> build_section<4>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<5>> build_section<5>(const Scenario&, const SectionGrid&);
template std::unique_ptr<SectionState<6>> build_section<6>(const Scenario&, const SectionGrid&);
}  // namespace riser
