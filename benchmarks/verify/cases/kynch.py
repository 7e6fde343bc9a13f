"""Batch settling in a closed column (Kynch 1952): d phi/dt - d/ds [w phi (1 - phi)^n] = 0, phi up to the packed bed.

    firm   packed at 0.6: the water's front and the bed's front are shocks
    loose  packed at 0.85: above the bed a shock and a fan, by the convex hull
Both before the fronts meet. The bed carries itself: no flux in it.
"""
import numpy as np

from verify.lab import Result, orders
from verify.riemann import Riemann, crossing

FAULTS = {"wrong exponent": ["solids[0].hindrance.exponent=4.1"], "wrong settling velocity": ["solids[0].terminal_velocity.value=0.0515 m/s"],
          "dispersion": ["dispersion={law: constant, value: 0.02 m2/s}"]}

SETTLING, EXPONENT, BEGIN, LENGTH, TIME = 0.05, 4.0, 0.15, 100.0, 800.0   # m/s, -, -, m, s
CELLS = (200, 400, 800, 1600)
PACKING = {"firm": 0.6, "loose": 0.85}


def flux(phi):
    return -SETTLING * phi * (1 - phi) ** EXPONENT


def exact(face, packing):
    """Cell averages, and the places of the two fronts."""
    bottom, top = Riemann(flux, packing, BEGIN, (packing, 0.0)), Riemann(flux, BEGIN, 0.0)
    below = (face[1:] + face[:-1]) / 2 < 0.6 * LENGTH
    averages = np.where(below, bottom.averages(face, 0, TIME), top.averages(face, LENGTH, TIME))
    return averages, LENGTH + top.shock()[0] * TIME, bottom


def run(lab, picture):
    results = []
    for name, packing in PACKING.items():
        errors, fronts, outside = [], [], 0.0
        for n in CELLS:
            out = lab.run("kynch", **{"grid.cell_length": f"{LENGTH / n} m", "maximum_packing": packing})
            phi, (wanted, water, bottom) = out.at("concentration", TIME)[0], exact(out["s_face"], packing)
            errors.append(np.abs(phi - wanted).mean() / BEGIN)
            speed, low, high = bottom.shock()
            level = (low + high) / 2
            bed = crossing(out["s"], phi, level)[0] - speed * TIME
            fronts.append(max(abs(crossing(out["s"], phi, BEGIN / 2)[-1] - water), abs(bed)) / (LENGTH / n))
            every = out["concentration"]
            outside = max(outside, every.max() - packing, -every.min())
        order = orders(CELLS[::3], errors[::3])
        if picture:
            picture(name, lambda axes: draw(axes, out, wanted))
        results += [Result(f"kynch/{name}/fronts", CELLS[-1], max(fronts), 1.0, what="error of the fronts in cells, every grid"),
                    Result(f"kynch/{name}/order", CELLS[-1], 0.8 - min(order), 0.0, min(order), what="order in L1 from the coarsest to the finest grid, wanted 0.8"),
                    Result(f"kynch/{name}/bounds", CELLS[-1], outside, 1e-14, what="how far phi leaves 0..phi_max")]
    return results


def draw(axes, out, wanted):
    axes.plot(wanted, out["s"], color="C0", linewidth=4, alpha=0.3, label="exact")
    axes.plot(out.at("concentration", TIME)[0], out["s"], "k--", linewidth=1, label="computed")
    axes.set(xlabel="volume fraction [-]", ylabel="height [m]", title="Batch settling after 800 s")
    axes.legend()
