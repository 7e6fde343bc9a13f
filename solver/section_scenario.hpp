#pragma once
#include <vector>

// What only `model: axisymmetric` asks for; see Scenario.
namespace riser {

enum class Model { axial, axisymmetric };
enum class SectionEnds { periodic, open, closed };  // in the order of the kernels' PipeEnds
enum class InletProfile { uniform, laminar, turbulent };
enum class TurbulenceLaw { none, mixing_length };
enum class SuspensionViscosity { none, thomas, krieger_dougherty, maron_pierce };
enum class MigrationLaw { none, phillips };

struct AxisymmetricModel {
  int radial_cells = 32;   // even
  double wall_cell = 0;    // [m] thickness of the cell at the wall; 0 = equal cells
  SectionEnds ends = SectionEnds::periodic;
  bool flow_given = false;  // else the pressure gradient
  InletProfile inlet_profile = InletProfile::uniform;
  TurbulenceLaw turbulence = TurbulenceLaw::none;
  double schmidt = 0.7, prandtl = 0.85;   // [-] turbulent
  SuspensionViscosity suspension = SuspensionViscosity::none;
  double intrinsic_viscosity = 2.5;       // [-] Krieger-Dougherty
  MigrationLaw migration = MigrationLaw::none;
  double migration_kc = 0.41, migration_keta = 0.62;  // [-] Phillips et al. 1992
  double diffusivity = 0;                 // [m2/s] of the solids, molecular
  double wall_temperature = -1000;        // [deg C]; below -300 = the sea through the segment's outer_heat_transfer
  std::vector<double> profile_radius, profile_velocity;  // [m], [m/s] at the start; empty = at rest, or the inlet's profile
};
}  // namespace riser
