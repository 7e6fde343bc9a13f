"""Steady shear-induced migration of neutrally buoyant spheres in a pipe (Phillips, Armstrong, Brown, Graham & Abbott 1992, Phys. Fluids A 4, 30):

    flux  -kc a^2 phi grad(rate phi) - keta rate phi^2 (a^2/eta) grad(eta) = 0   gives   rate phi eta^(keta/kc) = its value at the wall,
    with eta rate = tau_w r/R:   r/R = (phi_w/phi) (eta/eta_w)^(1 - keta/kc),   eta = (1 - phi/0.68)^-1.82 (Krieger)
phi reaches the packing on the axis, with a cusp. The value at the wall follows from the mean, which no flux changes. The
velocity is the integral of the rate. Starts uniform at 0.3.
"""
import numpy as np
from scipy.optimize import brentq

from verify import rings

FAULTS = {"wrong kc": ["axisymmetric.migration.kc=0.43"], "wrong intrinsic viscosity": ["axisymmetric.intrinsic_viscosity=2.6"],
          "more grains": ["initial.concentration[0].value=0.304"], "no migration": ["axisymmetric.migration={law: none}"]}

RADIUS, VISCOSITY, GRADIENT, MEAN, PACKING = 0.05, 1.0, 400.0, 0.3, 0.68   # m, Pa s, Pa/m, -, -
POWER, RATIO = 1.82, 0.62 / 0.41                                           # of Krieger's law, keta/kc


def thickened(phi):
    return (1 - phi / PACKING) ** -POWER


def place(phi, wall):
    """r/R where the fraction is phi."""
    return wall / phi * ((1 - phi / PACKING) / (1 - wall / PACKING)) ** (POWER * (RATIO - 1))


def profile():
    """r/R and the fraction there, from the axis to the wall, many points."""
    share = np.linspace(0, 1, 40001) ** 2   # dense at the wall, where the fraction changes least with the radius

    def excess(wall):
        phi = wall + (PACKING - wall) * share
        return -np.sum((phi[1:] + phi[:-1]) / 2 * np.diff(place(phi, wall) ** 2)) - MEAN

    wall = brentq(excess, 0.05, MEAN)
    phi = wall + (PACKING - wall) * share
    return place(phi, wall)[::-1], phi[::-1]


def exact(face):
    """Averages over rings of the fraction, and the flow [m3/s] = pi int r^2 rate dr."""
    x, phi = profile()
    below = np.append(0, np.cumsum((phi[1:] + phi[:-1]) / 2 * np.diff(x**2)))
    averages = np.diff(np.interp((face / RADIUS) ** 2, x**2, below)) / np.diff((face / RADIUS) ** 2)
    with np.errstate(divide="ignore"):
        rate = GRADIENT * RADIUS / 2 * x / (VISCOSITY * thickened(phi))   # 0 on the axis
    return averages, np.pi * RADIUS**3 * np.sum((rate[1:] + rate[:-1]) / 2 * np.diff(x**3) / 3)


def run(lab, picture):
    out = lab.run("phillips")
    wanted, flow = exact(out["r_face"])
    phi = out["concentration"][-1, 0].mean(axis=1)
    late = out.at("concentration", out["time"][-2])[0].mean(axis=1)
    if picture:
        x, fine = profile()
        picture("fraction", lambda axes: rings.draw_profiles(axes, RADIUS * x, [("", fine, out["r"], phi)], "Grains migrate to the axis", "volume fraction [-]"))
    return [rings.result("phillips/fraction", out, rings.mean_error(phi, wanted, out["r_face"]) / MEAN, 1e-2, what="mean error over the mean fraction"),
            rings.result("phillips/flow", out, abs(rings.flow(out) / flow - 1), 1e-2, what="flow against the integral of the exact rate"),
            rings.result("phillips/steady", out, rings.mean_error(phi, late, out["r_face"]) / MEAN, 1e-4, what="mean change in the last sixth of the run")]
