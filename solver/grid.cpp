#include "solver/grid.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/closures/seawater.hpp"
#include "kernels/closures/strength.hpp"
#include "solver/fit.hpp"

namespace riser {
namespace {

/// Quadratic with the cell averages u of three cells (volumes v, face 0 at the left of cell 0): c[0] + c[1] x + c[2] x2.
std::vector<double> quadratic(const double* v, const double* u) {
  std::vector<double> matrix, right;
  double a = 0;
  for (int i = 0; i < 3; ++i) {
    const double b = a + v[i];
    matrix.insert(matrix.end(), {1, (b * b - a * a) / 2 / v[i], (b * b * b - a * a * a) / 3 / v[i]});
    right.push_back(u[i]);
    a = b;
  }
  return solve_dense(matrix, right);
}

/// Jiang-Shu smoothness of the bilinear pair (p, q) over the cell a..a+h: integral of h p'q' + h3 p''q''.
double smoothness(const std::vector<double>& p, const std::vector<double>& q, double a, double h) {
  const double b = a + h;
  const double first = p[1] * q[1] * h + (p[1] * q[2] + p[2] * q[1]) * (b * b - a * a) +
                       4 * p[2] * q[2] * (b * b * b - a * a * a) / 3;
  return h * first + h * h * h * 4 * p[2] * q[2] * h;
}

/// Value at the face after cell 2 of the quartic through all five averages, as weights of the averages.
std::vector<double> quartic_weights(const double* v) {
  std::vector<double> matrix(25);
  double a = 0;
  for (int i = 0; i < 5; ++i) a -= i < 3 ? v[i] : 0;  // origin at the face
  for (int i = 0; i < 5; ++i) {
    const double b = a + v[i];
    for (int j = 0; j < 5; ++j) matrix[j * 5 + i] = (std::pow(b, j + 1) - std::pow(a, j + 1)) / (j + 1) / v[i];
    a = b;
  }
  return solve_dense(matrix, {1, 0, 0, 0, 0});  // sum_i w_i mean_i(x^j) = 0^j
}

/// Diameter [m] of what stands in the middle of a segment: 0, or the pipe inside it.
double core_of(const Scenario& scenario, int index) {
  for (const Segment& p : scenario.segments)
    if (p.inside == index) return p.bore + 2 * p.wall_thickness;
  return 0;
}

/// Factor on the Reynolds number with which a circular pipe's friction factor is that of an annulus of this ratio of radii, in
/// both laminar (exact) and turbulent flow. Source: Jones & Leung 1981, J. Fluids Eng. 103(4), 615.
double annulus_shape(double ratio) {
  if (ratio <= 0) return 1;
  const double log = std::log(1 / ratio), gap = 1 - ratio * ratio;
  return ((1 + ratio * ratio) - gap / log) / ((1 - ratio) * (1 - ratio));
}

/// Compliance of the walls [1/Pa] for the flow area: the outer wall stretches, the inner pipe is squeezed.
double wall_compliance(const Scenario& scenario, int index) {
  const Segment& p = scenario.segments[index];
  const double core = core_of(scenario, index), area = p.bore * p.bore - core * core;
  double stretch = p.youngs_modulus > 0 ? p.bore * p.bore * p.bore / (p.youngs_modulus * p.wall_thickness) : 0;
  for (const Segment& q : scenario.segments)
    if (q.inside == index && q.youngs_modulus > 0) stretch += core * core * core / (q.youngs_modulus * q.wall_thickness);
  return stretch / area;
}

/// The cells of a pipe inside an annulus meet those of the annulus one to one, at the same depth.
void pair_limbs(const Scenario& scenario, Grid& g) {
  const int n = g.cells();
  g.partner.assign(n, -1), g.partner_transfer.assign(n, 0);
  std::vector<int> first(scenario.segments.size(), n), last(scenario.segments.size(), -1);
  for (int i = 0; i < n; ++i) first[g.segment[i]] = std::min(first[g.segment[i]], i), last[g.segment[i]] = i;
  for (int i = 0; i < n; ++i) {
    const Segment& p = scenario.segments[g.segment[i]];
    if (p.inside < 0) continue;
    g.partner[i] = last[p.inside] - (i - first[g.segment[i]]);
    g.partner_transfer[i] = p.outer_heat_transfer;
    g.outer_transfer[i] = 0;
  }
}

/// An annulus keeps its hydraulic diameter as `bore`; `film_width` is its outer diameter over that (heat goes to the outer wall),
/// `friction_shape` the factor on its Reynolds number. Both are 1 in a pipe.
void append_segment(const Scenario& scenario, int index, Grid& g) {
  const Segment& p = scenario.segments[index];
  // The parabolas at the ends need three cells of the pipe.
  const int fewest = (4 + static_cast<int>(scenario.segments.size()) - 1) / static_cast<int>(scenario.segments.size());
  const int count = std::max(fewest, static_cast<int>(std::lround(p.length / scenario.cell_length)));
  const double h = p.length / count, start = g.s_face.back();
  const Section section = section_of(scenario, index);
  const double up = std::cos(p.inclination);
  const double bottom = index == 0 ? scenario.inlet_depth : g.depth.back() - 0.5 * g.length.back() * g.cosine.back();
  const double steel = pi * p.wall_thickness * (p.bore + p.wall_thickness);
  for (int i = 0; i < count; ++i) {
    g.s.push_back(start + (i + 0.5) * h);
    g.s_face.push_back(i + 1 == count ? start + p.length : start + (i + 1) * h);
    g.length.push_back(h);
    g.area.push_back(section.area);
    g.volume.push_back(section.area * h);
    g.bore.push_back(section.bore);
    g.film_width.push_back(section.film_width);
    g.friction_shape.push_back(section.friction_shape);
    g.roughness.push_back(p.roughness);
    g.cosine.push_back(up);
    g.minor_loss.push_back(p.minor_loss / p.length);
    g.depth.push_back(bottom - (i + 0.5) * h * up);
    g.outer_transfer.push_back(p.outer_heat_transfer);
    g.inner_transfer.push_back(p.inner_heat_transfer);
    g.wall_capacity.push_back(std::max(steel * p.wall_density * p.wall_heat_capacity, 1.0));
    g.pipe_compliance.push_back(wall_compliance(scenario, index));
    g.segment.push_back(index);
  }
}

void find_irregular_faces(Grid& g) {
  const int n = g.cells();
  const auto volume = [&](int i) { return g.volume[std::clamp(i, 0, n - 1)]; };
  for (int f = 1; f < n; ++f) {
    bool equal = true;
    double up[5], down[5];
    for (int j = 0; j < 5; ++j) {
      up[j] = volume(f - 3 + j);
      down[j] = volume(f + 2 - j);
    }
    for (int j = -3; j < 3; ++j) equal = equal && std::abs(volume(f + j) / volume(f) - 1) < 1e-9;
    if (!equal) g.irregular.push_back({f, unequal_stencil(up), unequal_stencil(down)});
  }
}
}  // namespace

Section section_of(const Scenario& scenario, int segment) {
  const double outer = scenario.segments[segment].bore, core = core_of(scenario, segment), bore = outer - core;
  return {bore, pi / 4 * (outer + core) * bore, outer / bore, annulus_shape(core / outer)};
}

Strength strength_of(const Segment& p) {
  const double outer = p.bore + 2 * p.wall_thickness;
  if (!(p.yield_strength > 0)) return {0, 0};
  return {Barlow{p.yield_strength}(outer, p.wall_thickness), Collapse{p.yield_strength, p.youngs_modulus}(outer, p.wall_thickness)};
}

UnequalStencil unequal_stencil(const double volume[5]) {
  UnequalStencil result{};
  double full[3][3];
  for (int r = 0; r < 3; ++r) {
    const double* v = volume + r;
    const double face = r == 0 ? v[0] + v[1] + v[2] : (r == 1 ? v[0] + v[1] : v[0]);
    const double cell = face - volume[2];
    std::vector<double> basis[3];
    for (int j = 0; j < 3; ++j) {
      const double u[3] = {j == 0 ? 1.0 : 0.0, j == 1 ? 1.0 : 0.0, j == 2 ? 1.0 : 0.0};
      basis[j] = quadratic(v, u);
      full[r][j] = basis[j][0] + basis[j][1] * face + basis[j][2] * face * face;
    }
    result.value[r][0] = full[r][0];
    result.value[r][1] = full[r][2];
    result.smoothness[r][0] = smoothness(basis[0], basis[0], cell, volume[2]);
    result.smoothness[r][1] = 2 * smoothness(basis[0], basis[2], cell, volume[2]);
    result.smoothness[r][2] = smoothness(basis[2], basis[2], cell, volume[2]);
  }
  const auto w = quartic_weights(volume);
  result.linear[0] = w[0] / full[0][0];
  result.linear[2] = w[4] / full[2][2];
  result.linear[1] = 1 - result.linear[0] - result.linear[2];
  return result;
}

double sea_temperature(const Sea& sea, double depth) {
  if (sea.depth.empty()) return 10;
  if (depth <= sea.depth.front()) return sea.temperature.front();
  if (depth >= sea.depth.back()) return sea.temperature.back();
  const size_t i = std::upper_bound(sea.depth.begin(), sea.depth.end(), depth) - sea.depth.begin();
  const double x = (depth - sea.depth[i - 1]) / (sea.depth[i] - sea.depth[i - 1]);
  return sea.temperature[i - 1] + x * (sea.temperature[i] - sea.temperature[i - 1]);
}

double sea_pressure(const Scenario& scenario, double depth) {
  double p = scenario.sea.surface_pressure;
  if (depth <= 0) return p;
  const int steps = std::max(1, static_cast<int>(depth / 20));
  const double h = depth / steps;
  for (int i = 0; i < steps; ++i) {
    const double t = sea_temperature(scenario.sea, (i + 0.5) * h);
    const double rho = scenario.liquid.law == LiquidLaw::constant ? scenario.liquid.density
                                                                  : SeawaterDensity{}(p, t, scenario.sea.salinity);
    p += rho * gravity * h;
  }
  return p;
}

Grid make_grid(const Scenario& scenario) {
  Grid g;
  g.s_face.push_back(0);
  for (size_t i = 0; i < scenario.segments.size(); ++i) append_segment(scenario, static_cast<int>(i), g);
  for (double depth : g.depth) {
    g.sea_temperature.push_back(sea_temperature(scenario.sea, depth));
    g.sea_pressure.push_back(sea_pressure(scenario, depth));
  }
  pair_limbs(scenario, g);
  find_irregular_faces(g);
  return g;
}
}  // namespace riser
