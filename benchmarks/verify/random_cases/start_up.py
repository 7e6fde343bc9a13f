"""Random start-up of yield-stress and shear-thinning liquids in r and z: from rest under a gradient, which may be
taken away, turned or changed.
Yield numbers from 0 to above 1. Reference: verify/start_up_reference.py, the sharp law in radius and time."""

import dataclasses
import math

import numpy as np

from verify import start_up_reference as reference
from verify.random_cases import draw
from verify.random_cases.trial import Found, Trial

ROWS = 40
FAULT = 1.1  # on the gradient


def liquid(d):
    """A flow that would reach a steady mean velocity, and how long that takes [s]."""
    radius, density = d.log(0.01, 0.4), d.between(900, 1500)
    number, index = d.pick(0.0, d.between(0.05, 0.95), d.between(0.05, 0.95), 1.2), d.pick(
        1.0, 1.0, d.between(0.35, 1.0)
    )
    stress = d.log(0.05, 50) / (number or 1.0)  # [Pa] at the wall
    velocity = d.log(0.01, 1) * radius / 0.1 * 3
    consistency = (1 - min(number, 0.9)) * stress / (3 * velocity / radius) ** index
    flow = reference.Flow(radius, density, number * stress, consistency, index, [(0.0, 2 * stress / radius)])
    steady = flow.steady(flow.gradient[0][1])
    time = (
        density * abs(steady) * radius / (2 * stress * max(1 - number, 0.05))
        if steady
        else density * radius * velocity / stress
    )
    return flow, steady, time, velocity


def make(d):
    flow, steady, time, velocity = liquid(d)
    reynolds = flow.density * abs(steady) ** (2 - flow.index) * (2 * flow.radius) ** flow.index / flow.consistency
    if reynolds > 1500:
        return make(d)
    end, gradient = time * d.log(2, 8), flow.gradient[0][1]
    if d.chance(0.3):
        flow.gradient.append((end * d.between(0.3, 0.6), gradient * d.pick(0.0, d.between(-1, 1), d.between(0.3, 2))))
    return Trial(config_of(d, flow, end), lambda run, fault=1.0: compared(run, flow, steady or velocity, fault))


def config_of(d, flow, end):
    length = 8 * flow.radius
    config = draw.base("random_start_up", length / 4, end, flow.density, min(max(flow.consistency, 1e-6), 1000.0))
    for key in ("dispersion", "friction", "sea"):
        config.pop(key)
    config["model"] = "axisymmetric"
    config["grid"]["radial_cells"] = 64
    row = {
        "fraction": 0,
        "yield_stress": draw.pascals(flow.yield_stress),
        "consistency": f"{flow.consistency!r} Pa.s",
        "index": flow.index,
    }
    config["rheology"] = {"law": "bingham" if flow.index == 1 else "herschel_bulkley_papanastasiou", "table": [row]}
    config["pipe"] = {
        "inlet_depth": "0 m",
        "segments": [{"length": draw.metres(length), "bore": draw.metres(2 * flow.radius), "inclination": "90 deg"}],
    }
    knots = [(0.0, flow.gradient[0][1])]
    for at, value in flow.gradient[1:]:
        knots += [(at, knots[-1][1]), (at * (1 + 1e-9), value)]
    config["axisymmetric"] = {"ends": "periodic", "pressure_gradient": draw.schedule(knots, "Pa/m")}
    config["output"] = draw.every(end, ROWS)
    return config


def compared(run, flow, size, fault):
    """Largest difference of the mean velocity over the steady one; of the flow's own largest where it is larger."""
    area, times = math.pi * flow.radius**2, run["series/time"]
    moved = dataclasses.replace(flow, gradient=[(t, fault * g) for t, g in flow.gradient])
    wanted, found = reference.solve(moved, times), run["series/flow_rate"] / area
    scale = max(abs(size), np.abs(wanted).max())
    gap = np.abs(found - wanted) / scale
    i = int(np.argmax(np.where(np.isnan(gap), np.inf, gap)))
    return Found(
        float(gap[i]),
        f"mean velocity at {times[i]:.6g} s: expected {wanted[i]:.6g}, found {found[i]:.6g} m/s; scale {scale:.4g}, "
        f"yield number {flow.yield_stress / (flow.gradient[0][1] * flow.radius / 2):.3g}, index {flow.index:.3g}",
    )
