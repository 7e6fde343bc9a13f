#pragma once
#include <string>
#include <vector>

// Everything io knows of the inside: plain host arrays in SI.
namespace riser {

/// Fixed for a run. n cells, N classes.
struct Geometry {
  std::vector<double> s, s_face;              // [m], n cell centres, n + 1 faces
  std::vector<double> depth, bore, volume;    // [m], [m], [m3], n
  std::vector<double> sea_pressure, sea_temperature;  // [Pa], [deg C], n
  std::vector<double> burst_strength;         // [Pa] inside over outside that the wall holds, n; empty when none is given
  std::vector<double> collapse_strength;      // [Pa] outside over inside that it holds
  std::vector<int> partner;                   // n: cell of the annulus around this one, -1 the sea
  std::vector<std::string> class_names;       // N
  std::vector<double> class_density;          // [kg/m3], N
  std::vector<bool> class_carrier;            // N
  std::vector<std::string> pump_names;
  std::vector<double> pump_position;          // [m]
  std::vector<std::string> branch_names;      // vessels, then dump valves
};

/// The state at one time.
struct Snapshot {
  double time = 0;
  std::vector<double> concentration;  // [-], N x n, class-major: in-situ volume fraction
  std::vector<double> flow_rate;      // [m3/s], n + 1 faces
  std::vector<double> pressure;       // [Pa] absolute, n
  std::vector<double> temperature, wall_temperature;  // [deg C], n
  std::vector<double> mixture_density;    // [kg/m3], n
  std::vector<double> wall_shear_stress;  // [Pa], n
};

/// One row of the time series.
struct SeriesRow {
  double time = 0, flow_rate = 0, step = 0;    // [s], [m3/s], [s] last time step
  double inlet_pressure = 0, outlet_pressure = 0, outlet_temperature = 0;  // [Pa], [deg C]
  double bed_threshold = 0;                    // [Pa] that packed beds hold against
  double restart_pressure = 0;                 // [Pa] that beds and yield stress would hold against if the flow stood
  double cavity_volume = 0;                    // [m3] of vapour and gas in the whole pipe
  double maximum_packing_ratio = 0;            // [-] largest total fraction / maximum packing
  std::vector<double> in_situ_concentration;   // [-], N: pipe average
  std::vector<double> delivered_concentration; // [-], N: class flux out / flow rate (0 when at rest)
  std::vector<double> feed_rate, delivered_rate;  // [m3/s] of solids, N
  std::vector<double> pump_head, pump_power;   // [Pa] pressure rise, [W] shaft, per pump
  std::vector<double> branch_flow, gas_volume; // [m3/s] out of the pipe, [m3] (0 of dump valves), per branch
  std::vector<double> pump_speed, pump_flow;   // [rad/s] (0 of positive displacement pumps), [m3/s]
  std::vector<double> probe_pressure, probe_concentration;  // per probe: [Pa], [-] total
};

/// Since the start; envelopes at every step.
struct Totals {
  std::vector<double> minimum_pressure, maximum_pressure, maximum_concentration;  // n
  std::vector<double> mass_in, mass_out, mass_dumped, mass_stored, mass_initial;  // [kg], N
  std::vector<double> burst_limit, collapse_limit;  // [Pa] absolute inside pressure, n; empty when no strength is given
  double energy = 0;  // [J] shaft
  double work = 0;    // [J] pressed in at the inlet above the sea's pressure
  long steps = 0, substeps = 0;  // substeps: of the waves
  std::vector<double> suction_head;    // [m] least of each pump over vapour pressure, in the slurry at its suction
  std::vector<double> maximum_cavity;  // n, share of the cell [-]
  double cavity_time = -1, cavity_position = -1;  // first cavity [s], [m]; -1 = none
  double plug_time = -1, plug_position = -1;  // first packed cell [s], [m]; -1 = none
  double missed_time = -1, missed_error = 0;  // [s] of the column's first sub-step that missed its tolerance, -1 = none; largest error over it [-]
};
}  // namespace riser
