"""Steady laminar flow in a round pipe at a given gradient G (Hagen 1839, Poiseuille 1840), from rest until nothing changes:

    u = G (R^2 - r^2)/(4 mu),   Q = pi G R^4/(8 mu),   Darcy factor 64/Re,   wall shear stress G R/2
Compared as averages over the rings, which is what a finite volume holds: r^2 becomes the mean of both faces' squares.
    uniform     rings of equal thickness
    stretched   the ring at the wall a quarter as thick
"""
import numpy as np

from verify import rings

FAULTS = {"wrong viscosity": ["liquid.viscosity=1.01 Pa.s"], "wrong gradient": ["axisymmetric.pressure_gradient=3210 Pa/m"],
          "wrong bore": ["pipe.segments[0].bore=0.1002 m"]}

RADIUS, DENSITY, VISCOSITY, GRADIENT = 0.05, 1000.0, 1.0, 3200.0   # m, kg/m3, Pa s, Pa/m: mean velocity 1 m/s, Re 100
MEAN = GRADIENT * RADIUS**2 / (8 * VISCOSITY)                      # [m/s]
CELLS = (8, 16, 32, 64)
FAMILIES = {"uniform": lambda n: {}, "stretched": lambda n: {"grid.wall_cell": f"{RADIUS / (4 * n)} m"}}


def exact(radius):
    return GRADIENT * (RADIUS**2 - radius**2) / (4 * VISCOSITY)


def errors_of(out):
    """Mean error of the profile over the mean velocity, and relative error of the Darcy factor against 64/Re."""
    speed = rings.flow(out) / (np.pi * RADIUS**2)
    darcy = 4 * RADIUS * out["series/pressure_gradient"][-1] / (DENSITY * speed**2)
    reynolds = 2 * RADIUS * speed * DENSITY / VISCOSITY
    return rings.mean_error(rings.velocity(out), rings.averages(exact, out["r_face"]), out["r_face"]) / MEAN, abs(darcy * reynolds / 64 - 1)


def run(lab, picture):
    results, curves = [], {}
    for name, settings in FAMILIES.items():
        runs = [lab.run("poiseuille", **{"grid.radial_cells": n, **settings(n)}) for n in CELLS]
        found = np.array([errors_of(out) for out in runs])
        curves[name] = found[:, 0]
        stress = abs(runs[-1]["series/wall_shear_stress"][-1] / (GRADIENT * RADIUS / 2) - 1)
        results += [rings.order_result(f"poiseuille/{name}/order", runs[-1], CELLS, found[:, 0]),
                    rings.result(f"poiseuille/{name}/friction", runs[-1], found[-1, 1], 1e-3, what="Darcy factor against 64/Re, 64 rings"),
                    rings.result(f"poiseuille/{name}/balance", runs[-1], stress, 1e-6, what="wall shear stress against G R/2")]
    if picture:
        fine = np.linspace(0, RADIUS, 200)
        shown = [("", exact(fine), runs[0]["r"], rings.velocity(runs[0]))]
        picture("profile", lambda axes: rings.draw_profiles(axes, fine, shown, "Laminar pipe flow, 8 rings"))
        picture("order", lambda axes: rings.draw_order(axes, CELLS, curves, "Laminar pipe flow"))
    return results
