"""Fronts that travel up a pipe: the exact solution of d(phi)/dt + d(f(phi))/ds = 0 with a feed that jumps, and errors against it.

f is convex (the thicker, the faster): a jump to the thick side travels as a shock, back to the thin side as a fan. They do not meet within
6 km: `exact` says so if they would. Every code is held against the solution of its own f, for their settling laws differ a little.
"""
import math

import numpy as np

POINTS = 64  # at which a cell's average is taken


def riser_flux(case):
    """Flux of grains over the area [m/s] by Richardson and Zaki's law."""
    return lambda phi: phi * (case.velocity - case.settling * (1 - phi)**case.exponent)


def slope_of(flux, phi, h=1e-6):
    return (flux(phi + h) - flux(phi - h)) / (2 * h)


def fan_table(flux, low, high):
    """(speeds, fractions) of a fan, increasing."""
    phi = np.linspace(low, high, 2001)
    return slope_of(flux, phi), phi


def jumps(case, flux, s, time):
    """Values at `s` where the feed jumps."""
    low, high = case.low, case.high
    shock = (flux(high) - flux(low)) / (high - low)
    speeds, fractions = fan_table(flux, low, high)
    value, upper_end = np.full_like(s, low), math.inf
    for i, start in enumerate(t for t in case.switches() if t < time):
        age = time - start
        thick = i % 2 == 0
        front, tail = (shock * age, shock * age) if thick else (speeds[-1] * age, speeds[0] * age)
        if front > min(upper_end, case.length) and tail < case.length:
            raise ValueError(f"the front of {start} s meets the one before it: the exact solution does not hold")
        new = np.full_like(s, high) if thick else np.interp(s / age, speeds, fractions)
        value, upper_end = np.where(s < front, new, value), tail
    return value


def ramps(case, flux, s, time):
    """Values at `s` where the feed changes in straight lines: along characteristics, as long as none catches another."""
    times, values = zip(*case.feed())
    oldest = max(0.0, time - 1.02 * case.length / slope_of(flux, case.low))  # what entered earlier has left
    start = np.union1d(np.linspace(oldest, time, 200001), [t for t in times if oldest <= t <= time])
    phi = np.interp(start, times, values)
    reached = slope_of(flux, phi) * (time - start)
    if np.any(np.diff(reached) >= 0):
        raise ValueError("a front steepens to a shock: the exact solution does not hold")
    return np.interp(s, reached[::-1], phi[::-1], right=case.low)


def exact(case, flux, cells, time):
    """Averages over equal cells of the solution at `time`."""
    h = case.length / cells
    s = h * (np.arange(cells)[:, None] + (np.arange(POINTS) + 0.5) / POINTS)
    return (ramps if case.rise else jumps)(case, flux, s, time).mean(axis=1)


def error(case, flux, fraction):
    """L1 over the pipe, as a part of the jump [-]."""
    fraction = np.asarray(fraction)
    return float(np.abs(fraction - exact(case, flux, len(fraction), case.end)).mean() / (case.high - case.low))


def time_at_error(rows, wanted):
    """(seconds, note) of a code at an error, from rows of {"error", "seconds"} on grids of one family: straight lines between their logarithms;
    beyond the finest along the last two, as the note says; above the coarsest that one's time, for a worse grid need not be tried."""
    rows = sorted(rows, key=lambda row: row["error"])
    if wanted >= rows[-1]["error"]:
        return rows[-1]["seconds"], "" if wanted == rows[-1]["error"] else "Riser's coarsest grid errs less"
    x, y = np.log([row["error"] for row in rows]), np.log([row["seconds"] for row in rows])
    at = math.log(wanted)
    i = max(int(np.searchsorted(x, at)) - 1, 0)
    return math.exp(y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i])), "" if at >= x[0] else "Riser's time extrapolated by its two finest grids"
