"""Random double pipes: down the annulus and up the pipe inside it. The column that starts, reverses or is shut
(reference: verify/column_reference.py
with the annulus of Jones & Leung), or steady heat between the limbs and the sea (reference: two linear equations)."""

import dataclasses
import math

import numpy as np

from verify import column_reference as reference
from verify.random_cases import column, draw
from verify.random_cases.machines import add_displacement, add_valve
from verify.random_cases.trial import Found, Trial
from verify.wall_stress import Liquid, annulus_shape

FAULT = 1.2  # on the drive, or on the heat between the limbs
CELLS = 160


def limbs(d):
    """Segments of the program; pieces of the reference."""
    length, inner = d.log(20, 6000), d.log(0.02, 0.5)
    wall = min(max(inner * d.log(0.02, 0.2), 5e-4), 0.05)
    core = inner + 2 * wall
    outer = min(core * d.log(1.1, 2.5), 1.2)
    rough, minor = inner * d.pick(0.0, d.log(1e-6, 1e-3)), d.pick(0.0, d.log(0.1, 10))
    angle = d.pick(0.0, 0.0, d.between(0, math.pi / 2))
    common = {"length": draw.metres(length), "roughness": draw.metres(rough), "minor_loss": minor}
    segments = [
        {
            "name": "annulus",
            **common,
            "bore": draw.metres(outer),
            "wall_thickness": draw.metres(wall),
            "inclination": draw.degrees(math.pi - angle),
        },
        {
            "inside": "annulus",
            **common,
            "bore": draw.metres(inner),
            "wall_thickness": draw.metres(wall),
            "inclination": draw.degrees(angle),
        },
    ]
    area = math.pi / 4 * (outer**2 - core**2)
    pieces = [
        (length, outer - core, area, rough, minor, annulus_shape(core / outer)),
        (length, inner, math.pi / 4 * inner**2, rough, minor, 1.0),
    ]
    return segments, pieces


def start(d):
    (segments, pieces), law = limbs(d), d.pick("churchill", "churchill", "constant")
    density, viscosity, darcy = d.between(900, 1200), 1e-6 if law == "constant" else d.log(1e-4, 30), d.log(0.005, 0.1)
    end, length = d.log(4, 300), pieces[0][0]
    config = draw.base("random_double_pipe", length / d.whole(4, 15), end, density, viscosity)
    config["friction"] = {"law": "constant", "darcy_factor": darcy} if law == "constant" else law
    config["pipe"] = {"inlet_depth": "0 m", "segments": segments}
    area, velocity = min(p[2] for p in pieces), d.log(0.05, 5)
    friction = reference.Friction(pieces, Liquid(density, viscosity), law, darcy, density, velocity * area)
    inertia = sum(density * p[0] / p[2] for p in pieces)
    flow, pressure = column.size_of(friction, inertia, area, velocity, end)
    return column.Setting(config, end, density, pieces, 0.0, friction, flow, pressure, inertia)


def moving(d):
    s = start(d)
    kind = d.pick("pressures", "valve", "displacement")
    if kind == "pressures":
        column.by_pressures(d, s)
    elif kind == "valve":
        s.drive = [(0.0, s.pressure * d.between(0.3, 1.2))]
        add_valve(d, s)
    else:
        s.drive = [(0.0, 0.0)]
        add_displacement(d, s)
    begins = column.close(d, s)
    return Trial(s.config, lambda run, fault=1.0: column.compared(run, s, column.column_of(s, begins, fault)))


@dataclasses.dataclass
class Exchanger:
    """C dT_a/dx = u_s (T_s - T_a) + u (T_p - T_a),  -C dT_p/dx = u (T_a - T_p),  T_a(0) = T_in, T_a(L) = T_p(L); x the
    depth."""

    length: float
    capacity: float  # [W/K] rho c Q
    between: float  # [W/m/K]
    to_sea: float  # [W/m/K]
    enters: float  # [degC]
    surface: float  # [degC] of the sea
    slope: float  # [K/m] of the sea over x

    def at(self, x):
        u, v = self.between / self.capacity, self.to_sea / self.capacity
        matrix = np.array([[-u - v, u], [-u, u]])
        y1 = np.linalg.solve(matrix, [-v * self.slope, 0])
        y0 = np.linalg.solve(matrix, y1 - np.array([v * self.surface, 0]))
        values, vectors = np.linalg.eig(matrix)
        at_end = vectors * np.exp(values * self.length)
        share = np.linalg.solve(
            [vectors[0], at_end[0] - at_end[1]],
            [self.enters - y0[0], (y0 + y1 * self.length)[1] - (y0 + y1 * self.length)[0]],
        )
        return y0[:, None] + np.outer(y1, x) + vectors @ (share[:, None] * np.exp(np.outer(values, x)))


def exchanging(d):
    """Vertical, frictionless, until the slowest change has died away."""
    segments, pieces = limbs(d)
    length, density, heat, flow = (
        pieces[0][0],
        d.between(900, 1200),
        d.between(1500, 4200),
        d.log(0.05, 3) * min(p[2] for p in pieces),
    )
    outer, inner = (float(s["bore"].split()[0]) for s in segments)
    films, walls = (d.log(20, 5e3), d.log(20, 5e3)), (d.log(0.5, 1e4), d.log(0.5, 1e4))
    for segment, film, wall, way in zip(segments, films, walls, ("180 deg", "0 deg")):
        segment.update(
            inner_heat_transfer=f"{film!r} W/m2/K",
            outer_heat_transfer=f"{wall!r} W/m/K",
            inclination=way,
            roughness="0 m",
            minor_loss=0.0,
        )
    to_sea, between = (
        1 / (1 / (math.pi * bore * film) + 1 / wall) for bore, film, wall in zip((outer, inner), films, walls)
    )
    surface, foot = d.between(0, 30), d.between(0, 30)
    s = Exchanger(length, density * heat * flow, between, to_sea, d.between(2, 60), surface, (foot - surface) / length)
    if max(between, to_sea) * length / s.capacity > 30 or between * length / s.capacity > 20:
        return exchanging(d)  # a profile steeper than the cells resolve
    transit = sum(p[0] * p[2] for p in pieces) / flow
    steel = [
        math.pi
        * float(p["wall_thickness"].split()[0])
        * (float(p["bore"].split()[0]) + float(p["wall_thickness"].split()[0]))
        * 7850
        * 480
        for p in segments
    ]
    relax = max(m / (math.pi * bore * film + wall) for m, bore, film, wall in zip(steel, (outer, inner), films, walls))
    end = 2.5 * transit * (1 + sum(steel) / (density * heat * sum(p[2] for p in pieces))) + 12 * relax
    if end > 60 * transit:
        return exchanging(d)  # too long a run
    config = draw.base("random_double_pipe", length / CELLS * 2, end, density, 1e-3)
    config["liquid"]["heat_capacity"] = f"{heat!r} J/kg/K"
    config["sea"]["temperature"] = [["0 m", f"{surface!r} degC"], [draw.metres(length), f"{foot!r} degC"]]
    config.update(
        heat=True,
        pipe={"inlet_depth": "0 m", "segments": segments},
        inlet={"kind": "flow", "value": draw.flow(flow)},
        outlet={"kind": "pressure", "value": "1 atm"},
        inlet_temperature=f"{s.enters!r} degC",
        output=draw.every(end, 2),
    )
    return Trial(config, lambda run, fault=1.0: exchanged(run, dataclasses.replace(s, between=fault * s.between)))


def exchanged(run, s):
    """Largest difference of a cell's temperature over the span of temperatures."""
    half = run["s"] < s.length
    exact = np.where(
        half, s.at(np.minimum(run["s"], s.length))[0], s.at(2 * s.length - np.maximum(run["s"], s.length))[1]
    )
    span = max(exact.max(), s.enters) - min(exact.min(), s.surface, s.surface + s.slope * s.length)
    gap = np.abs(run["temperature"][-1] - exact) / span
    i = int(np.argmax(np.where(np.isnan(gap), np.inf, gap)))
    return Found(
        float(gap[i]),
        f"temperature at {run['s'][i]:.6g} m along the line: expected {exact[i]:.6g}, "
        f"found {run['temperature'][-1][i]:.6g} degC; span {span:.4g} K",
    )


def make(d):
    return moving(d) if d.chance(0.7) else exchanging(d)
