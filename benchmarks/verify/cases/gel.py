"""A standing column of mud ages, S = 1 - exp(-t/T); a slowly rising pressure breaks it when it reaches 4 tau(t) L/D.

    tau = tau_0 (1 + growth S)  (Moore 1959);  dp(t) = rate (t - t_0);  physics: 10 Pa in D 0.3 m over 6,000 m = 8 bar fresh
Compared: the time the column starts, as pressure; and the pressure to restart that the run reports just before it.
"""
import numpy as np
from scipy.optimize import brentq

from verify.lab import Result

FAULTS = {"slower ageing": ["rheology.ageing.time=900 s"], "weaker gel": ["rheology.table[1].yield_stress=9.8 Pa"],
          "no ageing": ["rheology.ageing.growth=0"]}

LENGTH, BORE, FRESH, GROWTH, AGEING = 6000.0, 0.3, 10.0, 1.5, 600.0
WAIT, RATE = 600.0, 24e5 / 2400.0                        # [s], [Pa/s]


def threshold(time):
    return 4 * FRESH * (1 + GROWTH * (1 - np.exp(-time / AGEING))) * LENGTH / BORE


def drive(time):
    return RATE * (time - WAIT)


def run(lab, picture):
    out = lab.run("gel")
    time, flow, held = out["series/time"], out["series/flow_rate"], out["series/restart_pressure"]
    start = brentq(lambda t: drive(t) - threshold(t), WAIT, 3000.0)
    moves = time[np.argmax(flow > 0)]   # at rest the flow is exactly 0; just above the threshold a plug creeps
    before = time < start - 5
    if picture:
        picture("pressures", lambda axes: draw(axes, time, held, start))
    return [Result("gel/start", len(out["s"]), float(abs(drive(moves) - drive(start)) / drive(start)), 1e-3, what="pressure at which the column starts"),
            Result("gel/reported", len(out["s"]), float(np.max(np.abs(held[before] / threshold(time[before]) - 1)[1:])), 1e-9,
                   what="reported pressure to restart over 4 tau L/D while it stands")]


def draw(axes, time, held, start):
    axes.plot(time, threshold(time) / 1e5, color="C0", linewidth=4, alpha=0.3, label="4 tau(t) L/D, exact, standing")
    axes.plot(time, held / 1e5, "k", linewidth=0.8, label="pressure to restart, computed")
    axes.plot(time, np.maximum(drive(time), 0) / 1e5, "C1--", label="pressure that pushes")
    axes.axvline(start, color="C2", linewidth=0.8, label="exact start")
    axes.set(xlabel="time [s]", ylabel="pressure [bar]", title="An aged gel is broken")
    axes.legend(fontsize=7)
