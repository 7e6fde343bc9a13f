#pragma once
#include "kernels/axial/faces.hpp"
#include "kernels/axial/wall_exchange.hpp"

// What happens in the cells in one stage of the transport step.
namespace riser {

/// Smaller fractions are nothing: far ahead of a front they would run into denormal numbers, a hundred times slower.
inline constexpr Real least_fraction = 1e-100;

/// Shu-Osher update of the classes in the cells. The first stage starts from what it reads: a = 0, b = 1.
template <int N>
struct ClassUpdate {
  const Real *in[N > 0 ? N : 1], *start[N > 0 ? N : 1], *flux[N > 0 ? N : 1], *inverse_volume;
  Real* out[N > 0 ? N : 1];
  Real a, b, dt;
  template <bool First>
  RISER_HD void update(int i) const {
    const Real rate = dt * inverse_volume[i];
    RISER_UNROLL
    for (int k = 0; k < N; ++k) {
      const Real moved = in[k][i] - rate * (flux[k][i + 1] - flux[k][i]), next = First ? moved : a * start[k][i] + b * moved;
      out[k][i] = math::abs(next) < least_fraction ? 0.0 : next;
    }
  }
};

/// Fluid and wall of the cells exchange heat with each other and with the sea: transfer [W/m/K], capacities [J/m/K]. Explicit; see stiff_exchange.
struct HeatUpdate {
  const Real *fluid_in, *fluid_start, *wall_in, *wall_start, *flux, *flow, *sea;
  const Real *inverse_volume, *transfer, *inverse_capacity, *friction, *outer_transfer, *inverse_wall_capacity;
  Real *fluid_out, *wall_out;
  Real a, b, dt;
  RISER_HD void operator()(int i) const {
    const Real t = fluid_in[i], wall = wall_in[i];
    const Real exchange = transfer[i] * (wall - t), dissipated = friction[i] * flow[i];  // [W/m]
    const Real carried = flux[i + 1] - flux[i] - t * (flow[i + 1] - flow[i]);
    const Real moved = t - dt * inverse_volume[i] * carried + dt * (exchange + dissipated) * inverse_capacity[i];
    const Real stored = wall + dt * (outer_transfer[i] * (sea[i] - wall) - exchange) * inverse_wall_capacity[i];
    fluid_out[i] = a * fluid_start[i] + b * moved;
    wall_out[i] = a * wall_start[i] + b * stored;
  }
};

/// The same for any step: the rates filtered, and mixed with an implicit Euler stage so far that liquid and wall stay within what transport alone, the
/// neighbours, the wall and the sea have. An inner pipe's wall is done beside the stages: see double_pipe.hpp.
struct StiffHeatUpdate {
  HeatUpdate w;
  const int* partner;
  int n;
  RISER_HD void operator()(int i) const {
    const Real t = w.fluid_in[i], wall = w.wall_in[i], sea = w.sea[i], film = partner[i] < 0 ? w.dt * w.transfer[i] : 0;
    const WallExchange x{film * w.inverse_capacity[i], film * w.inverse_wall_capacity[i], w.dt * w.outer_transfer[i] * w.inverse_wall_capacity[i]};
    const Real carried = w.flux[i + 1] - w.flux[i] - t * (w.flow[i + 1] - w.flow[i]), dissipated = w.friction[i] * w.flow[i];  // [m3 K/s], [W/m]
    const Real moved = w.dt * (dissipated * w.inverse_capacity[i] - w.inverse_volume[i] * carried);
    const LiquidAndWall rate{moved + x.film * (wall - t), x.sea * (sea - wall) - x.at_wall * (wall - t)};
    const LiquidAndWall sure = implicit_change(x, rate), fine = filtered_change(x, rate);
    const Real below = i > 0 ? w.fluid_in[i - 1] : t, above = i + 1 < n ? w.fluid_in[i + 1] : t;
    const Real low = min(min(min(t, t + moved), min(wall, sea)), min(below, above)), high = max(max(max(t, t + moved), max(wall, sea)), max(below, above));
    const Real gap = fine.liquid - sure.liquid, at_wall = fine.wall - sure.wall;
    const Real part = min(part_within(t + sure.liquid, gap, low, high), part_within(wall + sure.wall, at_wall, low, high));
    w.fluid_out[i] = w.a * w.fluid_start[i] + w.b * (t + sure.liquid + part * gap);
    w.wall_out[i] = w.a * w.wall_start[i] + w.b * (wall + sure.wall + part * at_wall);
  }
};

template <int N>
RISER_HD inline ClassUpdate<N> class_update(const RiserView<N>& r, const Stage<N>& s, Real dt) {
  ClassUpdate<N> w{};
  for (int k = 0; k < N; ++k) w.in[k] = s.in[k], w.start[k] = s.start[k], w.flux[k] = s.flux[k], w.out[k] = s.out[k];
  w.inverse_volume = r.inverse_volume, w.a = s.a, w.b = s.b, w.dt = dt;
  return w;
}

template <int N>
RISER_HD inline HeatUpdate heat_update(const RiserView<N>& r, const Stage<N>& s, Real dt) {
  return {s.temperature_in, s.temperature_start, s.wall_in, s.wall_start, s.flux[N], s.flow, r.sea_temperature,
          r.inverse_volume, r.transfer, r.inverse_capacity, r.friction, r.outer_transfer, r.inverse_wall_capacity,
          s.temperature_out, s.wall_out, s.a, s.b, dt};
}

/// True where an explicit exchange of heat would overshoot somewhere in the pipe in this step.
template <int N>
RISER_HD inline bool exchange_is_stiff(const RiserView<N>& r) {
  return r.clock->step * r.clock->exchange_rate > stiff_exchange;
}

}  // namespace riser
