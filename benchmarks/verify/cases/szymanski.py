"""Start-up of laminar pipe flow from rest under a gradient that is suddenly there (Szymanski 1932, J. Math. Pures Appl. 11, 67):

    u = G R^2/(4 mu) [1 - x^2 - 8 sum_k J0(l_k x)/(l_k^3 J1(l_k)) exp(-l_k^2 nu t/R^2)],   x = r/R, J0(l_k) = 0
Order in space and time: rings and step refined together. Order in time alone: on the finest grid, from the differences
between runs whose longest step is halved each time, so short that the time error does not bind it but at the start.
"""
import numpy as np
from scipy.special import j0, j1, jn_zeros

from verify import rings
from verify.lab import orders

FAULTS = {"wrong viscosity": ["liquid.viscosity=1.01 Pa.s"], "wrong density": ["liquid.density=1005 kg/m3"],
          "a gradient that rises": ["axisymmetric.pressure_gradient=[[0 s, 0 Pa/m], [10 ms, 320 Pa/m]]"]}

RADIUS, DENSITY, VISCOSITY, GRADIENT = 0.05, 1000.0, 1.0, 320.0   # m, kg/m3, Pa s, Pa/m
MEAN = GRADIENT * RADIUS**2 / (8 * VISCOSITY)                     # [m/s] in the end
ZEROS = jn_zeros(0, 300)
TIMES = (0.1, 0.2, 0.5, 1.0)                                      # [s]; R^2/nu = 2.5 s; whole numbers of every step
GRIDS = {8: 0.02, 16: 0.01, 32: 0.005, 64: 0.0025}                # rings, step [s]
STEPS = (2.5e-3, 1.25e-3, 6.25e-4, 3.125e-4)                     # [s] on the finest grid


def exact(radius, time):
    x, root = radius / RADIUS, ZEROS[:, None]
    decay = np.exp(-root**2 * VISCOSITY * time / (DENSITY * RADIUS**2))
    return 2 * MEAN * (1 - x**2 - 8 * np.sum(j0(root * x) * decay / (root**3 * j1(root)), axis=0))


def profiles(lab, cells, step, courant=0.4):
    """The run, and its profiles at TIMES."""
    out = lab.run("szymanski", **{"grid.radial_cells": cells, "time.maximum_step": f"{step} s", "time.courant": courant})
    return out, np.array([rings.velocity(out, t) for t in TIMES])


def worst(values, wanted, face):
    """Largest mean error over the final mean velocity of the profiles at TIMES."""
    return max(rings.mean_error(a, b, face) for a, b in zip(values, wanted)) / MEAN


def run(lab, picture):
    errors, stepped = [], []
    for cells, step in GRIDS.items():
        out, values = profiles(lab, cells, step)
        wanted = [rings.averages(lambda r: exact(r, t), out["r_face"]) for t in TIMES]
        errors.append(worst(values, wanted, out["r_face"]))
    for step in STEPS:
        stepped.append(profiles(lab, max(GRIDS), step, courant=1)[1])
    gaps = [worst(a, b, out["r_face"]) for a, b in zip(stepped, stepped[1:])]
    in_time = min(orders([1 / s for s in STEPS[:-1]], gaps))
    if picture:
        fine = np.linspace(0, RADIUS, 200)
        picture("profiles", lambda axes: rings.draw_profiles(
            axes, fine, [(f", {t} s", exact(fine, t), out["r"], v) for t, v in zip(TIMES, values)], "Start-up from rest"))
        picture("order", lambda axes: rings.draw_order(axes, list(GRIDS), {"at the worst of four times": errors}, "Start-up from rest"))
    return [rings.order_result("szymanski/order", out, list(GRIDS), errors),
            rings.result("szymanski/velocity", out, errors[-1], 1e-3, what="mean error over the final mean velocity, worst of four times, 64 rings"),
            rings.result("szymanski/order-in-time", out, 1.9 - in_time, 0.0, in_time,
                         what="least order of the step alone, from differences of runs, steps 2.5 to 0.31 ms, wanted 1.9")]
