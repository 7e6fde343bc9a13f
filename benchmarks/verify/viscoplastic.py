"""Steady pipe flow of a yield-stress liquid at a given gradient, and the same with Papanastasiou's regularisation.

    tau = tau_w r/R,   u = int_r^R rate dr
    sharp        rate = ((tau - tau_y)/K)^(1/n) above the yield stress, 0 below
    regularised  tau = tau_y (1 - exp(-m rate)) + K rate^n, inverted by bisection   (Papanastasiou 1987, J. Rheol. 31, 385)
The profile is integrated on POINTS equal steps of the radius; halving them changes it by less than 1e-8 of the mean velocity.
"""
import dataclasses

import numpy as np

from verify import rings

POINTS = 40001
CELLS = (8, 16, 32, 64)


@dataclasses.dataclass
class Law:
    """A liquid in a pipe of `radius` [m] at `gradient` [Pa/m]: Pa, Pa s^n, -, s."""
    yield_stress: float
    consistency: float
    index: float
    time: float
    radius: float
    gradient: float

    def sharp_rate(self, stress):
        return (np.maximum(stress - self.yield_stress, 0) / self.consistency) ** (1 / self.index)

    def rate(self, stress):
        """Shear rate [1/s] of the regularised law."""
        low, high = np.zeros_like(stress), (stress / self.consistency) ** (1 / self.index)
        for _ in range(100):
            middle = (low + high) / 2
            below = self.yield_stress * -np.expm1(-self.time * middle) + self.consistency * middle**self.index < stress
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def profile(self, rate):
        """Radii [m] and the velocity there [m/s] of one of the two laws."""
        radius = np.linspace(0, self.radius, POINTS)
        slope = rate(self.gradient * radius / 2)
        return radius, np.append(np.cumsum(((slope[1:] + slope[:-1]) / 2 * np.diff(radius))[::-1])[::-1], 0)

    def flow(self):
        """Volume rate of the sharp law [m3/s], closed form; Buckingham-Reiner where the index is 1. Source: Govier & Aziz 1972."""
        wall, m = self.gradient * self.radius / 2, 1 / self.index
        over = wall - self.yield_stress
        bracket = over**2 / (m + 3) + 2 * self.yield_stress * over / (m + 2) + self.yield_stress**2 / (m + 1)
        return np.pi * self.radius**3 / wall**3 * self.consistency**-m * over ** (m + 1) * bracket


def ring_averages(radius, values, face):
    """Averages over rings of a profile given at many radii."""
    moment = values * radius
    below = np.append(0, np.cumsum((moment[1:] + moment[:-1]) / 2 * np.diff(radius)))
    return 2 * np.pi * np.diff(np.interp(face, radius, below)) / rings.areas(face)


def compare(lab, picture, name, law):
    """The results of a case, `name` of its YAML; the order against the law that the program solves: the sharp one where `time` is 0."""
    mean = law.flow() / (np.pi * law.radius**2)
    runs = [lab.run(name, **{"grid.radial_cells": n}) for n in CELLS]
    sharp = law.profile(law.sharp_rate)
    smooth = law.profile(law.rate) if law.time > 0 else sharp
    errors = np.array([[rings.mean_error(rings.velocity(out), ring_averages(*profile, out["r_face"]), out["r_face"]) / mean
                        for profile in (smooth, sharp)] for out in runs])
    last, spoken = runs[-1], name.replace("_", "-")
    gap = ring_averages(sharp[0], np.abs(smooth[1] - sharp[1]), np.array([0, law.radius]))[0] / mean
    if picture:
        picture("profile", lambda axes: rings.draw_profiles(axes, sharp[0], [("", sharp[1], last["r"], rings.velocity(last))], last.attributes["title"]))
        picture("order", lambda axes: rings.draw_order(axes, CELLS, {"against the law": errors[:, 0]}, last.attributes["title"]))
    tolerance = 5e-3 if law.time > 0 else 1e-3
    results = [rings.order_result(f"{spoken}/order", last, CELLS, errors[:, 0]),
               rings.result(f"{spoken}/profile", last, errors[-1, 1], tolerance, what="mean error over the mean velocity against the sharp law, 64 rings"),
               rings.result(f"{spoken}/flow", last, abs(rings.flow(last) / law.flow() - 1), tolerance, what="flow against the sharp law's closed form, 64 rings")]
    if law.time == 0:
        return results
    return results + [rings.result(f"{spoken}/regularisation", last, gap, 5e-3, what="distance of the two laws' exact profiles over the mean velocity, no run in it")]
