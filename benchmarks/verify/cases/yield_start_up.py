"""Start-up of a yield-stress liquid from rest under a gradient that is suddenly there, at the default step, tolerance and regularisation:
when the mean velocity is at 50 % and 90 % of the steady one, and the plug's radius in the end, against the fine radial reference of
verify/start_up.py. Bingham at three yield numbers tau_y/tau_w (0.95: two of 32 rings shear, so 64), Herschel-Bulkley at two indices. Order in time: differences between runs
whose courant, with which all steps go, is halved each time. Yield number above 1: nothing moves. Drive taken away: rest in the time that
the reference takes.
"""
import numpy as np

from verify import rings, start_up
from verify.lab import orders
from verify.viscoplastic import Law

FAULTS = {"wrong yield stress": ["rheology.table[0].yield_stress=7.7 Pa"], "wrong consistency": ["rheology.table[0].consistency=1.45 Pa.s"],
          "a regularised law": ["rheology.law=herschel_bulkley_papanastasiou", "rheology.regularisation_time=20 s"]}

DENSITY, RADIUS, GRADIENT, WALL = 1260.0, 0.11, 210.0, 11.55      # kg/m3, m, Pa/m, Pa
LAWS = {"bingham-0.1": (0.1, 1.4, 1.0, 14.0), "bingham-0.65": (0.65, 1.4, 1.0, 8.0), "bingham-0.95": (0.95, 1.4, 1.0, 1.5),
        "n-0.5": (0.65, 1.4, 0.5, 14.0), "n-0.3": (0.9, 1.4, 0.3, 2.0)}   # yield number, K [Pa s^n], n, end [s]
RINGS = {"bingham-0.95": 64}
COURANTS = (0.4, 0.2, 0.1, 0.05)


def law_of(number, consistency, index):
    return Law(number * WALL, consistency, index, 0, RADIUS, GRADIENT)


def words(law, end, rows=200, **more):
    return {"rheology.table": f"[{{fraction: 0, yield_stress: {law.yield_stress!r} Pa, consistency: {law.consistency!r} Pa.s, index: {law.index!r}}}]",
            "time.end": f"{end} s", "output.series_interval": f"{end / rows!r} s", "output.snapshot_interval": f"{end} s", **more}


def mean(out):
    return out["series/flow_rate"] / (np.pi * RADIUS**2)


def times(lab, name):
    """The run, and the relative distance of t50 and t90 from the reference, and of the plug's radius over the pipe's."""
    number, consistency, index, end = LAWS[name]
    law = law_of(number, consistency, index)
    known = start_up.history(law, DENSITY, end)
    final = known.mean[-1]
    wanted = [start_up.reaches(known.time, known.mean, share * final) for share in (0.5, 0.9)]
    out = lab.run("yield_start_up", **words(law, end, **{"grid.radial_cells": RINGS.get(name, 32)}))
    found = [start_up.reaches(out["series/time"], mean(out), share * final) for share in (0.5, 0.9)]
    middle = (known.face[1:] + known.face[:-1]) / 2
    radii = [start_up.plug_radius(law, *profile) for profile in ((middle, known.velocity), (out["r"], rings.velocity(out)))]
    return out, [abs(a / b - 1) for a, b in zip(found, wanted)] + [abs(radii[0] - radii[1]) / RADIUS], (known, out["series/time"], mean(out))


def in_time(lab):
    """Least order between runs whose steps are halved, from the mean velocity at eight times."""
    law, end = law_of(*LAWS["bingham-0.65"][:3]), 4.0
    means = [mean(lab.run("yield_start_up", **words(law, end, rows=8, **{"time.courant": c, "time.maximum_step": f"{c} s"}))) for c in COURANTS]
    gaps = [np.abs(a - b).mean() for a, b in zip(means, means[1:])]
    return min(orders([1 / c for c in COURANTS[:-1]], gaps))


def stops(lab):
    """Largest distance of the mean velocity behind the drive's end, over that before; and the speed a little after the reference rests."""
    law, off, end = law_of(*LAWS["bingham-0.65"][:3]), 4.0, 5.0
    known = start_up.history(law, DENSITY, end, drive=((0.0, 1.0), (off, 0.0)))
    out = lab.run("yield_start_up", **words(law, end, **{"axisymmetric.pressure_gradient": f"[[0 s, {GRADIENT} Pa/m], [{off} s, {GRADIENT} Pa/m], [{off + 1e-6} s, 0 Pa/m]]"}))
    late = out["series/time"] >= off
    return out, np.abs(mean(out) - known.at(out["series/time"]))[late].max() / known.at(off), np.abs(rings.velocity(out)).max()


def run(lab, picture):
    results, curves = [], []
    for name in LAWS:
        out, errors, curve = times(lab, name)
        curves.append((name, *curve))
        for what, error in zip(("t50", "t90", "plug"), errors):
            said = "plug's radius against the reference, over the pipe's" if what == "plug" else f"{what} against the reference"
            results.append(rings.result(f"yield-start-up/{name}/{what}", out, error, 1e-2, what=said))
    order = in_time(lab)
    results.append(rings.result("yield-start-up/order-in-time", out, 1.8 - order, 0.0, order, what="least order of the step alone, from differences of runs, wanted 1.8"))
    still = lab.run("yield_start_up", **words(law_of(1.2, 1.4, 1.0), 5.0))
    results.append(rings.result("yield-start-up/never-starts", still, np.abs(rings.velocity(still)).max(), 1e-11, what="largest speed [m/s] at a yield number of 1.2"))
    out, behind, rest = stops(lab)
    results.append(rings.result("yield-start-up/stops", out, behind, 5e-3, what="mean velocity behind the drive's end, over that before"))
    results.append(rings.result("yield-start-up/rest", out, rest, 1e-11, what="largest speed [m/s] one second behind the drive's end"))
    if picture:
        picture("start-up", lambda axes: draw(axes, curves))
    return results


def draw(axes, curves):
    for number, (name, known, time, values) in enumerate(curves):
        axes.plot(known.time / known.time[-1], known.mean / known.mean[-1], color=f"C{number}", linewidth=4, alpha=0.3, label=name)
        axes.plot(time / known.time[-1], values / known.mean[-1], "k.", markersize=2)
    axes.set(xlabel="time over that of the run", ylabel="mean velocity over that in the end", title="Start-up from rest: reference, and computed (dots)")
    axes.legend(fontsize=7)
