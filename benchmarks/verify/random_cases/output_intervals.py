"""Random cases of the other families at two further pairs of intervals of rows and snapshots: the end must be the
same. Reference: the case itself."""

import math

import numpy as np

from verify.random_cases import load
from verify.random_cases.trial import Found, Trial

FROM = ("column", "waves", "steady_lift")
FIELDS = ("pressure", "flow_rate", "concentration", "temperature", "wall_temperature")
FAULT = 1.1  # on the fields of the first run


def intervals(d, end):
    """Rows and snapshots that divide nothing evenly, from a five-hundredth of the run to more than all of it."""
    return tuple(f"output.{name}={end * d.log(0.002, 1.3)!r} s" for name in ("snapshot_interval", "series_interval"))


def scale_of(name, run):
    """What a difference of a field is measured by: its largest change, or its size where it hardly changes."""
    field = run[name]
    return max(
        float(np.abs(field - field[0]).max()),
        0.01 * float(np.abs(field).max()) if name != "pressure" else 1e-6 * float(np.abs(field).max()),
        1e-300,
    )


def compared(runs, fault):
    first, worst = runs[0], (0.0, "no difference")
    for j, other in enumerate(runs[1:], 1):
        if abs(other["time"][-1] / first["time"][-1] - 1) > 1e-9:
            return Found(math.nan, f"run {j} ends at {other['time'][-1]!r} s, the first at {first['time'][-1]!r} s")
        for name in FIELDS:
            if name not in first.data:
                continue
            gap = np.abs(other[name][-1] - fault * first[name][-1]) / scale_of(name, first)
            worst = max(
                worst,
                (float(np.where(np.isnan(gap), np.inf, gap).max()), f"{name} at the end of run {j} (its --set below)"),
            )
    return Found(*worst)


def make(d):
    family = d.pick(*FROM)
    base = load(family).make(d)
    end = float(base.config["time"]["end"].split()[0])
    return Trial(base.config, lambda *runs, fault=1.0: compared(runs, fault), (intervals(d, end), intervals(d, end)))
