"""A smooth pulse carried by uniform flow: phi(V, t) = phi_0(V - Q t), V the pipe's volume up to a place.

Two families of grids: one bore, and a bore that widens, where only a flux that is right in the volume coordinate keeps the
order. Cell averages are exact, by the error function. The long run: 6 km of travel at cells of 1 m.
"""
import numpy as np
from scipy.special import erf

from verify.lab import Result, orders

FAULTS = {"wrong flow": ["inlet.value=0.0701 m3/s"],
          "dispersion": ["dispersion={law: constant, value: 0.01 m2/s}"]}

FLOW, CENTRE, WIDTH, PEAK, BACKGROUND = 0.07, 250.0, 60.0, 0.2, 0.05   # m3/s, m, m, -, -
CELLS = (100, 200, 400, 800)
WIDER = "[{length: 500 m, bore: 0.3 m, wall_thickness: 20 mm}, {length: 500 m, bore: 0.36 m, wall_thickness: 20 mm}]"


def exact(out, time, width=WIDTH, centre=CENTRE, peak=PEAK, background=BACKGROUND):
    """Cell averages at `time`. The pulse is gaussian in volume, of width `width` times the area where it began."""
    face = np.concatenate([[0], np.cumsum(out["cell_volume"])])
    area = np.pi / 4 * out["bore"][0] ** 2
    x = (face - centre * area - FLOW * time) / (width * area)
    return background + peak * width * area * np.sqrt(np.pi) / 2 * np.diff(erf(x)) / np.diff(face)


def errors_of(lab, **settings):
    """Mean error over the peak on each grid; the step shrinks with the cell to the power 5/3, so that space decides."""
    errors, last = [], None
    for n in CELLS:
        # settings for the grid come last: a planted fault must not be overruled
        last = lab.run("pulse", **{**settings, "grid.cell_length": f"{1000 / n} m", "time.courant": f"{0.4 * (100 / n) ** (2 / 3):.6f}"})
        volume = last["cell_volume"]
        difference = np.abs(last["concentration"][-1, 0] - exact(last, 500.0))
        errors.append(difference @ volume / volume.sum() / PEAK)
    return errors, last


def long_travel(lab):
    """A pulse of 50 m width carried over 6 km at cells of 1 m: what is left of its peak."""
    speed = FLOW / (np.pi / 4 * 0.3**2)
    settings = {"pipe.segments[0].length": "6400 m", "pipe.inlet_depth": "6400 m", "grid.cell_length": "1 m", "time.courant": "0.8",
                "time.end": f"{6000 / speed!r} s", "initial.concentration": "[{class: tracer, gaussian: {centre: 200 m, width: 50 m}, value: 0.2}]", "feeds": "[]",
                "output.snapshot_interval": "1000 s"}
    out = lab.run("pulse", **settings)
    wanted = exact(out, 6000 / speed, 50.0, 200.0, 0.2, 0.0)
    return out, wanted


def run(lab, picture):
    results = []
    for family, settings in (("uniform", {}), ("bore-change", {"pipe.segments": WIDER})):
        errors, last = errors_of(lab, **settings)
        order = orders(CELLS, errors)
        results.append(Result(f"pulse/{family}", CELLS[-1], 4.5 - min(order), 0.0, min(order), what="least order in L1, wanted 4.5"))
        if picture:
            picture(family, lambda axes: draw(axes, last, exact(last, 500.0)))
    out, wanted = long_travel(lab)
    lost = 1 - out["concentration"][-1, 0].max() / wanted.max()
    shift = np.abs(out["concentration"][-1, 0] - wanted).max() / 0.2
    if picture:
        picture("6km", lambda axes: draw(axes, out, wanted))
    results.append(Result("pulse/peak-after-6km", len(out["s"]), lost, 0.01, what="part of the peak lost"))
    results.append(Result("pulse/shape-after-6km", len(out["s"]), shift, 0.01, what="largest error over the peak"))
    return results


def draw(axes, out, wanted):
    axes.plot(out["s"], wanted, color="C0", linewidth=4, alpha=0.3, label="exact")
    axes.plot(out["s"], out["concentration"][-1, 0], "k--", linewidth=1, label="computed")
    axes.set(xlabel="distance from the inlet [m]", ylabel="volume fraction [-]", title="A pulse carried by the flow")
    axes.legend()
