"""The bore and the flow that lift a dry rate M for the least energy, against a search of the closed formulas.

One class, constant Darcy factor f, pump efficiency eta, a column open to the sea below. With C delivered, Q = M/(rho_s C), j = Q/A:
    phi (j - w (1 - phi)^n) = C j                                   in situ from delivered (Richardson & Zaki 1954)
    dp = phi (rho_s - rho_l) g L + f rho_l j^2 L/(2 D),   E = dp Q/(eta M)
subject to j >= t w (least transport). For each bore the least E over the same C, and the least of all by scipy over both, C at most the largest tried.
"""
import numpy as np
from scipy.optimize import brentq, minimize

from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.02001"],
          "wrong terminal velocity": ["solids[0].terminal_velocity.value=0.3003 m/s"],
          "limit forgotten": ["size.limits.transport=0"]}

GRAVITY, LIQUID, GRAINS, TERMINAL, EXPONENT = 9.80665, 1030.0, 2000.0, 0.3, 2.7
LENGTH, DARCY, EFFICIENCY, RATE, TRANSPORT = 1000.0, 0.02, 0.8, 1e5 / 3600, 4.0     # m, -, -, kg/s, -
BORES, DELIVERED = np.linspace(0.15, 0.4, 51), np.linspace(0.02, 0.22, 201)


def energy(bore, delivered):
    """[J/kg]; infinite where the grains are not carried fast enough, or nothing like it can be."""
    if not (bore > 0 and 0 < delivered <= DELIVERED[-1]):
        return np.inf
    flow = RATE / GRAINS / delivered
    j = flow / (np.pi / 4 * bore**2)
    if j < TRANSPORT * TERMINAL:
        return np.inf
    phi = brentq(lambda x: x * (j - TERMINAL * (1 - x) ** EXPONENT) - delivered * j, 1e-9, 0.9, xtol=1e-15)
    return (phi * (GRAINS - LIQUID) * GRAVITY + DARCY * LIQUID * j**2 / (2 * bore)) * LENGTH * flow / (EFFICIENCY * RATE)


def run(lab, picture):
    out = lab.run("sizing", command="size")
    least = np.array([min(energy(bore, c) for c in DELIVERED) for bore in BORES])
    good = np.isfinite(least)
    computed = out["energy"] * 3600                                                 # kWh/t to J/kg
    error = np.max(np.abs(computed[good] / least[good] - 1))
    rejected = np.array_equal(out["used"] <= 1 + 1e-9, good)
    chosen = out["bore"][np.argmin(np.where(out["used"] <= 1 + 1e-9, computed, np.inf))]
    # On the border of transport the flow follows from the bore: one unknown left.
    border = minimize(lambda x: energy(x[0], RATE / GRAINS / (TRANSPORT * TERMINAL * (1 + 1e-9) * np.pi / 4 * x[0] ** 2)), [0.3], method="Nelder-Mead", options={"xatol": 1e-6})
    free = minimize(lambda x: energy(x[0], x[1]), [0.25, 0.05], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-6})
    exact = min(border.fun, free.fun)
    if picture:
        picture("energy", lambda axes: draw(axes, computed, least))
    return [Result("sizing/energy", len(BORES), error, 1e-6, what="largest relative error of the least energy of a bore"),
            Result("sizing/bore", len(BORES), abs(chosen - BORES[np.argmin(least)]), 1e-9, what="best bore against a search of the same values [m]"),
            Result("sizing/optimum", len(BORES), computed.min() / exact - 1 if rejected else np.nan, 1e-4, what="least energy over the continuous optimum, and the same bores rejected")]


def draw(axes, computed, least):
    axes.plot(1e3 * BORES, least / 3600, "k", label="exact")
    axes.plot(1e3 * BORES, computed / 3600, "o", ms=4, label="computed")
    axes.set_xlabel("bore [mm]")
    axes.set_ylabel("energy [kWh/t]")
    axes.legend()
