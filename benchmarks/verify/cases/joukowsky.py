"""Instant stop of a slow frictionless flow at the end of a level pipe that a reservoir feeds (Joukowsky 1898).

    1/a^2 = rho (1/K + c1 D/(E e)),  c1 = 1 (Korteweg; the program's pipe is free to move)
    at the stop: p = p_0 + rho a U for 2 L/a, then p_0 - rho a U for 2 L/a, and so on: a square wave of period 4 L/a
The last cell's centre is half a cell from the stop: its plateaus are shorter by ds/a, their height is the same.
    matched   time step ds/a, so that the waves run at Courant number 1
    free      the step a user gets: whatever divides the interval of the series
"""
import numpy as np

from verify.lab import Result

FAULTS = {"wrong bulk modulus": ["liquid.bulk_modulus=2.21 GPa"],
          "wrong wall thickness": ["pipe.segments[0].wall_thickness=19.5 mm"]}

DENSITY, BULK, YOUNG = 1030.0, 2.2e9, 207e9                   # kg/m3, Pa, Pa
LENGTH, BORE, WALL, CELL = 1000.0, 0.3, 0.02, 2.0             # [m]
FLOW, RESERVOIR = 0.007, 20e5                                 # m3/s, Pa
SPEED = 1 / np.sqrt(DENSITY * (1 / BULK + BORE / (YOUNG * WALL)))   # [m/s]
SURGE = DENSITY * SPEED * FLOW / (np.pi / 4 * BORE**2)              # [Pa]
PERIOD = 4 * LENGTH / SPEED                                         # [s]


def exact(time):
    return RESERVOIR + SURGE * np.where(np.mod(time, PERIOD) < PERIOD / 2, 1, -1)


def measure(time, pressure):
    """First peak and period (over ten) relative to the exact, and the plateau after ten periods over the first's."""
    excess = (pressure - RESERVOIR) / SURGE
    peak = excess[time < PERIOD / 2].max() - 1
    rises = np.flatnonzero((excess[:-1] < 0) & (excess[1:] >= 0) & (time[:-1] > PERIOD / 2))
    at = time[rises] - excess[rises] * (time[rises + 1] - time[rises]) / (excess[rises + 1] - excess[rises])
    number = np.rint(at / PERIOD)
    tenth, first = at[number == 10], at[number == 1]
    period = (tenth.mean() - first.mean()) / (9 * PERIOD) - 1 if len(tenth) and len(first) else np.nan
    inside = (time > 10.05 * PERIOD) & (time < 10.45 * PERIOD)
    return abs(peak), abs(period), 1 - excess[inside].mean(), np.max(np.abs(excess[inside] - 1))


def run(lab, picture):
    step = CELL / SPEED
    variants = {"matched": {"time.maximum_step": f"{step!r} s", "output.series_interval": f"{step!r} s", "time.end": f"{11 * PERIOD!r} s"},
                "free": {}}
    results, curves = [], {}
    for name, settings in variants.items():
        out = lab.run("joukowsky", **settings)
        time, pressure = out["series/time"][1:], out["series/outlet_pressure"][1:]
        curves[name] = time, pressure
        peak, period, loss, _ = measure(time, pressure)
        for what, error, tolerance, words in (("peak", peak, 1e-3, "first peak over rho a U"), ("period", period, 1e-3, "period over 4 L/a"),
                                              ("amplitude", loss, 1e-2, "part of the plateau lost after ten periods")):
            results.append(Result(f"joukowsky/{name}/{what}", len(out["s"]), error, tolerance, model="axial/elastic", what=words))
    if picture:
        for name, (time, pressure) in curves.items():
            picture(name, lambda axes: draw(axes, time, pressure))
    return results


def draw(axes, time, pressure):
    for start, colour in ((0, "C0"), (9, "C3")):
        inside = (time > start * PERIOD) & (time < (start + 1.4) * PERIOD)
        shifted = time[inside] - start * PERIOD
        axes.plot(shifted, exact(time[inside]) / 1e5, color=colour, linewidth=4, alpha=0.3, label="exact" + (f", {start} periods later" if start else ""))
        axes.plot(shifted, pressure[inside] / 1e5, color=colour, linewidth=0.8, label="computed" + (f", {start} periods later" if start else ""))
    axes.set(xlabel="time since the stop [s]", ylabel="pressure at the stop [bar]", title="Instant stop of a slow flow")
    axes.legend(fontsize=7)
