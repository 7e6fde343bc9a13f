"""Batch settling of two sizes (Masliyah 1979; Lockett & Bassoon 1979): the fast one leaves a zone of the slow one behind.

    u_k = sum_m phi_m s_m - s_k,   s_k = w_k (1 - phi)^(n_k - 2) (1 - phi)    (grains of one density)
    fast front: moves at u_fast of the mixture below;   phi_slow above it by the jump condition
        phi_slow' (u_slow' - u_fast) = phi_slow (u_slow - u_fast)
    slow front: moves at u_slow of the zone between the fronts
"""
import numpy as np
from scipy.optimize import brentq

from verify.lab import Result
from verify.riemann import crossing

FAULTS = {"wrong exponent of the fast class": ["solids[1].hindrance.exponent=3.3"],
          "wrong settling velocity": ["solids[0].terminal_velocity.value=0.0305 m/s"]}

SETTLING, EXPONENT, BEGIN = np.array([0.03, 0.1]), np.array([4.0, 3.0]), np.array([0.06, 0.08])   # slow, fast
LENGTH, TIME = 100.0, 400.0   # m, s


def velocities(phi):
    slip = SETTLING * (1 - phi.sum()) ** (EXPONENT - 1)
    return phi @ slip - slip


def exact():
    """Speeds of the fast and of the slow front [m/s], and the slow fraction between them."""
    slow, fast = velocities(BEGIN)

    def jump(fraction):
        return fraction * (velocities(np.array([fraction, 0.0]))[0] - fast) - BEGIN[0] * (slow - fast)
    between = brentq(jump, 1e-6, 0.3, xtol=1e-15)
    return fast, velocities(np.array([between, 0.0]))[0], between


def run(lab, picture):
    out = lab.run("two_class")
    slow, fast = out.at("concentration", TIME)
    s, (fast_speed, slow_speed, between) = out["s"], exact()
    places = crossing(s, fast, BEGIN[1] / 2)[-1], crossing(s, slow, between / 2)[-1]
    speeds = [abs((place - LENGTH) / TIME / speed - 1) for place, speed in zip(places, (fast_speed, slow_speed))]
    width = places[1] - places[0]
    inside = (s > places[0] + 0.2 * width) & (s < places[1] - 0.2 * width)
    below = (s > places[0] - 15) & (s < places[0] - 5)
    zones = [abs(slow[inside].mean() / between - 1), abs(slow[below].mean() / BEGIN[0] - 1), abs(fast[below].mean() / BEGIN[1] - 1)]
    if picture:
        picture("zones", lambda axes: draw(axes, s, slow, fast))
    return [Result("two-class/speeds", len(s), max(speeds), 0.01, what="relative error of the speeds of the fronts"),
            Result("two-class/zones", len(s), max(zones), 0.01, what="relative error of the fractions of the zones")]


def draw(axes, s, slow, fast):
    fast_speed, slow_speed, between = exact()
    fronts = LENGTH + fast_speed * TIME, LENGTH + slow_speed * TIME
    top = s > 0.4 * LENGTH
    axes.plot(np.where(s < fronts[0], BEGIN[0], np.where(s < fronts[1], between, 0))[top], s[top], color="C0", linewidth=4, alpha=0.3, label="slow, exact")
    axes.plot(np.where(s < fronts[0], BEGIN[1], 0)[top], s[top], color="C1", linewidth=4, alpha=0.3, label="fast, exact")
    axes.plot(slow, s, "C0--", linewidth=1, label="slow, computed")
    axes.plot(fast, s, "C1--", linewidth=1, label="fast, computed")
    axes.set(xlabel="volume fraction [-]", ylabel="height [m]", title="Two sizes settling, after 400 s")
    axes.legend()
