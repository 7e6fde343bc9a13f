"""A step held at the inlet, carried at u and dispersed by E (Ogata & Banks 1961, US Geological Survey paper 411-A):

    c = c_0/2 [erfc((x - u t)/(2 sqrt(E t))) + exp(u x/E) erfc((x + u t)/(2 sqrt(E t)))]
"""
import numpy as np
from scipy.special import erfc, erfcx

from verify.lab import Result, orders

FAULTS = {"wrong dispersion": ["dispersion.value=2.5 m2/s"], "wrong flow": ["inlet.value=0.0705 m3/s"]}

SPEED, DISPERSION, HELD, TIME = 0.07 / (np.pi / 4 * 0.3**2), 2.0, 0.1, 400.0   # m/s, m2/s, -, s
CELLS = (50, 100, 200, 400)


def exact(x, t=TIME):
    root = 2 * np.sqrt(DISPERSION * t)
    a, b = (x - SPEED * t) / root, (x + SPEED * t) / root
    return HELD / 2 * (erfc(a) + np.exp(SPEED * x / DISPERSION - b**2) * erfcx(b))  # erfcx: no overflow


def averages(face):
    """Cell averages by Gauss's four points."""
    point, weight = np.polynomial.legendre.leggauss(4)
    middle, half = (face[1:] + face[:-1]) / 2, np.diff(face) / 2
    return sum(w * exact(middle + half * p) for p, w in zip(point, weight)) / 2


def run(lab, picture):
    errors = []
    for n in CELLS:
        # the explicit dispersion limits the step itself
        out = lab.run("ogata_banks", **{"grid.cell_length": f"{1000 / n} m"})
        errors.append(np.abs(out.at("concentration", TIME)[0] - averages(out["s_face"])).mean() / HELD)
        if n == 200:
            shown = out
    order = orders(CELLS, errors)
    if picture:
        picture("front", lambda axes: draw(axes, shown))
    return [Result("ogata-banks/front", 200, errors[2], 1e-3, order[1], what="mean error over the held fraction")]


def draw(axes, out):
    fine = np.linspace(0, 1000, 1000)
    for t in (100.0, 200.0, 400.0):
        axes.plot(fine, exact(fine, t), color="C0", linewidth=4, alpha=0.3, label="exact" if t == 100 else None)
        axes.plot(out["s"], out.at("concentration", t)[0], "k--", linewidth=1, label="computed" if t == 100 else None)
    axes.set(xlabel="distance from the inlet [m]", ylabel="volume fraction [-]", title="Step inlet with dispersion at 100, 200 and 400 s")
    axes.legend()
