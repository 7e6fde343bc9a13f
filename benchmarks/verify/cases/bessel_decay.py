"""The slowest mode of laminar pipe flow dies away with no gradient:  u = U J0(l x) exp(-l^2 nu t/R^2),  x = r/R, l = 2.4048, J0(l) = 0.

It starts from 1,001 rows of radius and velocity (straight lines between them: 6e-7 of U). Rings and step refined together.
Source: separation of variables, e.g. Batchelor, An Introduction to Fluid Dynamics, 4.3.
"""
import numpy as np
from scipy.special import j0, j1, jn_zeros

from verify import rings

FAULTS = {"wrong viscosity": ["liquid.viscosity=1.001 Pa.s"], "wrong density": ["liquid.density=1001 kg/m3"],
          "some gradient": ["axisymmetric.pressure_gradient=0.1 Pa/m"]}

RADIUS, DENSITY, VISCOSITY, SPEED = 0.05, 1000.0, 1.0, 0.1   # m, kg/m3, Pa s, m/s
ROOT = jn_zeros(0, 1)[0]
MEAN = 2 * SPEED * j1(ROOT) / ROOT                           # [m/s] at the start
TIMES = (0.25, 0.5)                                          # [s]; the mode loses a factor e in 0.43 s
GRIDS = {8: 0.025, 16: 0.0125, 32: 0.00625, 64: 0.003125}           # rings, step [s]


def exact(radius, time):
    return SPEED * j0(ROOT * radius / RADIUS) * np.exp(-(ROOT**2) * VISCOSITY * time / (DENSITY * RADIUS**2))


def run(lab, picture):
    errors, start = [], np.linspace(0, RADIUS, 1001)
    rows = rings.initial_velocity(start, np.append(exact(start[:-1], 0), 0))
    for cells, step in GRIDS.items():
        out = lab.run("bessel_decay", **{"grid.radial_cells": cells, "time.maximum_step": f"{step} s", "axisymmetric.initial_velocity": rows})
        face, values = out["r_face"], [rings.velocity(out, t) for t in TIMES]
        errors.append(max(rings.mean_error(v, rings.averages(lambda r: exact(r, t), face), face) for v, t in zip(values, TIMES)) / MEAN)
    if picture:
        fine = np.linspace(0, RADIUS, 200)
        picture("profiles", lambda axes: rings.draw_profiles(
            axes, fine, [(f", {t} s", exact(fine, t), out["r"], v) for t, v in zip(TIMES, values)], "A mode dies away"))
        picture("order", lambda axes: rings.draw_order(axes, list(GRIDS), {"at the worse of two times": errors}, "A mode dies away"))
    return [rings.order_result("bessel-decay/order", out, list(GRIDS), errors),
            rings.result("bessel-decay/velocity", out, errors[-1], 2e-4, what="mean error over the mean velocity at the start, worse of two times, 64 rings")]
