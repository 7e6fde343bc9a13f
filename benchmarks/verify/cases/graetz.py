"""Laminar flow from one temperature into a wall held at another (Graetz 1883, Nusselt 1910; Shah & London 1978, ch. V):

    (T - T_wall)/(T_in - T_wall) = sum_k C_k f_k(r/R) exp(-l_k^2 s),   s = (z/R)/Pe,   Pe = U D/(diffusivity) = 500
    f = exp(-l x^2/2) M(1/2 - l/4, 1, l x^2), Kummer's M;   l_k: f(1) = 0, the first 2.7044
    bulk: 8 sum_k G_k/l_k^2 exp(-l_k^2 s),   Nu = sum_k G_k exp(-l_k^2 s)/(2 sum_k G_k/l_k^2 exp(-l_k^2 s)) -> l_1^2/2 = 3.6568
Axial conduction, which the series leaves out, is of order 1/Pe^2. The wall's flux is taken as the scheme has it, along a
straight line from the wall to the centre of the ring next to it.
"""
import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import hyp1f1

from verify import rings

FAULTS = {"wrong conductivity": ["liquid.conductivity=4.1 W/m/K"], "another wall": ["axisymmetric.wall_temperature=20.1 degC"],
          "a uniform inlet": ["axisymmetric.inlet_profile=uniform"]}

RADIUS, ENTERING, WALL = 0.005, 60.0, 20.0        # m, degC, degC
FLOW = 0.05 * np.pi * RADIUS**2                   # [m3/s], U = 0.05 m/s
DIFFUSIVITY = 4.0 / (1000.0 * 4000.0)             # [m2/s] k/(rho c)
PECLET = 0.05 * 2 * RADIUS / DIFFUSIVITY
TERMS = 8


def shape(root, x):
    return np.exp(-root * x * x / 2) * hyp1f1(0.5 - root / 4, 1, root * x * x)


def series():
    """Roots l_k, and G_k = -C_k f_k'(1)/2; f'(1) follows from f's equation integrated over the section."""
    roots = np.array([brentq(lambda root: shape(root, 1.0), 4 * k + 2.2, 4 * k + 3.2, xtol=1e-13) for k in range(TERMS)])
    once = np.array([quad(lambda x: x * (1 - x * x) * shape(root, x), 0, 1)[0] for root in roots])
    twice = np.array([quad(lambda x: x * (1 - x * x) * shape(root, x) ** 2, 0, 1)[0] for root in roots])
    return roots, once / twice * roots**2 * once / 2


def exact(s):
    """Bulk temperature over its fall [-], and the local Nusselt number."""
    roots, weight = series()
    decay = weight[:, None] * np.exp(-np.outer(roots**2, s))
    bulk = 8 * np.sum(decay / roots[:, None] ** 2, axis=0)
    return bulk, 4 * decay.sum(axis=0) / bulk


def found(out):
    """Bulk temperature over its fall, and the local Nusselt number, of every slice."""
    over = (out["temperature"][-1] - WALL) / (ENTERING - WALL)
    carried = rings.in_slices(out) * rings.areas(out["r_face"])[:, None]
    bulk = np.sum(over * carried, axis=0) / np.sum(carried, axis=0)
    return bulk, over[-1] / (out["r_face"][-1] - out["r"][-1]) * 2 * RADIUS / bulk


def run(lab, picture):
    out = lab.run("graetz")
    s = out["z"] / RADIUS / PECLET
    (bulk, nusselt), (bulk_wanted, wanted) = found(out), exact(s)
    along, developed = (s > 0.03) & (s < 0.27), (s > 0.24) & (s < 0.27)
    if picture:
        picture("nusselt", lambda axes: draw(axes, s, nusselt, wanted))
    return [rings.result("graetz/developed", out, np.max(np.abs(nusselt[developed] / (series()[0][0] ** 2 / 2) - 1)), 1e-3,
                         what="Nusselt number of developed profiles against 3.6568"),
            rings.result("graetz/nusselt", out, np.max(np.abs(nusselt[along] / wanted[along] - 1)), 1e-2,
                         what="local Nusselt number against Graetz's series, s from 0.03 on"),
            rings.result("graetz/bulk", out, np.max(np.abs(bulk - bulk_wanted)[along]), 2e-3,
                         what="bulk temperature against Graetz's series, over the difference to the wall")]


def draw(axes, s, nusselt, wanted):
    axes.loglog(s, wanted, color="C0", linewidth=4, alpha=0.3, label="exact, Graetz")
    axes.loglog(s, nusselt, "k--", linewidth=1, label="computed")
    axes.axhline(3.6568, color="C2", linewidth=0.8, label="3.6568")
    axes.set(xlabel="z/(R Pe) [-]", ylabel="Nusselt number [-]", title="Laminar heat transfer to a wall held at one temperature")
    axes.legend()
