"""The work that Riser and its peers are given: one set of numbers, written as a case for Riser and read by the peers."""
import dataclasses
import math


@dataclasses.dataclass(frozen=True)
class Grains:
    name: str
    terminal_velocity: float  # [m/s]
    exponent: float           # [-] of hindrance
    density: float            # [kg/m3]
    feed: float               # [m3/s] of grains, mean
    swing: float              # [-] amplitude of the feed's fluctuation
    period: float             # [s] of it


@dataclasses.dataclass(frozen=True)
class AxialCase:
    """Three classes up a uniform riser, all laws of the axial model but heat: the same work as riser_bench's axial/rigid/classes:3."""
    length: float = 6000.0
    cells: int = 6000
    bore: float = 0.3
    roughness: float = 5e-5
    flow: float = 0.28        # [m3/s], 4 m/s
    salinity: float = 34.7
    surface_temperature: float = 25.0
    bottom_temperature: float = 2.0  # linear between
    outlet_pressure: float = 101325.0
    packing: float = 0.6
    courant: float = 0.8
    ramp: float = 60.0        # [s] from nothing to the whole feed
    classes: tuple = (Grains("fine", 0.12, 2.7, 2000.0, 0.006, 0.3, 300.0), Grains("medium", 0.34, 2.4, 2050.0, 0.006, 0.3, 420.0),
                      Grains("coarse", 0.48, 2.37, 2100.0, 0.006, 0.3, 180.0))

    @property
    def area(self):
        return math.pi / 4 * self.bore**2


def axial_yaml(case, end, interval):
    """The case as Riser reads it: `end` [s], snapshots every `interval` [s]."""
    solids = "\n".join(f"  - {{name: {g.name}, diameter: 5 mm, density: {g.density} kg/m3, "
                       f"terminal_velocity: {{law: fixed, value: {g.terminal_velocity} m/s}}, hindrance: {{law: fixed, exponent: {g.exponent}}}}}"
                       for g in case.classes)
    feeds = "\n".join(f"  - {{class: {g.name}, volume_rate: [[0 s, 0 m3/s], [{case.ramp} s, {g.feed} m3/s]], "
                      f"fluctuation: {{amplitude: {g.swing}, period: {g.period} s}}}}" for g in case.classes)
    return f"""name: peers_axial
title: Three classes up {case.length:g} m
pressure_model: rigid
grid: {{cell_length: {case.length / case.cells!r} m}}
time: {{end: {end!r} s, courant: {case.courant}, maximum_step: 100 s}}
liquid: {{law: seawater, salinity: {case.salinity}}}
sea: {{temperature: [[0 m, {case.surface_temperature} degC], [{case.length} m, {case.bottom_temperature} degC]], surface_pressure: 1 atm, salinity: {case.salinity}}}
solids:
{solids}
maximum_packing: {case.packing}
friction: {{law: churchill}}
dispersion: {{law: taylor_turbulent}}
heat: false
pipe: {{inlet_depth: {case.length} m, segments: [{{length: {case.length} m, bore: {case.bore} m, roughness: {case.roughness} m}}]}}
inlet: {{kind: flow, value: {case.flow} m3/s}}
outlet: {{kind: pressure, value: 1 atm}}
initial: {{flow_rate: {case.flow} m3/s}}
feeds:
{feeds}
output: {{snapshot_interval: {interval!r} s, series_interval: {interval!r} s}}
"""


@dataclasses.dataclass(frozen=True)
class FrontCase:
    """Fronts that travel up 6 km for two hours: every 600 s the feed changes between 2 % and 10 %, at once or within `rise`."""
    length: float = 6000.0
    bore: float = 0.3
    velocity: float = 3.0     # [m/s] of the mixture
    settling: float = 0.05    # [m/s] of one grain
    exponent: float = 4.0     # [-]
    grain_density: float = 2000.0
    liquid_density: float = 1025.0
    viscosity: float = 1.5e-3
    low: float = 0.02
    high: float = 0.10
    half_period: float = 600.0
    rise: float = 0.0         # [s] from one concentration to the other
    end: float = 7200.0

    @property
    def flow(self):
        return self.velocity * math.pi / 4 * self.bore**2

    def switches(self):
        """Times at which the feed changes, from `low` to `high` first; the pipe is full of `low` before."""
        count = int(round(self.end / self.half_period))
        return [i * self.half_period for i in range(count)]

    def feed(self):
        """[(time, fraction)] at the inlet, straight lines between. A jump takes two microseconds about its time, where a step ends."""
        points = [(0.0, self.low if self.rise else self.high)]
        for i, time in enumerate(self.switches()):
            before, after = (self.high, self.low) if i % 2 else (self.low, self.high)
            if self.rise:
                points += [(time, before)] * (i > 0) + [(time + self.rise, after)]
            elif i > 0:
                points += [(time - 1e-6, before), (time + 1e-6, after)]
        return points


def front_yaml(case, cells, courant=0.8):
    """The fronts as Riser reads them."""
    schedule = ", ".join(f"[{t!r} s, {c}]" for t, c in case.feed())
    return f"""name: peers_front
title: Fronts up {case.length:g} m in {case.end:g} s
pressure_model: rigid
grid: {{cell_length: {case.length / cells!r} m}}
time: {{end: {case.end!r} s, courant: {courant}, maximum_step: 100 s}}
liquid: {{law: constant, density: {case.liquid_density} kg/m3, viscosity: {case.viscosity} Pa.s, bulk_modulus: 2.2 GPa}}
sea: {{surface_pressure: 1 atm}}
solids:
  - {{name: grains, diameter: 1 mm, density: {case.grain_density} kg/m3, terminal_velocity: {{law: fixed, value: {case.settling} m/s}}, hindrance: {{law: fixed, exponent: {case.exponent}}}}}
maximum_packing: 0.6
friction: {{law: churchill}}
dispersion: none
heat: false
pipe: {{inlet_depth: {case.length} m, segments: [{{length: {case.length} m, bore: {case.bore} m}}]}}
inlet: {{kind: flow, value: {case.flow!r} m3/s}}
outlet: {{kind: pressure, value: 1 atm}}
initial:
  flow_rate: {case.flow!r} m3/s
  concentration: [{{class: grains, layer: [0 m, {case.length} m], value: {case.low}}}]
feeds:
  - {{class: grains, concentration: [{schedule}]}}
output: {{snapshot_interval: {case.end!r} s, series_interval: {case.half_period!r} s}}
"""


@dataclasses.dataclass(frozen=True)
class SectionCase:
    """Two classes up a section in r and z: the bench's axisymmetric case."""
    length: float = 240.0
    slices: int = 2400
    rings: int = 48
    bore: float = 0.3
    flow: float = 0.25        # [m3/s]
    density: float = 1030.0
    viscosity: float = 1.5e-3
    wall_cell: float = 15e-6
    settling: tuple = (0.14, 0.35)  # [m/s]
    exponent: tuple = (2.7, 2.4)
    grain_density: float = 2000.0
    fraction: float = 0.05


def section_yaml(case, end):
    solids = "\n".join(f"  - {{name: class_{k}, diameter: 5 mm, density: {case.grain_density} kg/m3, "
                       f"terminal_velocity: {{law: fixed, value: {w} m/s}}, hindrance: {{law: fixed, exponent: {n}}}}}"
                       for k, (w, n) in enumerate(zip(case.settling, case.exponent)))
    feeds = "\n".join(f"  - {{class: class_{k}, concentration: {case.fraction}}}" for k in range(len(case.settling)))
    return f"""name: peers_section
title: Two classes up {case.length:g} m in r and z
model: axisymmetric
grid: {{cell_length: {case.length / case.slices!r} m, radial_cells: {case.rings}, wall_cell: {case.wall_cell!r} m}}
time: {{end: {end!r} s}}
liquid: {{law: constant, density: {case.density} kg/m3, viscosity: {case.viscosity} Pa.s}}
heat: false
solids:
{solids}
pipe: {{inlet_depth: {case.length} m, segments: [{{length: {case.length} m, bore: {case.bore} m}}]}}
axisymmetric: {{ends: open, flow_rate: {case.flow} m3/s, inlet_profile: turbulent, turbulence: mixing_length, suspension_viscosity: thomas}}
feeds:
{feeds}
output: {{snapshot_interval: {end!r} s, series_interval: {end!r} s}}
"""


def section_proof(slices=64, rings=16):
    """A cloud of one class, a little heavier than its liquid, in a laminar flow that starts from rest: small, and alike in Riser and the arrays."""
    return SectionCase(length=1.2, slices=slices, rings=rings, bore=0.1, density=1000.0, viscosity=1.0, wall_cell=0.0, settling=(0.05,), exponent=(2.7,),
                       grain_density=1050.0, fraction=0.05)


PROOF_GRADIENT, PROOF_DIFFUSIVITY, PROOF_TIME, PROOF_STEP = 3200.0, 1e-4, 1.0, 0.005  # [Pa/m], [m2/s], [s], [s]


def section_proof_yaml(case):
    return f"""name: peers_section_proof
title: A cloud of grains in a laminar flow
model: axisymmetric
grid: {{cell_length: {case.length / case.slices!r} m, radial_cells: {case.rings}}}
time: {{end: {PROOF_TIME} s, maximum_step: {PROOF_STEP} s}}
liquid: {{law: constant, density: {case.density} kg/m3, viscosity: {case.viscosity} Pa.s}}
heat: false
solids: [{{name: grains, diameter: 1 mm, density: {case.grain_density} kg/m3, terminal_velocity: {{law: fixed, value: {case.settling[0]} m/s}}, hindrance: {{law: fixed, exponent: {case.exponent[0]}}}}}]
pipe: {{inlet_depth: {case.length} m, segments: [{{length: {case.length} m, bore: {case.bore} m}}]}}
axisymmetric: {{ends: periodic, pressure_gradient: {PROOF_GRADIENT} Pa/m, diffusivity: {PROOF_DIFFUSIVITY} m2/s}}
initial: {{concentration: [{{class: grains, gaussian: {{centre: {case.length / 2} m, width: {case.length / 8} m}}, value: {case.fraction}}}]}}
output: {{snapshot_interval: {PROOF_TIME} s, series_interval: {PROOF_TIME} s}}
"""
