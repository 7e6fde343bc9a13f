"""Steady lifting of two slipping classes at a prescribed flow.

What is fed is delivered: phi_k u_k = q_k/A for every class, with u_k = j - v_k and the Masliyah-Lockett-Bassoon slip
    s_k = w_k (1 - phi)^(n_k - 2) (rho_k - rho_m)/(rho_k - rho_l),   v_k = s_k - sum_m phi_m s_m
(Masliyah 1979; Lockett & Bassoon 1979). The in-situ fractions follow by root finding, here with scipy. Then
    dp/ds = -(rho_m g + 4 tau_w/D + K/L rho_m V^2/2),   tau_w = f/8 rho_l V^2,   4 tau_w/D = 2 f_Fanning rho V^2/D.
The wall friction carries the liquid's density (the carrier's), the minor losses the mixture's: so the program defines them.
"""
import numpy as np
from scipy.optimize import fsolve

from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.0180001"],
          "wrong terminal velocity": ["solids[1].terminal_velocity.value=0.70001 m/s"],
          "no minor loss": ["pipe.segments[0].minor_loss=0"]}

GRAVITY = 9.80665                      # [m/s2], standard
LIQUID = 1030.0                        # [kg/m3]
GRAINS = np.array([2000.0, 2700.0])    # [kg/m3]
TERMINAL = np.array([0.2, 0.7])        # [m/s]
EXPONENT = np.array([3.0, 2.4])
FED = np.array([0.012, 0.008])         # [m3/s]
FLOW, BORE, LENGTH, DARCY, LOSS = 0.2, 0.3, 200.0, 0.018, 2.0  # m3/s, m, m, -, -
AREA = np.pi / 4 * BORE**2


def mixture_density(phi):
    return LIQUID + phi @ (GRAINS - LIQUID)


def delivered(phi):
    """Volume rate of each class [m3/s] at the in-situ fractions phi."""
    slip = TERMINAL * (1 - phi.sum()) ** (EXPONENT - 2) * (GRAINS - mixture_density(phi)) / (GRAINS - LIQUID)
    return AREA * phi * (FLOW / AREA - slip + phi @ slip)


def exact():
    """In-situ fractions and the pressure gradient [Pa/m]."""
    phi = fsolve(lambda x: delivered(x) / FED - 1, FED / FLOW, xtol=1e-14)
    velocity, density = FLOW / AREA, mixture_density(phi)
    friction = 4 * DARCY / 8 * LIQUID * velocity**2 / BORE
    return phi, -(density * GRAVITY + friction + LOSS / LENGTH * density * velocity**2 / 2)


def run(lab, picture):
    out = lab.run("steady_lift")
    phi, gradient = exact()
    s, cells = out["s"], len(out["s"])
    computed, pressure = out["concentration"][-1], out["pressure"][-1]
    in_situ = np.max(np.abs(computed / phi[:, None] - 1))
    drop = (pressure[-1] - pressure[0]) / (gradient * (s[-1] - s[0])) - 1
    passed = np.max(np.abs(out["series/delivered_rate"][-1] / FED - 1))
    if picture:
        picture("in-situ", lambda axes: draw(axes, s, computed, phi))
    return [Result("steady-lift/in-situ", cells, in_situ, 1e-8, what="largest relative error of the in-situ fractions, any cell"),
            Result("steady-lift/delivered", cells, passed, 1e-8, what="relative error of the delivered rates"),
            Result("steady-lift/pressure", cells, abs(drop), 1e-8, what="relative error of the pressure difference")]


def draw(axes, s, computed, phi):
    for name, values, value, colour in zip(("fine", "coarse"), computed, phi, ("C0", "C1")):
        axes.axhline(100 * value, color=colour, linewidth=4, alpha=0.3, label=f"{name}, exact")
        axes.plot(s, 100 * values, color=colour, linestyle="--", label=f"{name}, computed")
    axes.set(xlabel="distance from the inlet [m]", ylabel="in-situ volume fraction [%]", title="Steady lifting of two sizes")
    axes.legend()
