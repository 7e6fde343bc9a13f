"""Random steady lifting: one to six classes that sink or float, up to three bores, upward, inclined or downward, until
the slowest has
passed. Reference: verify/lift_reference.py, a root of algebraic equations."""

import dataclasses
import math

import numpy as np

from verify.lift_reference import GRAVITY, Classes
from verify.random_cases import draw
from verify.random_cases.trial import Found, Trial

CELLS = 40
FAULT = 1.06  # on the rates fed


@dataclasses.dataclass
class Setting:
    classes: Classes
    rates: np.ndarray  # [m3/s]
    flow: float  # [m3/s]
    lengths: list  # [m] of the segments
    bores: list
    cosines: list
    darcy: float

    def area(self, j):
        return math.pi / 4 * self.bores[j] ** 2

    def in_situ(self, fault=1.0):
        """Fractions in every segment, None where there is no steady state."""
        found = [
            self.classes.in_situ(fault * self.rates, self.area(j), self.flow, self.cosines[j])
            for j in range(len(self.bores))
        ]
        return None if any(f is None for f in found) else found

    def waves(self, found):
        """Slowest and fastest kinematic wave [m/s] of each segment."""
        every = [
            np.real(self.classes.waves(phi, self.flow / self.area(j), self.cosines[j])) for j, phi in enumerate(found)
        ]
        return [w.min() for w in every], [w.max() for w in every]

    def gradient(self, j, phi):
        """dp/ds [Pa/m]: the wall's friction carries the liquid's density."""
        velocity = self.flow / self.area(j)
        return -self.classes.mixture(phi) * GRAVITY * self.cosines[
            j
        ] - self.darcy * self.classes.liquid * velocity**2 / (2 * self.bores[j])


def drawn(d):
    count, liquid = d.whole(1, 6), d.between(900, 1150)
    floats = d.rng.random(count) < d.pick(0.0, 0.0, 0.5)
    density = np.where(floats, liquid * d.rng.uniform(0.3, 0.97, count), liquid * d.rng.uniform(1.03, 4, count))
    terminal = np.where(floats, -1, 1) * np.exp(d.rng.uniform(math.log(1e-4), math.log(0.6), count))
    classes = Classes(density, terminal, d.rng.uniform(2.4, 5, count), liquid)
    pieces, bore, length = d.whole(1, 3), d.log(0.02, 0.8), d.log(10, 6000)
    bores = [bore * (d.log(0.7, 1.4) if pieces > 1 else 1) for _ in range(pieces)]
    way = d.pick(1.0, 1.0, -1.0, math.cos(d.between(0, 0.9)))
    velocity = max(np.abs(terminal).max() * d.log(1.2, 30), 0.02)
    flow = velocity * math.pi / 4 * max(bores) ** 2
    phi = d.rng.dirichlet(np.ones(count)) * d.log(1e-3, 0.3)
    rates = math.pi / 4 * bores[0] ** 2 * classes.flux(phi, flow / (math.pi / 4 * bores[0] ** 2), way)
    return Setting(
        classes,
        rates,
        flow,
        list(d.rng.dirichlet(np.full(pieces, 5.0)) * length),
        bores,
        [way] * pieces,
        d.log(0.005, 0.05),
    )


def accepted(s):
    """A steady state that every kinematic wave carries upward, so that the feed alone decides."""
    if not np.all(s.rates > 0):
        return None
    found = s.in_situ()
    if found is None:
        return None
    slowest, fastest = s.waves(found)
    steady = all(low > 0.05 * s.flow / s.area(j) for j, low in enumerate(slowest))
    return sum(length / low for length, low in zip(s.lengths, slowest)) if steady else None


def config_of(s, transit):
    length, rise = sum(s.lengths), sum(a * b for a, b in zip(s.lengths, s.cosines))
    config = draw.base("random_steady_lift", length / CELLS, 1.6 * transit, s.classes.liquid, 1e-6)
    config["solids"] = draw.fixed_classes(s.classes)
    config["maximum_packing"] = 0.6
    config["friction"] = {"law": "constant", "darcy_factor": s.darcy}
    config["pipe"] = {
        "inlet_depth": draw.metres(max(rise, 0.0)),
        "segments": [
            {"length": draw.metres(float(a)), "bore": draw.metres(b), "inclination": draw.degrees(math.acos(c))}
            for a, b, c in zip(s.lengths, s.bores, s.cosines)
        ],
    }
    config["inlet"] = {"kind": "flow", "value": draw.flow(s.flow)}
    config["outlet"] = {
        "kind": "pressure",
        "value": draw.pascals(101325 + s.classes.liquid * GRAVITY * max(-rise, 0.0)),
    }
    config["initial"] = {"flow_rate": draw.flow(s.flow)}
    config["feeds"] = [{"class": f"c{k}", "volume_rate": draw.flow(float(q))} for k, q in enumerate(s.rates)]
    config["output"] = draw.every(1.6 * transit, 4)
    return config


def compared(run, s, fault):
    """Largest difference of fractions over their sum, of delivered rates over their sum, of the pressure gradient over
    its parts."""
    found, phi, pressure = s.in_situ(fault), run["concentration"][-1], run["pressure"][-1]
    ends, worst = np.cumsum([0.0, *s.lengths]), (0.0, "")
    for j, wanted in enumerate(found):
        inside = np.flatnonzero((run["s"] > ends[j]) & (run["s"] < ends[j + 1]))
        gap = np.abs(phi[:, inside] - wanted[:, None]) / wanted.sum()
        k, i = np.unravel_index(np.argmax(gap), gap.shape)
        worst = max(
            worst,
            (
                float(gap.max()),
                f"class {k} at {run['s'][inside[i]]:.6g} m: expected {wanted[k]:.6g}, found {phi[k, inside[i]]:.6g}",
            ),
        )
        if len(inside) < 2:
            continue
        slope = (pressure[inside[-1]] - pressure[inside[0]]) / (run["s"][inside[-1]] - run["s"][inside[0]])
        exact = s.gradient(j, wanted)
        worst = max(
            worst,
            (
                float(abs(slope / exact - 1)),
                f"pressure gradient of segment {j}: expected {exact:.6g}, found {slope:.6g} Pa/m",
            ),
        )
    out = run["series/delivered_rate"][-1]
    worst = max(
        worst,
        (
            float(np.abs(out - fault * s.rates).max() / s.rates.sum()),
            f"delivered: expected {fault * s.rates}, found {out} m3/s",
        ),
    )
    return Found(*worst) if np.all(np.isfinite(phi)) else Found(math.nan, "not a number")


def make(d):
    while True:
        s = drawn(d)
        transit = accepted(s)
        if transit:
            return Trial(config_of(s, transit), lambda run, fault=1.0: compared(run, s, fault))
