"""Column separation at a valve that closes at once: a level pipe from a low reservoir, discrete gas cavities in every cell, against
the discrete gas cavities of the harness's method of characteristics (verify/moc.py; Wylie & Streeter 1993, section 8-5)."""
import numpy as np

from verify import moc
from verify.cases.allievi import AREA, BASIN, BORE, DENSITY, LENGTH, SPEED
from verify.lab import Result

FAULTS = {"no cavities": ["waves.cavities=false"], "wrong bulk modulus": ["liquid.bulk_modulus=1.6 GPa"]}

RESERVOIR, FLOW, DARCY, VAPOUR, GAS, START = 5e5, 0.05, 0.03, 2340.0, 1e-7, 0.1
PERIODS = 3


def run(lab, picture):
    end = START + PERIODS * 4 * LENGTH / SPEED
    lost = DARCY * LENGTH / BORE * DENSITY / 2 * (FLOW / AREA) ** 2
    kv = FLOW / np.sqrt((RESERVOIR - lost - BASIN) / 1e5)
    pipe = moc.Pipe(LENGTH, BORE, DENSITY, SPEED, DARCY, RESERVOIR, BASIN, lambda t: kv / np.sqrt(1e5) if t < START else 0.0,
                    reaches=500, vapour=VAPOUR, gas=GAS)
    time, wanted = moc.solve(pipe, FLOW, end)
    out = lab.run("waves", **{
        "inlet.value": f"{RESERVOIR} Pa", "valves": f"[{{name: end_valve, position: {LENGTH} m, coefficient: [[0, 0 m3/s], [1, {kv!r} m3/s]], opening: [[0 s, 1], [{START} s, 1], [{START + 1e-6} s, 0]]}}]",
        "friction": f"{{law: constant, darcy_factor: {DARCY}}}", "waves": f"{{cavities: true, vapour_pressure: {VAPOUR} Pa, free_gas: {GAS}}}",
        "initial.flow_rate": f"{FLOW} m3/s", "time.end": f"{end!r} s", "output.snapshot_interval": f"{end!r} s", "output.series_interval": "2 ms"})
    at, computed = out["series/time"], out["series/outlet_pressure"]
    if picture:
        picture("pressure", lambda axes: draw(axes, at, computed, time, wanted))
    later, later_wanted = computed[at > START + 2.2 * LENGTH / SPEED].max(), wanted[time > START + 2.2 * LENGTH / SPEED].max()
    said = np.ravel(out["totals/cavity_time"])[0] >= 0 and out["envelope/maximum_cavity"].max() > 0
    lowest = out["envelope/minimum_pressure"].min()
    return [Result("cavity/peak", len(out["s"]), abs(later / later_wanted - 1), 0.1, model="axial/elastic", what="highest pressure after the cavity, relative"),
            Result("cavity/duration", len(out["s"]), abs(lasted(at, computed) / lasted(time, wanted) - 1), 0.02, model="axial/elastic", what="time the first cavity stays open, relative"),
            Result("cavity/said", len(out["s"]), 0.0 if said else 1.0, 0.5, model="axial/elastic", what="the run reports the cavity"),
            Result("cavity/vapour", len(out["s"]), max(VAPOUR - lowest, 0.0), 0.0, model="axial/elastic", what="[Pa] below vapour pressure")]


def lasted(time, pressure):
    """[s] from the fall of the pressure at the valve to its return."""
    down = np.flatnonzero((pressure[:-1] >= 2e5) & (pressure[1:] < 2e5))[0]
    return time[down + int(np.argmax(pressure[down + 1:] >= 2e5))] - time[down]


def draw(axes, at, computed, time, wanted):
    axes.plot(time, wanted / 1e5, color="C0", linewidth=4, alpha=0.3, label="method of characteristics, discrete gas cavities")
    axes.plot(at, computed / 1e5, color="C0", linewidth=0.8, label="computed")
    axes.set(xlabel="time [s]", ylabel="pressure at the valve [bar]", title="Column separation at a valve")
    axes.legend(fontsize=7)
