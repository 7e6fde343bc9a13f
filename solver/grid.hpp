#pragma once
#include <vector>

#include "kernels/axial/view.hpp"
#include "solver/scenario.hpp"

namespace riser {

/// Cells of the pipe, bottom to top. Each segment is cut into equal cells near the asked length.
struct Grid {
  std::vector<double> s, s_face;                       // [m], n centres, n + 1 faces
  std::vector<double> length, area, volume, bore, roughness, cosine, minor_loss;  // n
  std::vector<double> depth, sea_pressure, sea_temperature;                       // n
  std::vector<double> outer_transfer, inner_transfer, wall_capacity, pipe_compliance;
  std::vector<double> film_width, friction_shape;      // n; see append_segment
  std::vector<int> segment;                            // n
  std::vector<int> partner;                            // n; the annulus' cell around this one, -1 none
  std::vector<double> partner_transfer;                // [W/m/K], n
  std::vector<IrregularFace> irregular;
  int cells() const { return static_cast<int>(s.size()); }
};

Grid make_grid(const Scenario& scenario);

/// What flows through a segment: an annulus when another pipe is inside it.
struct Section {
  double bore, area;           // [m] hydraulic diameter, [m2]
  double film_width;           // [-] outer diameter over the hydraulic one
  double friction_shape;       // [-] factor on the Reynolds number
};
Section section_of(const Scenario& scenario, int segment);

/// Pressure differences [Pa] that a segment's wall holds; 0 without a yield strength.
struct Strength {
  double burst, collapse;
};
Strength strength_of(const Segment& segment);

/// Sea temperature [deg C] at a depth [m]: linear in the table, held outside it, 10 when there is none.
double sea_temperature(const Sea& sea, double depth);
/// Hydrostatic pressure [Pa] of the sea at a depth [m], EOS-80 density integrated in steps of about 20 m.
double sea_pressure(const Scenario& scenario, double depth);

/// WENO coefficients of the face after cell 2 of five cells of these volumes. Source: Shu 1998, ICASE 97-65, section 2.2.
UnequalStencil unequal_stencil(const double volume[5]);
}  // namespace riser
