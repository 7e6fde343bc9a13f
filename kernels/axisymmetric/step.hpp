#pragma once
#include "kernels/axisymmetric/clock.hpp"
#include "kernels/axisymmetric/ghosts.hpp"
#include "kernels/axisymmetric/heat.hpp"
#include "kernels/axisymmetric/momentum.hpp"
#include "kernels/axisymmetric/pressure.hpp"
#include "kernels/axisymmetric/viscosity.hpp"
#include "kernels/axisymmetric/yield.hpp"

// One step, written once. `Loops` runs the passes:
//   cells(rows, slices, f)         f(i, k) for all, in any order
//   columns(rows, slices, f)       f.forward(i, k) for i upward, then f.back(i, k) downward, in each slice; slices in any order
//   rising(rows, slices, f)        f(i, k) for i upward in each slice
//   settle(rows, slices, most, f)  as columns, again and again while f.open(k), at most so often; a slice may be taken on though it is not open
//   team(f)                        f(team) for one team
//   transform(backward)            the Fourier transform of every complex row of `spectrum`, in place, not scaled
namespace riser {

struct Span {
  int begin, end;
};

template <class Loops, int N>
void fill_cell_ghosts(Loops& loops, const SectionView<N>& v) {
  loops.cells({0, v.nr}, {0, ghosts}, CellGhosts<N>{v});
  loops.cells({0, 2}, {-ghosts, v.nz + ghosts}, MirrorRows<N>{v});
}

template <class Loops, int N>
void fill_velocity_ghosts(Loops& loops, const SectionView<N>& v, Real* uz, Real* ur) {
  loops.cells({0, v.nr}, {0, ghosts - 1}, VelocityGhosts<N>{v, uz, ur});
}

template <bool migrates, class Loops, int N>
void transport_classes(Loops& loops, const SectionView<N>& v) {
  if constexpr (N > 0) {
    loops.cells({0, v.nr}, {0, v.nz + 1}, AxialClassFlux<N>{v});
    loops.cells({0, v.nr}, {0, 1}, EndClassFlux<N>{v});
    loops.cells({1, v.nr}, {0, v.nz}, RadialClassFlux<N, migrates>{v});
    loops.cells({0, v.nr}, {0, v.nz}, ClassShare<N>{v});
    loops.cells({0, v.nr}, {0, 1}, ShareGhosts<N>{v});
    loops.cells({0, v.nr}, {0, v.nz + 1}, AxialClassBound<N>{v});
    loops.cells({1, v.nr}, {0, v.nz}, RadialClassBound<N>{v});
    loops.team(ClassBalance<N>{v});
    loops.cells({0, v.nr}, {0, v.nz}, ClassUpdate<N>{v});
    for (int c = 0; c < N && v.spreads; ++c) loops.columns({0, v.nr}, {0, v.nz}, ClassSpread<N, migrates>{v, c});
  }
}

template <class Loops, int N>
void transport_heat(Loops& loops, const SectionView<N>& v) {
  if (!v.heat) return;
  loops.cells({0, v.nr}, {0, v.nz + 1}, AxialHeatFlux<N>{v});
  loops.cells({1, v.nr}, {0, v.nz}, RadialHeatFlux<N>{v});
  const HeatUpdate<N> update{v};
  loops.cells({0, v.nr}, {0, v.nz}, update);
  loops.columns({0, v.nr}, {0, v.nz}, update);
}

template <bool mud, bool turbulent, class Loops, int N>
void update_viscosity(Loops& loops, const SectionView<N>& v) {
  const Span rows{0, v.nr + 1}, slices{0, v.nz + 1};
  if (v.suspended) loops.cells(rows, slices, Viscosity<N, mud, turbulent, true>{v});
  else loops.cells(rows, slices, Viscosity<N, mud, turbulent, false>{v});
}

template <class Loops, int N>
void update_properties(Loops& loops, const SectionView<N>& v) {
  loops.cells({0, v.nr}, {-1, v.nz + 1}, Density<N>{v});
  loops.rising({0, v.nr}, {-1, v.nz + 1}, MeanDensity<N>{v});
  loops.team(ReferenceDensity<N>{v, v.survey + survey_rows * v.stride});
  loops.cells({0, 1}, {0, v.nz + 1}, WallUnit<N>{v});
  const bool mud = v.rheology.size > 0;
  if (mud && v.turbulent) update_viscosity<true, true>(loops, v);
  else if (mud) update_viscosity<true, false>(loops, v);
  else if (v.turbulent) update_viscosity<false, true>(loops, v);
  else update_viscosity<false, false>(loops, v);
  if (v.ends == PipeEnds::periodic) loops.cells({0, v.nr + 1}, {0, 1}, ViscosityGhosts<N>{v});
}

/// The axial velocity of a mud before the pressure: the stress of each slice in balance, and the drive that the flow wants.
template <bool regularised, bool turbulent, class Loops, int N>
void balance_yield(Loops& loops, const SectionView<N>& v) {
  using Balance = YieldBalance<N, regularised, turbulent>;
  const bool periodic = v.ends == PipeEnds::periodic, seeks = periodic && v.flow_given;
  const Span slices{periodic ? 0 : 1, v.nz}, rows{0, v.nr}, faces{0, v.nr + 1};
  Real* lanes = v.survey + survey_rows * v.stride;
  if (v.suspended) loops.cells(rows, slices, RingLaw<N, true>{v});
  else loops.cells(rows, slices, RingLaw<N, false>{v});
  loops.cells(faces, slices, BeginStress<N>{v});
  loops.cells(rows, slices, FreeVelocity<N>{v});
  for (int round = seeks ? drive_rounds : 1; round-- > 0;) {
    loops.settle(faces, slices, most_iterations, Balance{v});
    if (!seeks) continue;
    loops.rising(rows, slices, YieldedFlow<N>{v});
    loops.team(SeekDrive<Balance, N, false>{v, lanes});
  }
  loops.cells(rows, slices, YieldedVelocity<N>{v});
  loops.cells({1, v.nr + 1}, {0, 2}, StressAtEnds<N>{v});
  if (!seeks) return;
  loops.rising(rows, slices, FlowOfSlices<N>{v});
  loops.team(SeekDrive<Balance, N, true>{v, lanes});
  loops.cells(rows, slices, AddDrive<N>{v});
}

template <class Loops, int N>
void balance_yield(Loops& loops, const SectionView<N>& v) {
  const bool regularised = v.regularisation_time > 0;
  if (regularised && v.turbulent) balance_yield<true, true>(loops, v);
  else if (regularised) balance_yield<true, false>(loops, v);
  else if (v.turbulent) balance_yield<false, true>(loops, v);
  else balance_yield<false, false>(loops, v);
}

/// The same of a liquid with a viscosity.
template <class Loops, int N>
void balance_viscosity(Loops& loops, const SectionView<N>& v) {
  const bool periodic = v.ends == PipeEnds::periodic;
  loops.columns({0, v.nr}, {periodic ? 0 : 1, v.nz}, AxialMomentum<N>{v});
  if (!periodic || !v.flow_given) return;
  loops.rising({0, v.nr}, {0, v.nz}, FlowOfSlices<N>{v});
  loops.team(FindDrive<N>{v, v.survey + survey_rows * v.stride});
  loops.cells({0, v.nr}, {0, v.nz}, AddDrive<N>{v});
}

template <class Loops, int N>
void predict_velocity(Loops& loops, const SectionView<N>& v) {
  const bool periodic = v.ends == PipeEnds::periodic;
  if (v.rheology.size > 0) balance_yield(loops, v);
  else balance_viscosity(loops, v);
  loops.columns({1, v.nr}, {0, v.nz}, RadialMomentum<N>{v});
  if (periodic) loops.cells({0, v.nr}, {0, 1}, VelocityGhosts<N>{v, v.uz_new, v.ur_new});
  else loops.team(SetEnds<N>{v});
}

/// `correction` from the provisional velocity.
template <class Loops, int N>
void solve_increment(Loops& loops, const SectionView<N>& v) {
  const Span pairs{0, v.nr / 2}, slices{0, v.nz};
  loops.cells({0, v.nr}, slices, Divergence<N>{v});
  loops.cells(pairs, slices, Pair<N>{v});
  loops.transform(false);
  loops.cells(pairs, slices, Unmix<N>{v});
  loops.columns({0, v.nr}, slices, AcrossModes<N>{v});
  loops.cells(pairs, slices, Mix<N>{v});
  loops.transform(true);
  loops.cells(pairs, slices, Unpair<N>{v});
}

template <class Loops, int N>
void project(Loops& loops, const SectionView<N>& v) {
  solve_increment(loops, v);
  loops.cells({0, v.nr}, {0, 1}, FieldGhosts<N>{v, v.correction});
  loops.cells({0, v.nr}, {0, v.nz + 1}, Correct<N>{v});
}

template <class Loops, int N>
void step(Loops& loops, const SectionView<N>& v) {
  loops.team(BeginStep<N>{v});
  loops.cells({0, v.nr}, {0, v.nz + 1}, Extrapolate<N>{v});
  fill_velocity_ghosts(loops, v, v.uz_next, v.ur_next);
  if (v.migrates) transport_classes<true>(loops, v);
  else transport_classes<false>(loops, v);
  transport_heat(loops, v);
  fill_cell_ghosts(loops, v);
  update_properties(loops, v);
  predict_velocity(loops, v);
  project(loops, v);
  fill_velocity_ghosts(loops, v, v.uz, v.ur);
  loops.rising({0, v.nr}, {0, v.nz}, Survey<N>{v});
  loops.team(EndStep<N>{v, v.survey + survey_rows * v.stride});
}
}  // namespace riser
