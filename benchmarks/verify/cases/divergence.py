"""Grains sink through a laminar flow upward and drag it along, so that it turns in r and z: whatever happens,

    div j = 0 in every cell;   mass of a class: in - out = stored - initial;   0 <= phi, coarse grains together <= packing
all to round-off. The masses are summed again here from the snapshots: fraction times the ring's volume times the grain's density.
    open       fed at the inlet, a denser batch above
    periodic   two batches that catch up with each other
"""
import math

import numpy as np

from verify import rings

# These hold whatever the coefficients are; so the faults make the accounts and the pipe disagree: the harness sums the masses with
# the density or the bore of a case that was not run, or looks for another packing.
FAULTS = {"the grain density of another case": ["solids[0].density=2001 kg/m3"], "the bore of another case": ["pipe.segments[0].bore=0.1001 m"],
          "another packing": ["maximum_packing=0.61", "initial.concentration[0].value=0.605"]}

DENSITY, PACKING, RADIUS, LENGTH = np.array([2000.0, 2650.0]), 0.6, 0.05, 2.0   # kg/m3 (nodules, sand), -, m, m
VARIANTS = {"open": {},
            "periodic": {"axisymmetric": "{ends: periodic, flow_rate: 3.926990816987e-3 m3/s, suspension_viscosity: thomas}", "feeds": "[]"}}


def mass_of(out, index):
    """Mass of each class [kg] in a snapshot, summed without rounding."""
    face = out["r_face"] * RADIUS / out["r_face"][-1]   # the bore of the case itself, not of the run
    volume = rings.areas(face) * LENGTH / len(out["z"])
    return np.array([density * math.fsum((phi * volume[:, None]).ravel()) for phi, density in zip(out["concentration"][index], DENSITY)])


def gap(out):
    """What is missing of each class, over all that was in or came in."""
    first, last, fed = mass_of(out, 0), mass_of(out, -1), out["totals/mass_in"]
    return np.max(np.abs((first + fed - out["totals/mass_out"] - last) / (first + np.abs(fed))))


def run(lab, picture):
    results, shown = [], {}
    for name, settings in VARIANTS.items():
        out = lab.run("divergence", **settings)
        phi, shown[name] = out["concentration"], out
        outside = max(-phi.min(), np.max(phi.sum(axis=1)) - PACKING)
        still = np.max(np.abs(out["radial_velocity"]))   # [m/s]: the flow must turn, or nothing was tried
        results += [rings.result(f"divergence/{name}", out, np.max(np.abs(out["series/divergence"])) if still > 1e-3 else math.nan, 1e-12,
                                 what=f"largest |div j| cell size over speed; radial velocities to {still:.2g} m/s"),
                    rings.result(f"divergence/{name}/mass", out, gap(out), 1e-12, what="largest relative gap of a class"),
                    rings.result(f"divergence/{name}/bounds", out, outside, 1e-14, what="how far a fraction leaves 0..packing")]
    if picture:
        for name, out in shown.items():
            picture(name, lambda axes: draw(axes, out, name))
    return results


def draw(axes, out, name):
    index = len(out["time"]) // 2
    mesh = axes.pcolormesh(out["z_face"], 1e3 * out["r_face"], out["concentration"][index].sum(axis=0), cmap="viridis")
    axes.figure.colorbar(mesh, label="volume fraction of grains [-]")
    axes.set(xlabel="height [m]", ylabel="radius [mm]", title=f"Grains in a laminar flow upward, {name}, after {out['time'][index]:.0f} s")
