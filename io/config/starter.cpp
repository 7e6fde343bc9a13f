#include "io/commands.hpp"

namespace riser {
namespace {
constexpr const char* text = R"(title: A starter case to change
# Quantities carry units; any unit of the right dimension will do. Lines marked "assumed" are listed in the report.
pressure_model: rigid          # rigid | elastic (water hammer; small steps)
grid: {cell_length: 10 m}
time: {end: 2 h, courant: 0.8, maximum_step: 1 s}

liquid: {law: seawater, salinity: 34.7}
sea:
  temperature: [[0 m, 27 degC], [1000 m, 5 degC], [6000 m, 1.7 degC]]   # assumed: depth, temperature
  surface_pressure: 1 atm
  salinity: 34.7

solids:
  - name: nodules
    carrier: false             # true = moves with the liquid (mud)
    diameter: 10 mm            # assumed
    density: 2000 kg/m3        # assumed
    terminal_velocity: {law: ferguson_church, c2: 1.0}
    hindrance: {law: rowe}
maximum_packing: 0.6           # assumed

friction: {law: churchill}
dispersion: {law: taylor_turbulent}
heat: true

pipe:
  inlet_depth: 1000 m
  segments:                    # from the seabed up
    - {length: 1000 m, bore: 0.3 m, wall_thickness: 20 mm, roughness: 0.05 mm, inclination: 0 deg,
       youngs_modulus: 207 GPa, wall_density: 7850 kg/m3, wall_heat_capacity: 480 J/kg/K,
       outer_heat_transfer: 10 W/m/K, yield_strength: 450 MPa}

pumps:
  - name: station_1
    kind: centrifugal          # or positive_displacement with flow_rate
    position: 200 m            # along the pipe, from the seabed
    rated_speed: 1450 rpm
    curve: {flow: [0 m3/h, 600 m3/h, 1200 m3/h], head: [90 m, 80 m, 50 m], efficiency: [0, 0.6, 0.7]}   # assumed
    speed: [[0 s, 0 rpm], [2 min, 1450 rpm]]
    run_down_time: 20 s        # assumed

inlet: {kind: sea}
outlet: {kind: pressure, value: 1 atm}

feeds:
  - class: nodules
    dry_rate: [[0 s, 0 t/h], [5 min, 0 t/h], [10 min, 60 t/h]]

# events:
#   - {at: 90 min, action: pump_trip, target: station_1}

output: {snapshot_interval: 2 min, series_interval: 10 s, probes: [0 m, 500 m, 1000 m]}
)";
}  // namespace

std::string starter_case(const std::string& name) { return "name: " + name + "\n" + text; }
}  // namespace riser
