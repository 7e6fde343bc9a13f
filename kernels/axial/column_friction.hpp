#pragma once
#include "kernels/axial/momentum.hpp"

// Friction of the whole column as a function of its flow: the sum over all cells, F(Q), at flows other than the present one. A table
// of ln(F - F0) over ln Q, F0 what the yield stress holds; cubic Hermite, eight nodes an octave of flow. A node is made by the team when
// the column first asks for it, and kept; the table is multiplied by F(Q_now) over its own value, and thrown away when that has moved by
// more than 1 %. Against the sum, columns of up to four muds and bores: 1e-3 at worst from half to twice the present flow, but 1 %
// where Churchill's law jumps (Re 2000 to 4000).
namespace riser {
inline constexpr int friction_nodes_per_octave = 8;
inline constexpr int friction_lowest_octave = -30;  // 1e-9 to 4096 m/s in the reference bore; beyond them a power law
static_assert(friction_nodes == friction_nodes_per_octave * (12 - friction_lowest_octave) + 1);
inline constexpr Real friction_slope_step = 1e-3;  // of the flow, for the slope at a node
inline constexpr Real friction_drift = 0.01;       // [-] of the table before it is thrown away
inline constexpr Real least_friction = 1e-200;     // [Pa] none

/// Flow [m3/s] of node j.
RISER_HD inline Real friction_node_flow(Real area, int j) {
  constexpr Real log_of_2 = 0.693147180559945309;
  return area * math::exp(log_of_2 * (friction_lowest_octave + static_cast<Real>(j) / friction_nodes_per_octave));
}

/// The table as the column looks at it. A node has two values, ln(F - F0) and its slope by nodes, above 0 once it is made.
struct FrictionCurve {
  const Real* node;
  Real area, scale, threshold;  // [m2], [-], F0 [Pa]
  RISER_HD bool made(int j) const { return node[2 * j + 1] > 0; }
};

/// F - F0 [Pa] and its slope [Pa s/m3] at a flow's size; or the node that has to be made first, which it needs with the next one.
struct FrictionAt {
  Real value, slope;
  int wanted;
};

/// Between nodes j and j + 1, `t` of the way; beyond the last one straight on.
RISER_HD inline FrictionAt friction_between(const FrictionCurve& c, int j, Real t, Real size) {
  const Real *below = c.node + 2 * j, *above = below + 2;
  const Real chord = above[0] - below[0], most = max(3 * chord, 0), a = min(below[1], most), b = min(above[1], most);  // monotone: Fritsch & Carlson 1980
  const Real second = 3 * chord - 2 * a - b, third = a + b - 2 * chord;
  Real height = below[0] + t * (a + t * (second + t * third)), rise = a + t * (2 * second + 3 * t * third);
  if (t > 1) height = above[0] + b * (t - 1), rise = b;
  constexpr Real nodes_per_e = friction_nodes_per_octave / 0.693147180559945309;
  const Real value = c.scale * math::exp(height);
  return {value, value * rise * nodes_per_e / size, -1};
}

RISER_HD inline FrictionAt friction_beyond_threshold(const FrictionCurve& c, Real size) {
  constexpr Real per_log_of_2 = 1.44269504088896340736;
  const Real place = friction_nodes_per_octave * (math::log(max(size / c.area, 1e-300)) * per_log_of_2 - friction_lowest_octave);
  if (place <= 0) {  // linear below the first node
    if (!c.made(0)) return {0, 0, 0};
    const Real slope = c.scale * math::exp(c.node[0]) / friction_node_flow(c.area, 0);
    return {slope * size, slope, -1};
  }
  const int j = place < friction_nodes - 2 ? static_cast<int>(place) : friction_nodes - 2;
  if (!c.made(j) || !c.made(j + 1)) return {0, 0, j};
  return friction_between(c, j, place - j, size);
}

template <int N>
RISER_HD inline FrictionCurve friction_curve(const RiserView<N>& r, Real scale) {
  return {r.column_friction, r.reference_area, scale, r.clock->yield_resistance};
}

/// Friction of the column [Pa] at a flow > 0 and at one a little larger.
template <FrictionKind kind, int N, class Team>
RISER_HD void column_friction_by(const Team& team, const RiserView<N>& r, Real flow, Real* found) {
  const PropertyWork<N> w = property_work(r, flow);
  team_survey<2, 2>(team, r.n, r.lanes, [w, length = r.length, flow](int i, Real* value) {
    value[0] = friction_at<kind>(w, i, flow) * length[i];
    value[1] = friction_at<kind>(w, i, flow * (1 + friction_slope_step)) * length[i];
  }, found);
}

template <int N, class Team>
[[gnu::noinline]] RISER_HD void column_friction_at(const Team& team, const RiserView<N>& r, Real flow, Real* found) {
  if (r.friction_kind == FrictionKind::tabulated) return column_friction_by<FrictionKind::tabulated>(team, r, flow, found);
  if (r.friction_kind == FrictionKind::none) return column_friction_by<FrictionKind::none>(team, r, flow, found);
  if (r.friction_kind == FrictionKind::section_table) return column_friction_by<FrictionKind::section_table>(team, r, flow, found);
  column_friction_by<FrictionKind::herschel_bulkley>(team, r, flow, found);
}

/// Makes node j, unless it is there.
template <int N, class Team>
RISER_HD void make_friction_node(const Team& team, const RiserView<N>& r, int j) {
  if (friction_curve(r, 1).made(j)) return;
  Real found[2];
  column_friction_at(team, r, friction_node_flow(r.reference_area, j), found);
  team.single([&] {
    const Real threshold = r.clock->yield_resistance, least = 1e-12 * threshold + least_friction;
    const Real value = math::log(max(found[0] - threshold, least)), next = math::log(max(found[1] - threshold, least));
    const Real by_nodes = 0.693147180559945309 / friction_nodes_per_octave / math::log(1 + friction_slope_step);
    r.column_friction[2 * j] = value, r.column_friction[2 * j + 1] = max((next - value) * by_nodes, 1e-9);
  });
}

/// Looks whether the table still says what the cells do at the present flow, `flow`; sets its scale. Returns the node that it lacks, or -1.
template <int N>
RISER_HD inline int match_friction(const RiserView<N>& r, Real flow) {
  Clock& c = *r.clock;
  r.column->fresh |= c.fresh_scale == 0;  // the run's first look
  const FrictionAt at = friction_beyond_threshold(friction_curve(r, 1), math::abs(flow));
  if (at.wanted >= 0) return at.wanted;
  c.friction_scale = at.value > 2 * least_friction ? max(math::abs(c.resistance) - c.yield_resistance, 0) / at.value : 1;
  const bool stale = math::abs(c.friction_scale - c.fresh_scale) > friction_drift * c.fresh_scale ||
                     math::abs(c.inertia - c.friction_inertia) > friction_drift * c.friction_inertia;
  if (stale && !r.column->fresh) {
    for (int j = 0; j < friction_nodes; ++j) r.column_friction[2 * j + 1] = 0;
    r.column->fresh = true;
    return friction_beyond_threshold(friction_curve(r, 1), math::abs(flow)).wanted;
  }
  if (r.column->fresh) c.fresh_scale = c.friction_scale, c.friction_inertia = c.inertia;
  r.column->matched = true;
  return -1;
}
}  // namespace riser
