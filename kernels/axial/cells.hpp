#pragma once
#include "kernels/axial/faces.hpp"

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

/// Fluid and wall of the cells exchange heat with each other and with the sea: transfer [W/m/K], capacities [J/m/K].
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

}  // namespace riser
