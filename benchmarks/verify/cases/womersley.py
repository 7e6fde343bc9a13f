"""Laminar pipe flow under a steady and an oscillating gradient, G (1 + sin w t), from rest (Womersley 1955, J. Physiol. 127, 553):

    u = G (R^2 - r^2)/(4 mu) + Im{G/(i rho w) [1 - J0(i^1.5 a x)/J0(i^1.5 a)] exp(i w t)} + what is left of the start,
    a = R sqrt(w/nu) = 3.96,   the start: sum_k 2 J0(l_k x)/(l_k J1(l_k)) G/rho (w/(q^2 + w^2) - 1/q) exp(-q t),  q = l_k^2 nu/R^2
The last sum makes u = 0 at t = 0; it is the projection of that condition on the modes (J0(l_k) = 0). Compared in the second
period, at whose beginning it still is some 10 % of the flow. Rings and step refined together.
"""
import numpy as np
from scipy.special import j0, j1, jn_zeros, jv

from verify import rings

FAULTS = {"wrong viscosity": ["liquid.viscosity=1.01 Pa.s"], "wrong amplitude": ["axisymmetric.fluctuation.amplitude=0.99"],
          "wrong period": ["axisymmetric.fluctuation.period=1.003 s"]}

RADIUS, DENSITY, VISCOSITY, GRADIENT, PERIOD = 0.05, 1000.0, 1.0, 320.0, 1.0   # m, kg/m3, Pa s, Pa/m, s
MEAN = GRADIENT * RADIUS**2 / (8 * VISCOSITY)                                  # [m/s] of the steady part
FREQUENCY = 2 * np.pi / PERIOD                                                 # [1/s]
NUMBER = RADIUS * np.sqrt(FREQUENCY * DENSITY / VISCOSITY)                     # Womersley's [-]
ZEROS = jn_zeros(0, 300)
TIMES = (1.0, 1.25, 1.5, 1.75, 2.0)                                            # [s]
GRIDS = {8: 0.025, 16: 0.0125, 32: 0.00625, 64: 0.003125}                             # rings, step [s]


def exact(radius, time):
    x, turned, root = radius / RADIUS, np.exp(0.75j * np.pi) * NUMBER, ZEROS[:, None]
    swing = GRADIENT / (1j * DENSITY * FREQUENCY) * (1 - jv(0, turned * x) / jv(0, turned)) * np.exp(1j * FREQUENCY * time)
    rate = root**2 * VISCOSITY / (DENSITY * RADIUS**2)
    shape = 2 * j0(root * x) / (root * j1(root)) * GRADIENT / DENSITY
    start = np.sum(shape * (FREQUENCY / (rate**2 + FREQUENCY**2) - 1 / rate) * np.exp(-rate * time), axis=0)
    return 2 * MEAN * (1 - x**2) + swing.imag + start


def run(lab, picture):
    errors = []
    for cells, step in GRIDS.items():
        out = lab.run("womersley", **{"grid.radial_cells": cells, "time.maximum_step": f"{step} s"})
        face, values = out["r_face"], [rings.velocity(out, t) for t in TIMES]
        errors.append(max(rings.mean_error(v, rings.averages(lambda r: exact(r, t), face), face) for v, t in zip(values, TIMES)) / MEAN)
    if picture:
        fine = np.linspace(0, RADIUS, 200)
        picture("profiles", lambda axes: rings.draw_profiles(
            axes, fine, [(f", {t} s", exact(fine, t), out["r"], v) for t, v in zip(TIMES[:-1], values)], "A gradient that swings"))
        picture("order", lambda axes: rings.draw_order(axes, list(GRIDS), {"at the worst of five times": errors}, "A gradient that swings"))
    return [rings.order_result("womersley/order", out, list(GRIDS), errors),
            rings.result("womersley/velocity", out, errors[-1], 1e-3, what="mean error over the steady mean velocity, worst of five times, 64 rings")]
