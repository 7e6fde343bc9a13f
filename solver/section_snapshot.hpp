#pragma once
#include <string>
#include <vector>

// What io knows of an axisymmetric run: plain host arrays in SI. nr rings, nz slices, N classes; (a, b) has b fastest.
namespace riser {

struct SectionGeometry {
  std::vector<double> r, r_face, z, z_face;  // [m]
  double bore = 0, area = 0;                 // [m], [m2]
  double liquid_density = 0, liquid_viscosity = 0;  // [kg/m3], [Pa s]
  std::vector<std::string> class_names;
  std::vector<double> class_density;  // [kg/m3]
  std::vector<bool> class_carrier;
  bool heat = false;
};

struct SectionSnapshot {
  double time = 0;
  std::vector<double> concentration;                    // [-], N x nr x nz
  std::vector<double> axial_velocity, radial_velocity;  // [m/s], nr x (nz + 1), (nr + 1) x nz
  std::vector<double> pressure, viscosity, density, temperature;  // [Pa] absolute, [Pa s], [kg/m3], [deg C] (empty without heat), nr x nz
  std::vector<double> wall_shear_stress;                // [Pa], nz
};

/// The flow through one face between two slices, over the radius.
struct SectionProfile {
  std::vector<double> velocity;                   // [m/s], rings
  std::vector<double> viscosity, eddy_viscosity;  // [Pa s] turbulence included, [m2/s]; faces of the rings
};

/// One row of the time series.
struct SectionRow {
  double time = 0, step = 0;        // [s]
  double flow_rate = 0;             // [m3/s]
  double pressure_gradient = 0;     // [Pa/m] -dp/dz less the clear liquid's weight
  double wall_shear_stress = 0;     // [Pa], mean over z
  double divergence = 0;            // [-] largest |div j| cell size / largest speed
  double y_plus = 0;                // [-] largest, of the wall cells' centres
  double largest_speed = 0;         // [m/s]
  std::vector<double> in_situ_concentration, delivered_concentration;  // [-], N
  std::vector<double> feed_rate, delivered_rate;                       // [m3/s], N
};

struct SectionTotals {
  std::vector<double> mass_in, mass_out, mass_stored, mass_initial;  // [kg], N
  std::vector<double> largest_concentration;  // [-] in any cell now, N
  double viscous_share = 0;  // largest viscosity over what the explicit axial terms carried; above 1 some was held back
  double y_plus = 0;         // [-] largest of the wall cells' centres, now
  double reynolds = 0;       // [-] of the mean flow now: with the clear liquid's viscosity, or of a mud 8 rho V^2/tau_w
  double unyielded = 0;      // [-] share of the volume whose shear rate is below 3/regularisation_time; 0.003 1/s of a sharp law
  double wall_regularisation = 0;  // [-] exp(-m rate) at the wall: what the regularised yield stress lacks there; 0 of a sharp law
  double unsettled = 0;      // [-] share of slices and steps whose shear stress was not in balance to 1e-8
  double time_error = 0;     // [-] largest of a step over the motion, but for the first few behind a break of the drive
  long steps = 0;
};
}  // namespace riser
