"""A pressure ramp in a still clear liquid meets a slurry of another impedance Z = rho a/A: 2 Z2/(Z1 + Z2) of it goes on,
(Z2 - Z1)/(Z1 + Z2) returns. Pressures are read at probes on both sides once each wave has passed."""
import numpy as np

from verify.cases.wave_speed import DENSITY, GRAIN_BULK, GRAINS, exact
from verify.lab import Result

FAULTS = {"light grains": ["solids[0].density=2500 kg/m3"], "thinner slurry": ["initial.concentration[0].value=0.29"]}

PHI, RAMP, RISE = 0.3, 0.1, 1e5


def run(lab, picture):
    out = lab.run("waves", **{
        "solids": f"[{{name: grains, diameter: 1 mm, density: {GRAINS} kg/m3, bulk_modulus: {GRAIN_BULK} Pa, terminal_velocity: {{law: fixed, value: 0 m/s}}, hindrance: {{law: fixed, exponent: 3}}}}]",
        "initial.concentration": f"[{{class: grains, layer: [500 m, 1000 m], value: {PHI}}}]", "outlet": "closed",
        "inlet.value": f"[[0 s, 10 bar], [{RAMP} s, 11 bar]]", "time.end": "0.8 s",
        "output": "{snapshot_interval: 0.8 s, series_interval: 2 ms, probes: [301 m, 701 m]}"})
    first, second = DENSITY * exact(0.0), ((1 - PHI) * DENSITY + PHI * GRAINS) * exact(PHI)
    passed, returned = 2 * second / (first + second), (second - first) / (first + second)
    time, pressure = out["series/time"], out["series/probe_pressure"] - 10e5
    here = pressure[(time > 0.63) & (time < 0.7), 0].mean() / RISE   # the reflection is back at 301 m after 0.61 s
    there = pressure[(time > 0.63) & (time < 0.7), 1].mean() / RISE  # the wave is beyond 701 m, the closed end's echo is not back
    if picture:
        picture("pressure", lambda axes: draw(axes, time, pressure, passed, returned))
    return [Result("layered/passed", len(out["s"]), abs(there / passed - 1), 5e-3, model="axial/elastic", what="relative error of the wave that goes on"),
            Result("layered/returned", len(out["s"]), abs((here - 1) / returned - 1), 5e-3, model="axial/elastic", what="relative error of the wave that returns")]


def draw(axes, time, pressure, passed, returned):
    for column, level, name, colour in ((0, 1 + returned, "in the liquid", "C0"), (1, passed, "in the slurry", "C1")):
        axes.axhline(level, color=colour, linewidth=4, alpha=0.3, label=f"{name}, exact plateau")
        axes.plot(time, pressure[:, column] / RISE, color=colour, linewidth=1, label=f"{name}, computed")
    axes.set(xlabel="time [s]", ylabel="rise over the wave's own [-]", title="A wave between two impedances")
    axes.legend(fontsize=7)
