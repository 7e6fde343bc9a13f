"""Mass of every class: in - out = stored - initial, to round-off, whatever happens in between.

Fluctuating feeds (mass rate, volume rate and held concentration), four classes, a change of bore, a flow that follows its
pressures, and the same fed harder into a weak flow, so that grains settle on the bottom. The stored and the initial mass are
summed again here from the snapshots: concentration times cell volume times grain density.
"""
import math

import numpy as np

from verify.lab import Result

# Conservation holds whatever the coefficients are; so the faults make the accounts and the pipe disagree: the harness reads
# a stored mass, summed with the density or the volume of a case that was not run.
FAULTS = {"the grain density of another case": ["solids[2].density=2001 kg/m3"],
          "the bore of another case": ["pipe.segments[1].bore=0.361 m"]}

DENSITY = np.array([2650.0, 2000.0, 2000.0, 3200.0])             # [kg/m3]
BORES, LENGTHS, CELL = (0.30, 0.36), (800.0, 700.0), 5.0         # [m]
VARIANTS = {"lifting": {},
            "falling-back": {"inlet.value": "[[0 s, 158 bar], [10 min, 150 bar], [20 min, 170 bar]]", "initial.flow_rate": "0 m3/s"}}


def volumes():
    """Cell volumes [m3] from the case itself, not from the run."""
    return np.concatenate([np.full(round(length / CELL), np.pi / 4 * bore**2 * CELL) for bore, length in zip(BORES, LENGTHS)])


def mass_of(concentration):
    """Mass of each class [kg], summed without rounding."""
    volume = volumes()
    return np.array([density * math.fsum(row * volume) for row, density in zip(concentration, DENSITY)])


def gap(out):
    """What is missing of each class, over all that was in or came in."""
    first, last = mass_of(out["concentration"][0]), mass_of(out["concentration"][-1])
    fed, delivered = out["totals/mass_in"], out["totals/mass_out"]
    return (first + fed - delivered - last) / (first + fed)


def run(lab, picture):
    results, bars = [], {}
    for name, settings in VARIANTS.items():
        out = lab.run("mass", **settings)
        bars[name] = gap(out)
        moved = out["totals/mass_out"].sum()
        results.append(Result(f"mass/{name}", len(out["s"]), np.max(np.abs(bars[name])), 1e-12,
                              what=f"largest relative gap of a class; {moved / 1000:.1f} t delivered"))
    if picture:
        picture("gap", lambda axes: draw(axes, bars))
    return results


def draw(axes, bars):
    for shift, (name, values) in enumerate(bars.items()):
        axes.bar(np.arange(4) + 0.4 * shift, np.maximum(np.abs(values), 1e-18), 0.4, label=name)
    axes.axhline(1e-12, color="black", linestyle=":", label="allowed")
    axes.set(yscale="log", ylabel="missing mass over the throughput [-]", title="Mass of every class (exact: 0)")
    axes.set_xticks(np.arange(4) + 0.2, ["mud", "fine", "middle", "coarse"])
    axes.legend()
