"""A slow coarse batch is fed until t_1, a fast fine one from t_2 on: where does the fine front catch the coarse rear?

Dilute: every class moves at its own u_k = j - w_k, so that   u_c (t - t_1) = u_f (t - t_2).
"""
import numpy as np

from verify.lab import Result
from verify.riemann import crossing

FAULTS = {"wrong settling velocity": ["solids[0].terminal_velocity.value=0.81 m/s"], "fed too early": ["inlet.value=0.216 m3/s"]}

COARSE, FINE, COARSE_ENDS, FINE_BEGINS = 3.0 - 0.8, 3.0 - 0.1, 200.0, 300.0   # m/s, m/s, s, s
CELLS = (300, 600, 1200)


def exact():
    """Time [s] and place [m] of the meeting."""
    time = (FINE * FINE_BEGINS - COARSE * COARSE_ENDS) / (FINE - COARSE)
    return time, COARSE * (time - COARSE_ENDS)


def tracks(out):
    """Times, and the places of the coarse rear and of the fine front at half their height."""
    rows = []
    for time, (coarse, fine) in zip(out["time"], out["concentration"]):
        if time < FINE_BEGINS + 30:
            continue
        rear, front = crossing(out["s"], coarse, 0.5 * coarse.max()), crossing(out["s"], fine, 0.5 * fine.max())
        if len(rear) and len(front):
            rows.append((time, rear[0], front[-1]))
    return np.array(rows).T


def run(lab, picture):
    worst = 0.0
    for n in CELLS:
        out = lab.run("merging", **{"grid.cell_length": f"{3000 / n} m"})
        time, rear, front = tracks(out)
        gap = np.abs(front - rear)
        at = np.argmin(gap)
        near = slice(max(at - 5, 0), at + 6)
        place = np.interp(0, (front - rear)[near], rear[near])
        worst = max(worst, abs(place - exact()[1]) / (3000 / n))
    if picture:
        picture("tracks", lambda axes: draw(axes, time, rear, front))
    return [Result("merging/place", CELLS[-1], worst, 1.0, what="error of the overtaking length in cells, every grid")]


def draw(axes, time, rear, front):
    axes.plot(time, COARSE * (time - COARSE_ENDS), "C0", linewidth=4, alpha=0.3, label="rear of the coarse batch, exact")
    axes.plot(time, FINE * (time - FINE_BEGINS), "C1", linewidth=4, alpha=0.3, label="front of the fine batch, exact")
    axes.plot(time, rear, "C0--", time, front, "C1--", linewidth=1)
    axes.plot(*exact(), "ko", label="where they meet")
    axes.set(xlabel="time [s]", ylabel="distance from the inlet [m]", title="A fast batch overtakes a slow one")
    axes.legend()
