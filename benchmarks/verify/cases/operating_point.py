"""The steady flow where the pump's curve meets the system's, at the rated speed and, by affinity, at another.

    rho g H(Q, n) = p_out - p_in + rho g L + sum_i (f L_i/D_i + K_i) rho (Q/A_i)^2/2,   H(Q, n) = n^2 H_rated(Q/n)
with the rated curve linear between its points (textbook; affinity: H ~ n^2, Q ~ n, P ~ n^3). Root by scipy's brentq.
"""
import numpy as np
from scipy.optimize import brentq

from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.0200001"],
          "wrong pump curve": ["pumps[0].curve.head=[90 m, 84 m, 66.001 m, 34 m]"],
          "wrong speed": ["pumps[0].rated_speed=1450.01 rpm"]}

GRAVITY, DENSITY, DARCY = 9.80665, 1030.0, 0.02                                     # m/s2, kg/m3, -
INLET, OUTLET = 4.6e6, 101325.0                                                     # [Pa]
LENGTHS, BORES, LOSSES = np.array([300.0, 200.0]), np.array([0.3, 0.25]), np.array([3.0, 0.0])
CURVE_FLOW, CURVE_HEAD = np.array([0, 400, 800, 1200]) / 3600, np.array([90.0, 84, 66, 34])   # m3/s, m
CURVE_EFFICIENCY = np.array([0, 0.6, 0.8, 0.7])
SPEEDS = {"rated": 1450.0, "slower": 1300.0, "faster": 1600.0}                      # [rpm]


def pump_head(flow, ratio):
    return ratio**2 * np.interp(flow / ratio, CURVE_FLOW, CURVE_HEAD)


def system_head(flow):
    """Head [m] the column asks for at `flow` [m3/s]: static, friction, minor losses."""
    resistance = ((DARCY * LENGTHS / BORES + LOSSES) / (np.pi / 4 * BORES**2) ** 2).sum()  # [1/m4]
    return (OUTLET - INLET) / (DENSITY * GRAVITY) + LENGTHS.sum() + resistance * flow**2 / (2 * GRAVITY)


def exact(ratio):
    """Flow [m3/s], pressure rise [Pa], shaft power [W]."""
    flow = brentq(lambda q: pump_head(q, ratio) - system_head(q), 1e-3, CURVE_FLOW[-1] * ratio, xtol=1e-16, rtol=1e-15)
    rise = DENSITY * GRAVITY * pump_head(flow, ratio)
    return flow, rise, rise * flow / np.interp(flow / ratio, CURVE_FLOW, CURVE_EFFICIENCY)


def run(lab, picture):
    results, points = [], []
    for name, speed in SPEEDS.items():
        out = lab.run("operating_point", **{"pumps[0].speed": f"{speed} rpm"})
        computed = out["series/flow_rate"][-1], out["series/pump_head"][-1, 0], out["series/pump_power"][-1, 0]
        wanted = exact(speed / SPEEDS["rated"])
        error = max(abs(a / b - 1) for a, b in zip(computed, wanted))
        points.append((name, speed, computed))
        results.append(Result(f"operating-point/{name}", len(out["s"]), error, 1e-8,
                              what=f"largest relative error of flow, head and power at {speed:.0f} rpm"))
    if picture:
        picture("curves", lambda axes: draw(axes, points))
    return results


def draw(axes, points):
    flow = np.linspace(0.001, 0.33, 200)
    axes.plot(3600 * flow, system_head(flow), "k", label="system")
    for (name, speed, computed), colour in zip(points, ("C0", "C1", "C2")):
        axes.plot(3600 * flow, pump_head(flow, speed / SPEEDS["rated"]), colour, label=f"pump, {speed:.0f} rpm")
        axes.plot(3600 * computed[0], computed[1] / (DENSITY * GRAVITY), "o", color=colour, label=f"computed, {name}")
    axes.set(xlabel="flow [m3/h]", ylabel="head [m]", title="Operating point of a pump")
    axes.legend(fontsize=7)
