#pragma once
#include <array>
#include <string>
#include <vector>

#include "kernels/portable.hpp"
#include "solver/section_scenario.hpp"
#include "solver/section_tables.hpp"
#include "solver/studies.hpp"

// Everything the solver knows of the outside: plain SI values, checked by io before anything is allocated.
// Positions run along the pipe from the seabed inlet (0) to the deck outlet (length), depths downward from the sea surface.
namespace riser {

enum class PressureModel { rigid, elastic };
enum class LiquidLaw { seawater, constant };
enum class HindranceLaw { richardson_zaki, rowe, garside_al_dibouni, fixed };
enum class TerminalLaw { ferguson_church, schiller_naumann, haider_levenspiel, clift, cheng, fixed };
enum class FrictionLaw { churchill, colebrook, swamee_jain, constant, none, table };
enum class RheologyLaw { newtonian, bingham, herschel_bulkley, herschel_bulkley_papanastasiou };
enum class DispersionLaw { taylor_turbulent, constant, none, table };
enum class BoundaryKind { sea, pressure, flow, closed };
enum class PumpKind { centrifugal, positive_displacement };
enum class FeedKind { dry_mass_rate, volume_rate, concentration };
enum class InitialShape { layer, gaussian };
enum class EventAction { pump_trip, pump_restart, feed_stop, feed_start, flush };

/// A value in time: linear between points, held outside them, times a fluctuation 1 + a sin(2 pi (t - t0)/period).
struct Schedule {
  std::vector<double> time;   // [s], increasing; empty means never set
  std::vector<double> value;  // SI of the quantity
  double fluctuation_amplitude = 0;  // [-], of the value
  double fluctuation_period = 0;     // [s], 0 = none
};

struct Liquid {
  LiquidLaw law = LiquidLaw::seawater;
  double salinity = 34.7;                   // [-], practical
  double density = 1000, viscosity = 1e-3;  // [kg/m3], [Pa s]; law constant
  double bulk_modulus = 2.2e9;              // [Pa]; law constant
  double heat_capacity = 3990, conductivity = 0.58;  // [J/kg/K], [W/m/K]
};

struct SolidClass {
  std::string name;
  bool carrier = false;           // moves with the liquid (mud)
  double diameter = 0;            // [m], slipping classes
  double density = 0;             // [kg/m3], grain
  double bulk_modulus = 4e10;     // [Pa]
  double heat_capacity = 850;     // [J/kg/K]
  TerminalLaw terminal_law = TerminalLaw::ferguson_church;
  double shape_c2 = 1.0;          // [-], Ferguson-Church C2
  double terminal_velocity = 0;   // [m/s], law fixed
  HindranceLaw hindrance_law = HindranceLaw::rowe;
  double hindrance_exponent = 0;  // [-], law fixed or richardson_zaki by hand
  bool wall_effect = false;       // Di Felice factor
};

/// Rows of increasing carrier fraction; linear between rows.
struct RheologyTable {
  RheologyLaw law = RheologyLaw::newtonian;
  std::vector<double> fraction, yield_stress, consistency, index;
  double regularisation_time = 1000;  // [s], Papanastasiou
  double ageing_time = 3600, ageing_growth = 0, ageing_strain = 10;  // [s], [-] aged over fresh yield stress less 1, [-] that breaks it
};

struct Segment {
  double length = 0, bore = 0, wall_thickness = 0.02;  // [m]
  double roughness = 0;             // [m]
  double inclination = 0;           // [rad] from vertical; 0 up, pi down
  double youngs_modulus = 2.07e11;  // [Pa]
  double wall_density = 7850, wall_heat_capacity = 480;  // [kg/m3], [J/kg/K]
  double outer_heat_transfer = 0;   // [W/m/K] per metre of pipe, wall to sea (U')
  double inner_heat_transfer = 0;   // [W/m2/K], 0 = Gnielinski
  double minor_loss = 0;            // [-], K of the whole segment
  double yield_strength = 0;        // [Pa], 0 = no limits drawn
  std::string name;                 // what another segment's `inside` says
  int inside = -1;                  // segment of the annulus around this one, -1 = the sea is around it
};

enum class Derating { factors, cave };

struct Pump {
  std::string name;
  PumpKind kind = PumpKind::centrifugal;
  double position = 0;                         // [m] along the pipe
  std::vector<double> flow, head, efficiency;  // [m3/s], [m], [-] at rated speed
  double rated_speed = 0;                      // [rad/s]
  double rated_flow = 0, rated_head = 0, rated_efficiency = 0.7;  // [m3/s], [m], [-]: four quadrants instead of the curve
  std::vector<double> quadrants;               // 89 of F, then 89 of G over theta from -pi to pi; empty = a radial pump's
  Derating derating = Derating::factors;       // what solids take: the two factors, or Cave's formula
  double head_loss = 0, efficiency_loss = 0;   // [-] of head and efficiency for each unit of solids fraction
  double npsh_required = 0;                    // [m], 0 = not given
  double slip = 0, relief = 0;                 // displacement pump: [m3/s/Pa] lost with its rise; [Pa] most it adds, 0 = no relief valve
  bool bypass = false;                         // upward flow goes around a pump that would hold it back
  double inertia = 0, motor_torque = 0, motor_power = 0;  // [kg m2] 0 = follows its setting; [N m], [W], 0 = no limit
  Schedule speed;                              // [rad/s] (centrifugal)
  Schedule flow_rate;                          // [m3/s] (positive displacement)
  double run_down_time = 0;                    // [s], time constant of a trip (assumed law)
  double run_up_time = 30;                     // [s], of a restart (assumed law)
};

struct Valve {
  std::string name;
  double position = 0;                  // [m] along the pipe
  bool check = false;                   // lets nothing back
  bool dump = false;                    // beside the pipe, opens to the sea
  std::vector<double> at, coefficient;  // [-] opening, [m3/s] of water (1000 kg/m3) at 1 bar: the Kv curve
  Schedule opening{{0}, {1}, 0, 0};     // [-], 0 closed, 1 open
};

/// A vessel beside the pipe with a gas cushion, p V^exponent held; in balance with the pipe at the start.
struct Vessel {
  std::string name;
  double position = 0;     // [m] along the pipe
  double gas_volume = 0;   // [m3] at the start
  double exponent = 1.2;   // [-] 1 slow, 1.4 fast
  double coefficient = 1;  // [m3/s] of water through its neck at 1 bar
};

enum class WaveFriction { quasi_steady, vitkovsky };

/// What only pressure_model elastic asks for.
struct Waves {
  WaveFriction friction = WaveFriction::quasi_steady;
  bool cavities = true;
  std::vector<double> from, to;                 // [s] waves are resolved in these times alone; empty = always
  double record_interval = 0;                   // [s] of snapshots and rows while waves are resolved; 0 = as always
  double vapour_pressure = 2340;                // [Pa], water at 20 deg C
  double free_gas = 0, gas_pressure = 101325;   // [-] of the volume at [Pa]; 0 = vapour alone
};

struct Boundary {
  BoundaryKind kind = BoundaryKind::sea;
  Schedule value;  // [Pa] absolute, or [m3/s]
};

struct Feed {
  int solid_class = 0;
  FeedKind kind = FeedKind::dry_mass_rate;
  Schedule value;  // [kg/s], [m3/s] of solids, or [-] in-situ at the inlet
  double position = 0;  // [m] along the pipe; beyond 0 in exchange for as much liquid, and no more than the cell has room for
};

struct InitialConcentration {
  int solid_class = 0;
  InitialShape shape = InitialShape::layer;
  double from = 0, to = 0;       // [m], layer
  double centre = 0, width = 0;  // [m], gaussian: exp(-((s - centre)/width)^2)
  double value = 0;              // [-], layer value or gaussian peak
  double background = 0;         // [-], added everywhere (gaussian)
};

struct Event {
  double time = 0;
  EventAction action = EventAction::pump_trip;
  int target = -1;  // pump or feed index, -1 = all
};

/// The ship's motion, which the pipe follows: z = amplitude sin(2 pi t/period), upward.
struct Heave {
  double amplitude = 0, period = 10;  // [m], [s]
};

struct Sea {
  std::vector<double> depth, temperature;  // [m], [deg C]; linear between
  double surface_pressure = 101325;        // [Pa]
  double salinity = 34.7;
};

struct Output {
  std::string folder;
  double snapshot_interval = 600, series_interval = 10;  // [s]
  double checkpoint_interval = 600;                      // [s] of wall time, 0 = none
  int checkpoints_kept = 3;
  std::vector<double> probes;                            // [m] along the pipe
};

struct Scenario {
  std::string name, title;
  Model model = Model::axial;
  AxisymmetricModel section;   // model axisymmetric
  Schedule section_drive;      // [Pa/m] or [m3/s]
  PressureModel pressure = PressureModel::rigid;
  double cell_length = 1.0;  // [m], target
  double end_time = 0, courant = 0.8, maximum_step = 1.0;
  double inlet_depth = 0;    // [m] below the sea surface
  double maximum_packing = 0.6;
  double wall_support = 1;  // [-] Coulomb threshold of a packed bed over its submerged weight
  Liquid liquid;
  Sea sea;
  std::vector<SolidClass> solids;
  RheologyTable rheology;
  FrictionLaw friction = FrictionLaw::churchill;
  double darcy_factor = 0.02;  // friction constant
  SectionTable friction_table, dispersion_table;  // [Pa], [m2/s]; law table
  DispersionLaw dispersion = DispersionLaw::taylor_turbulent;
  double dispersion_value = 0;  // [m2/s], dispersion constant
  bool heat = true;
  std::vector<Segment> segments;
  std::vector<Pump> pumps;
  std::vector<Valve> valves;
  std::vector<Vessel> vessels;
  Waves waves;
  Boundary inlet, outlet{BoundaryKind::pressure, {}};
  std::vector<Feed> feeds;
  std::vector<InitialConcentration> initial;
  double initial_flow = 0;                   // [m3/s]
  double initial_temperature = -1000;        // [deg C]; below -300 = the sea's
  Schedule inlet_temperature;                // [deg C]; empty = the sea's at the inlet
  std::vector<Event> events;
  HoldTime hold_time;
  Sweep sweep;
  Sizing sizing;
  Tabulation tabulation;       // model axisymmetric
  Heave heave;
  Output output;
  std::string source_yaml, resolved_yaml;    // stored in every snapshot file
  std::string changes;                       // what --set changed, key=value by line
};
}  // namespace riser
