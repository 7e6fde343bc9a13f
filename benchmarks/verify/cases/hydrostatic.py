"""A stratified column at rest in a closed pipe stays at rest: dp/dz = -rho g, whatever the layers, so that every velocity is 0.

Mud in layers, the densest below; the ends of the layers lie within cells. Nothing moves, so the fractions stay what they were.
    upright    equal rings
    inclined   30 deg, rings thinner at the wall, a yield stress
"""
import numpy as np

from verify import rings

SETTLES = "{name: mud, diameter: 1 mm, density: 2650 kg/m3, terminal_velocity: {law: fixed, value: 1e-6 m/s}, hindrance: {law: fixed, exponent: 4}}"
FAULTS = {"a leak": ["axisymmetric={ends: open, flow_rate: 1e-10 m3/s}"], "mud that settles": [f"solids=[{SETTLES}]"]}

VARIANTS = {"upright": {},
            "inclined": {"pipe.segments[0].inclination": "30 deg", "grid.wall_cell": "0.5 mm",
                         "rheology": "{law: bingham, regularisation_time: 10 s, table: [{fraction: 0, yield_stress: 6 Pa, consistency: 1 mPa.s, index: 1}]}"}}


def run(lab, picture):
    results, curves = [], {}
    for name, settings in VARIANTS.items():
        out = lab.run("hydrostatic", **settings)
        speed = np.abs(out["series/largest_speed"])
        field = max(np.max(np.abs(out["axial_velocity"])), np.max(np.abs(out["radial_velocity"])))
        moved = np.max(np.abs(out["concentration"] - out["concentration"][0]))
        curves[name] = out["series/time"], speed
        results += [rings.result(f"hydrostatic/{name}", out, max(np.max(speed), field), 1e-10, what="largest speed [m/s] in 20 s"),
                    rings.result(f"hydrostatic/{name}/layers", out, moved, 1e-10, what="largest change of the fraction in any cell")]
    if picture:
        picture("speed", lambda axes: draw(axes, curves))
    return results


def draw(axes, curves):
    for name, (time, speed) in curves.items():
        axes.semilogy(time, np.maximum(speed, 1e-18), ".-", label=name)
    axes.axhline(1e-10, color="black", linestyle=":", label="allowed")
    axes.set(xlabel="time [s]", ylabel="largest speed [m/s] (0 drawn as 1e-18)", title="A stratified column at rest (exact: 0)")
    axes.legend()
