"""Linear closure of a valve at the end of a frictionless level pipe, faster and slower than 2 L/a: Allievi's interlocking equations.

    theta = 2 L/a, pipe constant r = a V0 rho/(2 p0), p0 the valve's pressure difference at the start, zeta^2 = p/p0, opening eta:
    zeta_i^2 + zeta_(i-1)^2 - 2 = 2 r (eta_(i-1) zeta_(i-1) - eta_i zeta_i)   at times t_0 + i theta, zeta = 1 before.
Source: Allievi 1913; Wylie & Streeter 1993, chapter 1.
"""
import numpy as np

from verify.lab import Result

FAULTS = {"wrong bulk modulus": ["liquid.bulk_modulus=2.0 GPa"], "half the valve": ["valves[0].coefficient=[[0, 0 m3/s], [1, 0.01 m3/s]]"]}

DENSITY, BULK, YOUNG = 1000.0, 2.2e9, 207e9
LENGTH, BORE, WALL = 1000.0, 0.3, 0.02
RESERVOIR, BASIN, VELOCITY = 20e5, 101325.0, 0.8
AREA = np.pi / 4 * BORE**2
SPEED = 1 / np.sqrt(DENSITY * (1 / BULK + BORE / (YOUNG * WALL)))
START = 0.1  # [s] the closure begins


def exact(time, closure):
    """Pressure before the valve [Pa] at the times: a chain of theta back to the steady state for each."""
    theta, drop = 2 * LENGTH / SPEED, RESERVOIR - BASIN
    constant = SPEED * VELOCITY * DENSITY / (2 * drop)
    opening = lambda t: float(np.clip(1 - (t - START) / closure, 0, 1))
    result = []
    for t in time:
        steps = int(np.floor(max(t - START, 0) / theta))
        zeta, eta = 1.0, 1.0
        for at in t - theta * np.arange(steps, -1, -1):
            new = opening(at)
            b, c = 2 * constant * new, zeta**2 - 2 - 2 * constant * eta * zeta
            zeta, eta = (-b + np.sqrt(b * b - 4 * c)) / 2, new
        result.append(BASIN + drop * zeta**2)
    return np.array(result)


def settings(closure, end):
    flow = VELOCITY * AREA
    kv = flow / np.sqrt((RESERVOIR - BASIN) / 1e5)  # m3/s of water at 1 bar
    return {"valves": f"[{{name: end_valve, position: {LENGTH} m, coefficient: [[0, 0 m3/s], [1, {kv!r} m3/s]], opening: [[0 s, 1], [{START} s, 1], [{START + closure} s, 0]]}}]",
            "initial.flow_rate": f"{flow!r} m3/s", "time.end": f"{end} s", "output.snapshot_interval": f"{end} s"}


def run(lab, picture):
    results, curves = [], {}
    for name, closure in (("fast", 1.0), ("slow", 5.0)):
        out = lab.run("waves", **settings(closure, 8))
        time, computed = out["series/time"], out["series/outlet_pressure"]
        wanted = exact(time, closure)
        curves[name] = time, computed, wanted
        error = (computed.max() - BASIN) / (wanted.max() - BASIN) - 1
        results.append(Result(f"allievi/{name}/peak", len(out["s"]), abs(error), 5e-3, model="axial/elastic", what="relative error of the highest pressure at the valve"))
    if picture:
        picture("closure", lambda axes: draw(axes, curves))
    return results


def draw(axes, curves):
    for (name, (time, computed, wanted)), colour in zip(curves.items(), ("C0", "C1")):
        axes.plot(time, wanted / 1e5, color=colour, linewidth=4, alpha=0.3, label=f"{name} closure, exact")
        axes.plot(time, computed / 1e5, color=colour, linewidth=0.8, label=f"{name} closure, computed")
    axes.set(xlabel="time [s]", ylabel="pressure at the valve [bar]", title="Linear closure of a valve")
    axes.legend(fontsize=7)
