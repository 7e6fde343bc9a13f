#pragma once
#include "kernels/axial/view.hpp"

// What the axisymmetric step sees: plain pointers and numbers, passed by value to the kernels.
//
// A staggered grid of nr rings and nz slices. Ring i lies between the faces r_face[i] and r_face[i + 1], slice k between z = k dz
// and (k + 1) dz. Pressure, fractions and temperature live in the cells, the axial velocity on their lower faces (index k of slice
// k's lower face), the radial velocity on their inner faces, viscosity and shear rate on the edges, where both faces meet.
// An array is a stack of rows, one for each ring: value (i, k) is at i * stride + k, so that loops along the pipe are contiguous.
// Every array has the rows -1 .. nr + 1 and `ghosts` more values at both ends of a row.
namespace riser {

enum class PipeEnds { periodic, open, closed };

/// Factor on the viscosity by coarse grains: thomas * Thomas + power * (1 - phi/phi_max)^-exponent + plain.
struct SuspensionLaw {
  Real thomas, power, plain;  // one of them is 1
  Real exponent, packing;     // [-], [-]
};

/// Scalars of a run; they live with the state, the host reads them at chunk ends.
struct SectionClock {
  Real time, target, step, previous_step;    // [s]
  int active;                                // 0: the target is reached, every kernel returns at once
  Real ratio;                                // step over previous step; 0 in the first
  Real now, before, older;                   // du/dt = (now u_new + before u + older u_old)/step, second order backwards
  Real gradient, missing_flow;               // [Pa/m] drive; [m/s] mean velocity short of the wanted flow
  Real inlet_flow;                           // [m3/s] at the end of the step
  Real mean_excess;                          // [kg/m3] mean density over the liquid's that the drive carries
  Real rate, speed;                          // [1/s] fastest crossing of a cell, [m/s] largest speed
  Real viscous_share;                        // largest viscosity over what the explicit axial terms can carry; <= 1: nothing was held back
  Real friction_velocity_over_viscosity;     // [1/m] largest, at the wall
  Real mass_in[max_classes], mass_out[max_classes];  // [m3] of grains since the start, through the two ends
  Real inflow[max_classes], outflow[max_classes];    // [m3/s] of the last step
  Real motion;                               // [m/s] largest root mean square of the velocity since the drive last broke
  Real allowed;                              // [s] the next step by the time error of the last
  Real time_error;                           // [-] of the last step, over `motion`
  Real largest_error;                        // [-] of all steps but the first few behind a break of the drive
  Real viscosity;                            // [Pa s] largest
  Real broken;                               // [-] 1: the drive breaks at this time, the next step is small; then counts down the steps that follow
  Real seeking;                              // [-] 1: the drive of a given flow is not found yet
  Real unsettled;                            // slices whose stress was not in balance at the end of a step, summed over the steps
  Real bad;                                  // 1 + slice of the first cell whose state is no number; 0 none
  long steps;
};

template <int N>
struct SectionView {
  static constexpr int classes = N;
  int nr, nz, stride;
  PipeEnds ends;
  SectionClock* clock;
  Real dz, per_dz, radius, area;  // [m], [1/m], [m], [m2]

  // Rings: n of each; faces 0 .. nr. Volumes are per radian and metre of pipe.
  const Real *r, *r_face, *per_ring, *per_width;  // [m], [m], [1/m2] 1/(r dr), [1/m]
  const Real *per_distance;                       // [1/m] between the centres on both sides of a face; the wall is at its own place
  const Real *outer_weight;                       // [-] weight of the outer cell in a value on the face
  const Real *per_face_ring;                      // [1/m2] of the volume between two centres, around a face
  const Real *mixing_length, *wall_distance;      // [m] on faces
  const Real *inlet_profile, *outlet_shape;       // [-] velocity over its mean; both have the mean 1
  const Real *cosine;                             // [-] of the inclination, slices' faces
  const Real *outside_temperature;                // [deg C], slices

  // State: at the end of the last step and of the one before
  Real *phi[N > 0 ? N : 1], *phi_old[N > 0 ? N : 1], *uz, *ur, *uz_old, *ur_old, *p, *p_old, *temperature, *temperature_old;
  Real *rate;  // [1/s] shear rate on edges
  Real *stress, *stress_old;  // [Pa] shear stress on edges, of a mud
  Real *scaled_low, *scaled_high;  // [-] rate times regularisation_time at two points of a ring on slices' faces, of a regularised mud
  // Work
  Real *uz_next, *ur_next;            // extrapolated to the end of the step
  Real *uz_new, *ur_new;              // before and after the pressure
  Real *flux_z[N + 1], *flux_r[N + 1];  // of classes [m/s], then of heat [K m/s]
  Real *share[N > 0 ? N : 1], *room;  // what part of the fluxes out of a cell it can give
  Real *density, *viscosity, *eddy;   // [kg/m3] cells; [Pa s], [m2/s] edges
  Real *mean_density;                 // [kg/m3] of slices, -1 .. nz
  Real *wall_unit;                    // [1/m] friction velocity over viscosity, slices' faces
  Real *upper;                        // of the tridiagonal sweeps
  // Of a mud (yield.hpp): flow curve of the rings at slices' faces, stresses beside the shear along the pipe; what a sweep leaves
  Real *law_yield, *law_power, *law_scale;  // [Pa], [-], [-]
  Real *cross_stress, *normal_stress;       // [Pa], [Pa2]
  Real *pace, *sweep, *carried, *unsettled; // [m3 s/kg] step/(now rho); [Pa]; four rows; iterations of a slice that is not in balance, else 0
  const Real *half_width, *off_axis;        // [m] rings, 0 beyond the wall; [-] faces, 0 at the axis, else 1
  Real *correction, *spectrum;        // pressure increment [Pa]; its transform, pairs of rows as complex numbers
  Real *survey;                       // rows of nz values: see clock.hpp
  Real *drive_shape;                  // [s] velocity that a unit of acceleration adds in a step, rings
  // Pressure solve: coefficients over the modes
  const Real *mode_weight;            // cos, -sin of the twiddle; 2 nz
  const Real *mode_mix;               // [-] nz
  const Real *inverse_pivot;          // [1] nr x nz
  const int *mode_place;              // where slice k goes before the transform, nz

  SlipLaw<N> slip;
  Real class_density[N > 0 ? N : 1], class_heat[N > 0 ? N : 1];
  Real grain_area[N > 0 ? N : 1];     // [m2] radius squared of a migrating grain, 0 of others
  Real settling_bound;                // [m/s] largest terminal velocity
  FeedView feed[N > 0 ? N : 1];
  Real liquid_density, liquid_viscosity, heat_capacity, conductivity;  // constant: [kg/m3], [Pa s], [J/kg/K], [W/m/K]
  RheologyView rheology;
  Real regularisation_time;           // [s] Papanastasiou's, of the shear along the pipe; 0 = the sharp law
  Real plug_time;                     // [s] the same, of the viscosity that all other terms see
  SuspensionLaw suspension;
  bool turbulent, heat, spreads, migrates;  // mixing length; temperature; classes diffuse; some migrate
  bool suspended;                     // grains thicken the liquid
  bool flow_given;                    // else the pressure gradient
  Real diffusivity, per_schmidt, per_prandtl;  // [m2/s], [-], [-]
  Real migration_kc, migration_keta;  // [-]
  Real wall_conductance;              // [W/m2/K] from the wall cell's centre to outside_temperature
  ScheduleView drive, inlet_temperature;  // [Pa/m] or [m3/s]; [deg C]
  Real courant, maximum_step, tolerance;  // [-], [s], [-] time error of a step
  // Source of the manufactured solution of the tests, rows as the fields; null in every run
  const Real *source_z, *source_r, *source_phi;

  RISER_HD int at(int i, int k) const { return i * stride + k; }
};

/// The share of dz^2/step that an explicit axial viscosity may reach, of the second-order backward step (limit 1/6).
inline constexpr Real explicit_viscosity = 0.12;
/// Crossings of a cell that a step of the scheme stands: third-order upwind with second-order backward steps (limit 0.46).
inline constexpr Real stable_crossing = 0.45;
}  // namespace riser
