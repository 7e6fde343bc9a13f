#pragma once
#include <memory>

#include "kernels/axisymmetric/view.hpp"
#include "solver/arena.hpp"
#include "solver/grid.hpp"
#include "solver/section_snapshot.hpp"

// Scenario -> grid, views and memory of an axisymmetric run.
namespace riser {

struct SectionGrid {
  std::vector<double> r_face, r;  // [m]
  Grid axis;                      // slices: places, depth, sea, inclination
  double dz = 0;
  int rings() const { return static_cast<int>(r.size()); }
  int slices() const { return axis.cells(); }
};

SectionGrid make_section_grid(const Scenario& scenario);
SectionGeometry make_section_geometry(const Scenario& scenario, const SectionGrid& grid);

template <int N>
struct SectionState {
  Arena arena;
  SectionView<N> view;
};

/// Everything but the pressure, which is put in balance by the executor. Throws std::invalid_argument on more rows than a table holds.
template <int N>
std::unique_ptr<SectionState<N>> build_section(const Scenario& scenario, const SectionGrid& grid);
}  // namespace riser
