"""Riemann problems of the settling flux in a stream that moves up: d phi/dt + d/ds [j phi - w phi (1 - phi)^n] = 0.

The flux bends both ways (inflection at 2/(n + 1)), so that a jump falls apart into a shock and a fan joined to it:
    rising   0.05 below 0.6;   falling  0.6 below 0.05;   both by the convex hull
"""
import numpy as np

from verify.lab import Result, orders
from verify.riemann import Riemann, crossing

FAULTS = {"wrong exponent": ["solids[0].hindrance.exponent=3.8"], "wrong flow": ["inlet.value=0.0214 m3/s"]}

SPEED, SETTLING, EXPONENT, ORIGIN, LENGTH, TIME = 0.3, 0.05, 4.0, 200.0, 800.0, 1500.0   # m/s, m/s, -, m, m, s
STATES = {"rising": (0.05, 0.6), "falling": (0.6, 0.05)}
CELLS = (200, 400, 800)


def flux(phi):
    return SPEED * phi - SETTLING * phi * (1 - phi) ** EXPONENT


def settings(low, high):
    layers = f"[{{class: sand, layer: [0 m, 200 m], value: {low}}}, {{class: sand, layer: [200 m, 800 m], value: {high}}}]"
    return {"initial.concentration": layers, "feeds": f"[{{class: sand, concentration: {low}}}]"}


def run(lab, picture):
    results = []
    for name, (low, high) in STATES.items():
        riemann, errors, fronts = Riemann(flux, low, high), [], []
        speed, below, above = riemann.shock()
        for n in CELLS:
            out = lab.run("density_wave", **{**settings(low, high), "grid.cell_length": f"{LENGTH / n} m"})
            phi, wanted = out.at("concentration", TIME)[0], riemann.averages(out["s_face"], ORIGIN, TIME)
            errors.append(np.abs(phi - wanted).mean() / 0.6)
            place = crossing(out["s"], phi, (below + above) / 2)
            fronts.append(abs(place[0] - ORIGIN - speed * TIME) / (LENGTH / n))
        travelled = (place[0] - ORIGIN) / TIME
        order = orders(CELLS[::2], errors[::2])
        if picture:
            picture(name, lambda axes: draw(axes, out, wanted, name))
        results += [Result(f"density-wave/{name}/speed", CELLS[-1], abs(travelled / speed - 1), 5e-3, what="relative error of the shock's speed"),
                    Result(f"density-wave/{name}/front", CELLS[-1], max(fronts), 1.0, what="error of the shock's place in cells, every grid"),
                    Result(f"density-wave/{name}/order", CELLS[-1], 0.8 - min(order), 0.0, min(order), what="order in L1 from the coarsest to the finest grid, wanted 0.8"),
                    Result(f"density-wave/{name}/mean", CELLS[-1], errors[-1], 2e-3, what="mean error over the higher fraction")]
    return results


def draw(axes, out, wanted, name):
    axes.plot(out["s"], wanted, color="C0", linewidth=4, alpha=0.3, label="exact")
    axes.plot(out["s"], out.at("concentration", TIME)[0], "k--", linewidth=1, label="computed")
    axes.set(xlabel="distance from the inlet [m]", ylabel="volume fraction [-]", title=f"Density wave, {name}, after 1500 s")
    axes.legend()
