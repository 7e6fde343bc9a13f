"""Closure of a valve in clear water with friction against the harness's own method of characteristics (verify/moc.py), five periods."""
import numpy as np

from verify import moc
from verify.cases.allievi import AREA, BASIN, BORE, DENSITY, LENGTH, RESERVOIR, SPEED, START
from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.06"], "wrong bulk modulus": ["liquid.bulk_modulus=2.1 GPa"]}

FLOW, DARCY, CLOSURE = 0.12, 0.03, 1.0  # m3/s, -, s
PERIODS = 5


def run(lab, picture):
    end = START + CLOSURE + PERIODS * 4 * LENGTH / SPEED
    lost = DARCY * LENGTH / BORE * DENSITY / 2 * (FLOW / AREA) ** 2
    kv = FLOW / np.sqrt((RESERVOIR - lost - BASIN) / 1e5)
    opening = lambda t: float(np.clip(1 - (t - START) / CLOSURE, 0, 1))
    pipe = moc.Pipe(LENGTH, BORE, DENSITY, SPEED, DARCY, RESERVOIR, BASIN, lambda t: kv / np.sqrt(1e5) * opening(t))
    time, wanted = moc.solve(pipe, FLOW, end)
    out = lab.run("waves", **{
        "valves": f"[{{name: end_valve, position: {LENGTH} m, coefficient: [[0, 0 m3/s], [1, {kv!r} m3/s]], opening: [[0 s, 1], [{START} s, 1], [{START + CLOSURE} s, 0]]}}]",
        "friction": f"{{law: constant, darcy_factor: {DARCY}}}", "waves.cavities": "false", "initial.flow_rate": f"{FLOW} m3/s",
        "time.end": f"{end!r} s", "output.snapshot_interval": f"{end!r} s"})
    at, computed = out["series/time"], out["series/outlet_pressure"]
    surge = DENSITY * SPEED * FLOW / AREA
    gap = (computed - np.interp(at, time, wanted)) / surge
    worst_peak = max(abs(computed[s].max() - wanted[t].max()) / surge for s, t in windows(at, time))
    if picture:
        picture("pressure", lambda axes: draw(axes, at, computed, time, wanted))
    return [Result("characteristics/rms", len(out["s"]), float(np.sqrt(np.mean(gap**2))), 5e-3, model="axial/elastic", what="rms difference at the valve over rho a U, five periods"),
            Result("characteristics/peaks", len(out["s"]), float(worst_peak), 5e-3, model="axial/elastic", what="worst of the five peaks, over rho a U")]


def windows(at, time):
    period = 4 * LENGTH / SPEED
    for k in range(PERIODS):
        ends = START + k * period, START + (k + 1) * period
        yield [(x >= ends[0]) & (x < ends[1]) for x in (at, time)]


def draw(axes, at, computed, time, wanted):
    axes.plot(time, wanted / 1e5, color="C0", linewidth=4, alpha=0.3, label="method of characteristics")
    axes.plot(at, computed / 1e5, color="C0", linewidth=0.8, label="computed")
    axes.set(xlabel="time [s]", ylabel="pressure at the valve [bar]", title="Closure of a valve with friction")
    axes.legend(fontsize=7)
