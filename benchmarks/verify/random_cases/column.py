"""Random rigid columns: pipes of up to three bores, muds and thin liquids, ramps of pressure, valves that shut, rotors
that trip,
displacement pumps against their relief, check valves. Reference: verify/column_reference.py."""

import dataclasses
import math

import numpy as np

from verify import column_reference as reference
from verify.machine_reference import Curve, Schedule
from verify.random_cases import draw
from verify.random_cases.machines import add_curve, add_displacement, add_rotor, add_valve
from verify.random_cases.trial import Found, Trial
from verify.wall_stress import Liquid

ROWS = 60
MOST_PRESSURE = 3e7  # [Pa] that drives a column


@dataclasses.dataclass
class Setting:
    """A drawn case under way: the program's words and the reference's numbers."""

    config: dict
    end: float  # [s]
    density: float  # [kg/m3] of the mixture
    pieces: list  # of (length, bore, area, roughness, minor loss, shape)
    weight: float  # [Pa]
    friction: object
    flow: float  # [m3/s] of the expected size
    pressure: float  # [Pa] of the expected size
    inertia: float  # [kg/m4]
    pumps: list = dataclasses.field(default_factory=list)
    valves: list = dataclasses.field(default_factory=list)
    drive: list = dataclasses.field(default_factory=lambda: [(0.0, 0.0)])


def pipes(d):
    """Segments of the program and pieces of the reference; rises of the pipe [m] in all."""
    length, bore = d.log(10, 6000), d.log(0.02, 0.8)
    count, way = d.whole(1, 3), d.pick(0.0, math.pi / 2, math.pi, None)
    segments, pieces, rise = [], [], 0.0
    for share in d.rng.dirichlet(np.full(count, 5.0)):
        own = float(np.clip(bore * d.log(0.6, 1.6), 0.02, 0.8)) if count > 1 else bore
        angle = d.between(0, math.pi) if way is None else way
        part, rough, minor = (
            float(share * length),
            own * d.pick(0.0, d.log(1e-6, 1e-2)),
            d.pick(0.0, 0.0, d.log(0.1, 30)),
        )
        segments.append(
            {
                "length": draw.metres(part),
                "bore": draw.metres(own),
                "roughness": draw.metres(rough),
                "minor_loss": minor,
                "inclination": draw.degrees(angle),
            }
        )
        pieces.append((part, own, math.pi / 4 * own**2, rough, minor, 1.0))
        rise += part * math.cos(angle)
    return segments, pieces, rise


def liquid(d, law):
    """The program's keys of the liquid or mud, and the reference's. A constant factor has a liquid so thin that 64/Re
    is nothing."""
    density, viscosity = d.between(800, 1300), 1e-6 if law == "constant" else d.log(1e-4, 100)
    if law != "churchill" or d.chance(0.3):
        return {}, Liquid(density, viscosity), density, viscosity
    mud = Liquid(density, d.log(2e-3, 100), d.log(0.05, 50), d.pick(1.0, d.between(0.3, 1.2)))
    row = {
        "yield_stress": draw.pascals(mud.yield_stress),
        "consistency": f"{mud.consistency!r} Pa.s",
        "index": mud.index,
    }
    law = "bingham" if mud.index == 1 else "herschel_bulkley"
    if d.chance(0.5):
        return {"rheology": {"law": law, "table": [{"fraction": 0, **row}]}}, mud, density, viscosity
    share, grains = d.between(0.02, 0.2), d.between(1800, 2800)
    keys = {
        "solids": [{"name": "mud", "carrier": True, "density": f"{grains!r} kg/m3"}],
        "rheology": {
            "law": law,
            "table": [
                {"fraction": 0, "yield_stress": "0 Pa", "consistency": f"{viscosity!r} Pa.s", "index": 1},
                {"fraction": share, **row},
            ],
        },
        "feeds": [{"class": "mud", "concentration": share}],
        "initial": {"concentration": [{"class": "mud", "layer": None, "value": share}]},
    }
    return keys, dataclasses.replace(mud, density=(1 - share) * density + share * grains), density, viscosity


def size_of(friction, inertia, area, velocity, end):
    """A flow and a pressure [m3/s, Pa] that belong together: the friction of a velocity, or what starts it within the
    run."""
    flow = velocity * area
    pressure = min(max(friction(flow), 2 * inertia * flow / end, 500.0), MOST_PRESSURE)
    steady = reference.steady_flow(friction, pressure, flow) if friction(200 * flow) > pressure else flow
    return max(min(flow, steady), 1e-3 * flow), pressure


def start(d, name):
    """A pipe with its liquid, nothing that drives it yet."""
    law, darcy = d.pick("churchill", "churchill", "churchill", "constant", "none"), d.log(0.005, 0.1)
    (segments, pieces, rise), (keys, inside, thin, viscosity) = pipes(d), liquid(d, law)
    end, length = d.log(4, 300), sum(p[0] for p in pieces)
    config = draw.base(name, length / d.whole(6, 20), end, thin, viscosity)
    config.update(keys)
    config["friction"] = {"law": "constant", "darcy_factor": darcy} if law == "constant" else law
    config["pipe"] = {"inlet_depth": draw.metres(max(rise, 0.0)), "segments": segments}
    area, velocity = min(p[2] for p in pieces), d.log(0.05, 5)
    friction = reference.Friction(pieces, inside, law, darcy, inside.density, velocity * area)
    inertia = sum(inside.density * p[0] / p[2] for p in pieces)
    flow, pressure = size_of(friction, inertia, area, velocity, end)
    if "initial" in config:
        config["initial"]["concentration"][0]["layer"] = [draw.metres(0.0), draw.metres(length)]
    weight = inside.density * draw.GRAVITY * sum(p[0] for p in pieces) * (rise / length)
    return Setting(config, end, inside.density, pieces, weight, friction, flow, pressure, inertia)


def ramps(d, end, values):
    """Knots through `values` with ramps of 0.1 to 300 s and rests between."""
    knots, t = [(0.0, values[0])], 0.0
    for value in values[1:]:
        t += d.between(0.02, 0.3) * end
        knots.append((t, knots[-1][1]))
        t += min(d.log(0.1, 300), d.between(0.1, 0.5) * end)
        knots.append((t, value))
    return knots


def by_pressures(d, s):
    values = [d.pick(0.0, 1.0)] + [d.pick(d.between(-1.2, 1.2), d.between(0, 1), 0.0) for _ in range(d.whole(1, 3))]
    s.drive = ramps(d, s.end, [v * s.pressure for v in values])


def by_valve(d, s):
    s.drive = [(0.0, s.pressure * d.between(0.3, 1.2))]
    for _ in range(d.pick(1, 1, 2)):
        add_valve(d, s)


def by_rotor(d, s):
    s.drive = [(0.0, -s.pressure * d.between(0, 0.7))]
    for _ in range(d.pick(1, 1, 2)):
        add_rotor(d, s)


def by_displacement(d, s):
    s.drive = [(0.0, s.pressure * d.between(-0.5, 0.5))]
    add_displacement(d, s)
    if d.chance(0.4):
        add_valve(d, s)


def by_curve(d, s):
    s.drive = [(0.0, s.pressure * d.between(-0.2, 0.2))]
    add_curve(d, s)


KINDS = (by_pressures, by_pressures, by_valve, by_rotor, by_displacement, by_curve)


def close(d, s):
    """Ends, start and output; a check valve in a quarter of the cases."""
    if d.chance(0.25):
        add_valve(d, s, check=True)
    lowest = min(v for _, v in s.drive)
    out = max(1e5, 1e5 - s.weight - lowest)
    s.config["inlet"] = {
        "kind": "pressure",
        "value": draw.schedule([(t, out + s.weight + v) for t, v in s.drive], "Pa"),
    }
    s.config["outlet"] = {"kind": "pressure", "value": draw.pascals(out)}
    s.config["output"] = draw.every(s.end, ROWS)
    begins = d.pick(0.0, 0.0, 1.0, -0.5) * s.flow
    open_from_start = all(v.opening(0.0) > 0 for v in s.valves)
    begins = begins if open_from_start and not s.pumps and (begins > 0 or not any(v.check for v in s.valves)) else 0.0
    s.config.setdefault("initial", {})["flow_rate"] = draw.flow(begins)
    return begins


def column_of(s, begins, fault):
    drive = Schedule([(t, v * fault) for t, v in s.drive])
    return reference.Column(s.inertia, s.density, drive, drive.knots, s.friction, s.pumps, s.valves, begins)


def compared(run, s, column):
    """Largest difference of the flow over its largest, and of rotors over their rated speed."""
    times = run["series/time"]
    flow, speeds = reference.solve(column, times, s.flow)
    scale = max(np.abs(flow).max(), 1e-3 * s.flow)
    gap = np.abs(run["series/flow_rate"] - flow) / scale
    worst, what, expected, got = (
        int(np.argmax(np.where(np.isnan(gap), np.inf, gap))),
        "flow [m3/s]",
        flow,
        run["series/flow_rate"],
    )
    for j, rotor in enumerate(column.rotors):
        shown = run["series/pump_speed"][:, s.pumps.index(rotor)]
        other = np.abs(shown - speeds[:, j]) / rotor.rated_speed
        if not other.max() <= gap[worst]:
            gap, worst, what, expected, got = (
                other,
                int(np.argmax(other)),
                f"speed of pump {j} [rad/s]",
                speeds[:, j],
                shown,
            )
    return Found(
        float(gap[worst]),
        f"{what} at {times[worst]:.6g} s: expected {expected[worst]:.6g}, found {got[worst]:.6g}; "
        f"scale {scale:.4g} m3/s",
    )


def make(d):
    while True:
        s = start(d, "random_column")
        d.pick(*KINDS)(d, s)
        begins = close(d, s)
        if stays_on_curves(s, begins):
            return Trial(s.config, lambda run, fault=1.0: compared(run, s, column_of(s, begins, fault)))


def stays_on_curves(s, begins):
    """False when a pump's own curve says nothing of what happens: such a case has no reference."""
    curves = [p for p in s.pumps if isinstance(p, Curve)]
    if not curves:
        return True
    times = np.linspace(0, s.end, 200)
    flow, _ = reference.solve(column_of(s, begins, 1.0), times, s.flow)
    return all(p.says(t, q) for p in curves for t, q in zip(times, flow))


FAULT = 1.2
