"""A tunnel from a reservoir to a vessel with a gas cushion, its end closed: mass oscillation after the reservoir rises.

    rho L/A dQ/dt = p_r - p - k Q|Q|,   dV/dt = -Q,   p V^n = p_0 V_0^n   (Wylie & Streeter 1993, section 6.4; Chaudhry 2014, chapter 10)
Water and pipe wall give too: A L beta is 0.7 % of what the gas gives, V/(n p). The swing's pressure falls in a straight line to the reservoir, so a third
of A L beta counts (Rayleigh); it is added to the gas. scipy, 1e-10. Compared over four swings.
"""
import numpy as np
from scipy.integrate import solve_ivp

from verify.lab import Result

FAULTS = {"stiffer gas": ["vessels[0].exponent=1.25"], "larger vessel": ["vessels[0].gas_volume=4.2 m3"],
          "no vessel": ["vessels[0].gas_volume=0.004 m3"]}

LENGTH, BORE, DENSITY, GAS, EXPONENT = 995.0, 0.5, 1000.0, 4.0, 1.2
AREA = np.pi / 4 * BORE**2
COMPLIANCE = 1 / 2.2e9 + BORE / (2.07e11 * 0.02)         # [1/Pa]
BEFORE, AFTER = 1.5e5, 2e5


def exact(time):
    def pressure(volume):
        return BEFORE * (GAS / volume) ** EXPONENT

    def slope(_, state):
        flow, volume = state
        held = pressure(volume)
        stiff = EXPONENT * held / volume                 # -dp/dV
        return [(AFTER - held) * AREA / (DENSITY * LENGTH), -flow / (1 + stiff * AREA * LENGTH * COMPLIANCE / 3)]
    found = solve_ivp(slope, (0, time[-1]), [0.0, GAS], t_eval=time, rtol=1e-10, atol=1e-12)
    return found.y[1], pressure(found.y[1])


def run(lab, picture):
    out = lab.run("air_vessel")
    time, gas = out["series/time"], out["series/gas_volume"][:, 0]
    volume, held = exact(time)
    swing = np.ptp(volume), np.ptp(held)
    probe = out["series/probe_pressure"][:, 0]
    if picture:
        picture("volume", lambda axes: draw(axes, time, volume, gas))
    return [Result("air-vessel/volume", len(out["s"]), float(np.sqrt(np.mean((gas - volume)**2)) / swing[0]), 2e-3,
                   what="rms difference of the gas volume over its swing"),
            Result("air-vessel/pressure", len(out["s"]), float(np.sqrt(np.mean((probe - held)[1:]**2)) / swing[1]), 2e-3,
                   what="rms difference of the pressure before the vessel over its swing; waves ride on it"),
            Result("air-vessel/highest", len(out["s"]), float(abs(probe.max() - held.max()) / held.max()), 2e-3, what="highest pressure")]


def draw(axes, time, volume, gas):
    axes.plot(time, volume, color="C0", linewidth=4, alpha=0.3, label="exact")
    axes.plot(time, gas, "k", linewidth=0.8, label="computed")
    axes.set(xlabel="time [s]", ylabel="gas [m3]", title="Water swinging against a gas cushion")
    axes.legend()
