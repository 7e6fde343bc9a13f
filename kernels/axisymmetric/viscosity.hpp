#pragma once
#include "kernels/axial/properties.hpp"
#include "kernels/axisymmetric/view.hpp"
#include "kernels/closures/mixing_length.hpp"
#include "kernels/closures/suspension.hpp"
#include "kernels/team.hpp"

// Density in the cells, shear rate and viscosity on the edges, from the fractions and the velocity at hand.
namespace riser {

template <int N>
struct Density {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    Real density = v.liquid_density;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) density += v.phi[c][at] * (v.class_density[c] - v.liquid_density);
    v.density[at] = density;
  }
};

/// Mean density of each slice [kg/m3].
template <int N>
struct MeanDensity {
  SectionView<N> v;
  RISER_HD void operator()(int i, int k) const {
    const Real part = v.density[v.at(i, k)] * 2 * pi / (v.per_ring[i] * v.area);
    v.mean_density[k] = i == 0 ? part : v.mean_density[k] + part;
  }
};

/// What the column as a whole is balanced against: the clear liquid, or where the ends are periodic the mean of all slices, whose weight
/// the drive has to carry.
template <int N>
struct ReferenceDensity {
  SectionView<N> v;
  Real* lanes;
  template <class Team>
  RISER_HD void operator()(const Team& team) const {
    const SectionView<N> view = v;
    Real sum[1];
    team_survey<1, 1>(team, view.nz, lanes, [view](int k, Real* value) { value[0] = view.mean_density[k] - view.liquid_density; }, sum);
    team.single([&] { view.clock->mean_excess = view.ends == PipeEnds::periodic ? sum[0] / view.nz : 0; });
  }
};

/// Friction velocity over kinematic viscosity at the wall [1/m].
template <int N>
struct WallUnit {
  SectionView<N> v;
  RISER_HD void operator()(int, int k) const {
    const int wall = v.at(v.nr, k), cell = wall - v.stride;
    const Real density = 0.5 * (v.density[cell - 1] + v.density[cell]), viscosity = v.viscosity[wall];
    const Real stress = viscosity * v.per_distance[v.nr] * math::abs(v.uz[cell]);
    v.wall_unit[k] = viscosity > 0 ? math::sqrt(stress * density) / viscosity : 0;
  }
};

/// Shear rate sqrt(2 S:S) [1/s] of a velocity on the edge of slice k's lower and ring i's inner face.
template <int N>
RISER_HD inline Real shear_rate(const SectionView<N>& v, const Real* uz, const Real* ur, int i, int k) {
  const int at = v.at(i, k), in = at - v.stride;
  const Real shear = (uz[at] - uz[in]) * v.per_distance[i] + (ur[at] - ur[at - 1]) * v.per_dz;
  const Real stretch = 0.25 * v.per_dz * (uz[at + 1] - uz[at - 1] + uz[in + 1] - uz[in - 1]);
  const Real hoop = i > 0 ? 0.5 * (ur[at] + ur[at - 1]) / v.r_face[i] : -0.5 * stretch;
  const Real radial = -stretch - hoop;
  return math::sqrt(square(shear) + 2 * (square(stretch) + square(hoop) + square(radial)));
}

/// Papanastasiou's regularised Herschel-Bulkley viscosity [Pa s]: tau_y (1 - exp(-m rate))/rate + K rate^(n - 1); the rate is held above
/// a hundredth of 1/m. Source: Papanastasiou 1987, J. Rheol. 31 385.
RISER_HD inline Real regularised_viscosity(const CarrierFluid& fluid, Real rate, Real time) {
  const Real held = max(rate, 0.01 / time);
  return papanastasiou_yield_stress(fluid.yield_stress, held, time) / held + fluid.consistency * math::pow(held, fluid.index - 1);
}

/// Factor on the viscosity of liquid or mud by a fraction of coarse grains.
RISER_HD inline Real suspension_factor(const SuspensionLaw& law, Real coarse) {
  return law.thomas * ThomasViscosity{}(coarse) + law.plain + law.power * math::pow(1 - packing_ratio(coarse, law.packing), -law.exponent);
}

/// `mud`: a rheology table; `turbulent`: mixing length; `suspended`: grains thicken the liquid.
/// The shear rate that eddies and migration see is half the present one and half that of before: the lagged product of eddy viscosity and
/// shear rate then does not ring. A mud without eddies takes that of the velocity extrapolated to the end of the step; its shear along the
/// pipe is not computed with this viscosity (yield.hpp).
template <int N, bool mud, bool turbulent, bool suspended>
struct Viscosity {
  SectionView<N> v;
  RISER_HD Real edge_mean(const Real* field, int at) const {
    const int in = at - v.stride;
    return 0.25 * (field[at] + field[at - 1] + field[in] + field[in - 1]);
  }
  RISER_HD void operator()(int i, int k) const {
    const int at = v.at(i, k);
    constexpr bool forward = mud && !turbulent;
    const Real present = shear_rate(v, forward ? v.uz_next : v.uz, forward ? v.ur_next : v.ur, i, k);
    const Real rate = !forward && v.clock->steps > 0 ? 0.5 * (present + v.rate[at]) : present;
    v.rate[at] = rate;
    Real density = v.liquid_density, coarse = 0, carrier = 0;
    RISER_UNROLL
    for (int c = 0; c < N; ++c) {
      const Real fraction = edge_mean(v.phi[c], at);
      density += fraction * (v.class_density[c] - v.liquid_density);
      coarse += v.slip.coarse[c] * fraction;
      carrier += (1 - v.slip.coarse[c]) * fraction;
    }
    Real viscosity = v.liquid_viscosity;
    if constexpr (mud) viscosity = regularised_viscosity(carrier_fluid(v.rheology, carrier / max(1 - coarse, 1e-3), density, viscosity), rate, v.plug_time);
    if constexpr (suspended) viscosity *= suspension_factor(v.suspension, coarse);
    Real eddy = 0;
    if constexpr (turbulent) eddy = square(v.mixing_length[i] * van_driest(v.wall_distance[i] * v.wall_unit[k])) * rate;
    v.eddy[at] = eddy;
    v.viscosity[at] = viscosity + density * eddy;
  }
};
}  // namespace riser
