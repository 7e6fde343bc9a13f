#pragma once
#include <cmath>

#include "kernels/axial/section_table.hpp"
#include "kernels/axial/slip.hpp"
#include "kernels/axial/weno.hpp"
#include "kernels/closures/carrier.hpp"
#include "kernels/portable.hpp"
#include "kernels/team.hpp"

// What a team sees of its riser: plain pointers and numbers, passed by value to the kernels.
namespace riser {
inline constexpr int ghosts = 4;
inline constexpr int max_pumps = 16;
inline constexpr int max_windows = 8;
inline constexpr int max_valves = 16;
inline constexpr int max_branches = 8;
inline constexpr int max_stations = max_pumps + max_valves;
inline constexpr int max_junctions = max_stations + max_branches + 2;
inline constexpr int max_curve = 16;
inline constexpr int max_switches = 8;
inline constexpr int max_rows = 16;
inline constexpr int max_segments = 32;
inline constexpr int liquid_terms_p = 4;
inline constexpr int liquid_terms_t = 6;
inline constexpr int temperature_terms = 9;
inline constexpr int friction_nodes = 337;  // see column_friction.hpp

enum class EndKind { pressure, flow, closed };
enum class FrictionKind { tabulated, none, herschel_bulkley, section_table };

/// A value in time, linear between points; see Scenario's Schedule.
struct ScheduleView {
  const Real* time;
  const Real* value;
  int size;
  Real amplitude, frequency;  // [-], [rad/s]
};

/// Polynomial in (p, T) of a liquid property, fitted by solver/build; arguments scaled to -1..1.
struct LiquidFit {
  Real coefficient[liquid_terms_p][liquid_terms_t];
};

/// Polynomial in T alone.
struct TemperatureFit {
  Real coefficient[temperature_terms];
};

struct LiquidView {
  LiquidFit density, bulk_modulus;
  TemperatureFit viscosity, prandtl_two_thirds;  // [Pa s], [-]
  Real pressure_centre, pressure_half, temperature_centre, temperature_half;
  Real heat_capacity, conductivity;
};

inline constexpr Real no_relief = 1e12;  // [Pa]
struct PumpView {
  int face;
  bool positive_displacement;
  int size;                         // points of its own curve at rated speed; 0 = none
  Real flow[max_curve], head[max_curve], efficiency[max_curve];  // [m3/s], [m], [-] 0 = not known there
  Real torque[max_curve];           // [N m] in water of 1000 kg/m3
  Real rated_speed;                 // [rad/s]
  Real rated_flow, rated_head, rated_torque;  // [m3/s], [m], [N m] in water of 1000 kg/m3
  const Real* quadrants;            // heads, then torques [-] beyond the own curve: see characteristic_at
  int intervals;                    // of each
  Real first_angle, points_per_radian;  // [rad] of their first point, [1/rad]
  Real head_loss[max_classes], efficiency_loss[max_classes];  // [-] of head and efficiency for each unit of a class's fraction
  bool loss_by_mass;                // that fraction is of the mass, else of the volume
  Real slip, relief;                // of a displacement pump: [m3/s/Pa] lost with its rise, [Pa] most it adds
  Real drive_efficiency;            // [-] of a displacement pump
  bool bypass;                      // upward flow goes around a pump that would hold it back
  Real inertia, motor_torque, motor_power;  // [kg m2] 0 = follows its setting; [N m], [W] most the motor gives
  ScheduleView schedule;            // the setting: speed [rad/s], or flow [m3/s] of a positive displacement pump
  int switches;                     // trips and restarts in the order of time
  Real switch_time[max_switches], switch_setting[max_switches];  // [s], the setting reached by then
  bool switch_on[max_switches];     // restart or trip
  Real run_down_time, run_up_time;  // [s]
};

/// A valve at a face: flow coefficient [m3/s/sqrt(Pa)] for water over the opening [-], the opening in time.
struct ValveView {
  int face;
  bool check;  // lets nothing back
  int size;
  Real opening[max_curve], coefficient[max_curve];
  ScheduleView schedule;
};

/// What stands beside a cell and takes liquid from it: a vessel with a gas cushion, p V^n held, or a dump valve to the sea.
struct BranchView {
  int cell;                                  // it takes solids from
  int face;                                  // where it meets the waves, beside the cell
  Real share;                                // [-] of the way between the centres beside the face that lies below it
  Real below, above;                         // [m] of pipe between the face and it, where it stands above or below the face
  bool vessel;
  Real coefficient;                          // of the vessel's neck [m3/s/sqrt(Pa)] for water
  Real gas_volume, exponent;                 // [m3] at the start, n of p V^n
  ValveView valve;                           // of a dump
  Real outside;                              // [Pa] the sea at a dump
};

struct FeedView {
  int kind;  // 0 volume rate [m3/s], 1 concentration held at the inlet [-]
  int cell;  // it is fed to, in exchange for as much liquid; -1 the inlet
  ScheduleView schedule;
  Real on;  // 1 or 0, set by events
};

/// Carrier rheology over the carrier fraction: a first row and ramps, row j's from fraction[j] over width[j] (0: no row).
struct RheologyView {
  int size;
  CarrierFluid first;
  Real fraction[max_rows], width[max_rows];
  Real yield_slope[max_rows], consistency_slope[max_rows], index_slope[max_rows];
};

struct IrregularFace {
  int face;
  UnequalStencil from_below, from_above;
};

/// Where the rigid column stands within a step; see column_step.hpp. Nothing of it outlives the step.
struct ColumnProgress {
  Real time, end, stop;              // [s] reached, end of the step, a time that a step must meet
  Real flow, speed[max_pumps];       // [m3/s], [rad/s]
  Real surveyed;                     // [m3/s] flow at which the cells were evaluated
  Real acceleration, growth;         // [m3/s2]; [1/s] by which forces grow with the flow, over the inertia
  Real largest, least;               // [m3/s] size of the largest flow met, least flow met
  Real planned_rate;                 // [1/s] that the step was chosen by
  long parts;                        // sub-steps so far
  int branch, wanted;                // way of the flow, 0 held at rest; node of friction asked for, -1 none
  bool matched, fresh, past_half, done;
};

/// A face at which something stands while waves run: an end, pumps, valves, branches. At an end the side that is no pipe is the end itself.
struct Junction {
  Real pressure_below, pressure_above;  // [Pa] on its two sides
  Real flow_below, flow_above;          // [m3/s] out of the cell below, into the cell above
  Real cavity_below, cavity_above;      // [m3] of vapour and gas
  Real flow;                            // [m3/s] that the transport takes
};

/// Scalars of a riser; they live with the state, the host reads them at chunk ends.
struct Clock {
  Real time, step;                      // [s]
  Real flow, flow_half, flow_next;      // [m3/s] at t, t + dt/2, t + dt
  Real acceleration;                    // [m3/s2]
  Real inertia, weight, resistance;     // [kg/m4], [Pa], [Pa] at the reference flow
  Real previous_weight, previous_step;  // of the step before
  Real slip_bound;                      // [m/s] largest slip velocity
  Real largest_dispersion;              // [m2/s]
  Real largest[max_classes];            // [-] of each class in the pipe
  Real largest_temperature;             // [deg C], absolute value
  Real largest_coarse;                  // [-] all slipping classes together
  Real exchange_rate;                   // [1/s] fastest exchange of heat of liquid and wall in any cell
  Real fastest, shortest_cell;          // [1/s] cells a second of the fastest class; [m]
  Real transport_parts;                 // into which the transport cuts the step: 1, or more where the flow grew within it
  Real inlet_pressure, outlet_pressure; // [Pa]
  Real pump_rise[max_pumps], pump_power[max_pumps];  // [Pa], [W]
  Real valve_drop[max_valves];          // [Pa]
  Real branch_flow[max_branches];       // [m3/s] out of the pipe, mean of the last step
  Real gas_volume[max_branches], gas_start[max_branches];  // [m3], [Pa] at the start
  Real dumped[max_classes], mass_dumped[max_classes];      // [m3/s] of the last step, [m3] since the start
  Real suction_head[max_pumps];         // [m] least over vapour pressure so far
  Real pump_speed[max_pumps];           // [rad/s] of pumps with inertia
  Real cavity_time, cavity_position;    // [s], [m] of the first; -1 none
  Real mass_in[max_classes], mass_out[max_classes];  // [m3] of grains since the start
  Real inflow[max_classes], outflow[max_classes];    // [m3/s] of the last step
  Real energy, work;                    // [J] at the pumps' shafts; pressed in at the inlet above the sea's pressure
  Real plug_time, plug_position;        // [s], [m]; -1 none
  Real bed_resistance;                  // [Pa] threshold of all packed cells
  Real wave_rate;                       // [1/s] fastest crossing of a cell
  Junction junction[max_junctions];     // from the inlet to the outlet
  Real volume_at_start[max_classes];    // [m3] of grains in the pipe
  Real smallest_bad;                    // > 0: n less the cell where the state ran away
  Real yield_resistance;                // [Pa] that the carrier's yield stress holds
  Real friction_scale, fresh_scale, friction_inertia;  // [-] friction over its table now and when made; [kg/m4] when made
  Real moving_friction;                 // [Pa] of the cells at the end of the step, with its sign
  Real friction_share, bed_share;       // [-] of the cells' friction and bed that act on the pressure
  Real column_part;                     // [s] that the next sub-step of the column may have
  Real missed_time, missed_error;       // [s] of the first sub-step that missed its error, -1 none; largest over what is allowed [-]
  long steps, substeps;
  bool elastic;                         // waves are resolved now
  bool upward_only;                     // every class moves up everywhere: one-sided reconstruction
};

/// Numbers in a set of marks on the tiles of n + 1 faces, wherever the first of them begins.
RISER_HD constexpr int tile_marks(int n) { return n / tile_size + 3; }

/// Arrays: cells are indexed -ghosts .. n + ghosts - 1, faces 0..n (face f between cells f - 1 and f).
template <int N>
struct RiserView {
  int n, pumps, irregular_count;
  Clock* clock;
  // Fixed: cells
  const Real* settling_area;  // [m2] area times the inclination's cosine, cells
  const Real* film_width;     // [-] the outer wall's diameter over the hydraulic one, cells: 1 but in an annulus
  int reference_cell;         // stands for the column between two evaluations of all cells
  bool double_pipe;
  const int* partner;         // cell of the annulus around this cell; -1 none
  const Real* partner_transfer;  // [W/m/K] from its wall to the annulus
  const Real *length, *volume, *area, *bore, *inverse_area, *inverse_bore, *relative_roughness, *cosine, *minor_loss, *sea_temperature, *outer_transfer,
      *inner_transfer, *inverse_wall_capacity, *inverse_volume;
  const Real* face_factor;  // [m] half the smaller area over the distance of the centres, faces; times E + E it conducts
  const Real* position;  // [m] cell centres
  // State
  Real *phi[N > 0 ? N : 1], *temperature, *wall_temperature, *pressure, *flow;
  // Stages and work arrays
  Real *phi1[N > 0 ? N : 1], *phi2[N > 0 ? N : 1];
  Real *flux[N + 1], *stage_flow[3];  // classes, then heat; of each stage
  Real *temperature1, *temperature2, *wall1, *wall2;
  Real *density, *carrier_density, *viscosity, *reynolds, *friction_ratio, *friction, *shear, *dispersion, *transfer, *inverse_capacity, *running, *compliance;
  Real *yield_stress, *density_slope, *damping;  // [Pa] of the carrier; [kg/m3/Pa] of the mixture; [Pa s/m4] friction over flow
  // Waves: see wave_lines.hpp
  Real *cell_flow, *line_up, *line_down;                                         // [m3/s], [Pa] waves that reach the faces, cells
  Real *impedance, *admittance, *crossing, *crossing_left, *unsteady_gain;       // [Pa s/m3], [m3/s/Pa], [-], [-], [Pa s/m3], cells
  Real *flow_mean, *face_drop, *face_weight, *stratification, *face_threshold;   // [m3/s], [Pa], [Pa], [-], [Pa], faces
  Real *face_linear, *face_quadratic, *face_impedance;                           // [Pa s/m3], [Pa s2/m6], [Pa s/m3], faces
  Real *face_gas, *cavity, *cavity_push, *largest_cavity;                        // [Pa m3], [m3], [Pa], [m3], faces
  bool unsteady_friction;
  Real vapour_pressure_of_pumps;  // [Pa]
  Real vapour_pressure, free_gas;  // [Pa], gas fraction times the pressure it is given at
  Real *lowest_pressure, *maximum_pressure, *maximum_concentration;
  Real *bed, *structure;  // [Pa/m] threshold of a packed bed; [-] of the gel, cells
  Real wall_support;      // [-]
  Real ageing_time, ageing_growth, ageing_strain;  // [s], [-], [-]
  Real* lanes;
  Real* column_friction;  // of the whole column at other flows: see column_friction.hpp
  ColumnProgress* column;
  unsigned long long* marks;  // of tiles of faces, two sets: see tile_marks
  const IrregularFace* irregular;
  // Physics
  SlipLaw<N> slip;
  SettlingFit<N, dilute_terms> dilute;  // of the slip up to dilute_part of the maximum packing
  Real class_density[N > 0 ? N : 1], class_heat[N > 0 ? N : 1], class_compressibility[N > 0 ? N : 1];
  int carrier_class;  // -1 none
  LiquidView liquid;
  RheologyView rheology;
  FrictionKind friction_kind;
  const Real* friction_table;  // see friction_table.hpp
  const int* friction_row;     // where a cell's row begins
  bool one_friction_row;       // all cells have the same
  SectionTableView section_friction, section_dispersion;  // [Pa], [m2/s]; no rows: another law
  bool taylor_dispersion, heat;
  int windows;  // in time, where waves are resolved
  Real window_start[max_windows], window_end[max_windows];  // [s]
  Real constant_dispersion;
  const Real* pipe_compliance;  // [1/Pa] c1 D/(E e)
  Real heave_amplitude, heave_frequency, heave_inlet, heave_outlet;  // [m], [rad/s], [Pa/m] what an end loses as the pipe rises
  Real fluctuation_rate;  // [1/s] least steps a second, so that no fluctuation of a flow, pressure or opening is stepped over
  // Boundaries and schedules
  EndKind inlet, outlet;
  ScheduleView inlet_value, outlet_value, inlet_temperature;
  FeedView feed[N > 0 ? N : 1];
  PumpView pump[max_pumps];
  bool sources;  // something is fed or dumped within the pipe
  int branches;
  BranchView branch[max_branches];
  int valves, stations;
  ValveView valve[max_valves];
  int station[max_stations];  // faces within the pipe where pumps or valves stand
  int junctions;
  int junction_face[max_junctions];        // inlet, stations and branches, outlet
  bool junction_branches[max_junctions];   // it has branches
  bool constant_liquid;                    // its density does not follow its pressure
  // Representative column for the momentum balance between cell evaluations
  Real reference_bore, reference_area;
  int segment_count;
  Real segment_area[max_segments], segment_cell[max_segments];  // [m2], [m] for the time step
  Real courant, maximum_step;
  Real sea_at_inlet;  // [Pa]
  Real outlet_temperature;  // [deg C] of what enters there
};
}  // namespace riser
