"""Yield-stress liquids in a round pipe in time: a fine radial reference, apart from the program.

    rho du/dt = G(t) + (1/r) d(r tau)/dr,   du/dr = sign(tau) ((|tau| - tau_y)/K)^(1/n) above the yield stress, 0 below
(Duvaut & Lions 1976). Rings that narrow towards the wall; each step is one implicit system for the stress on their faces, solved by Newton's
method; backward differences of second order on steps that grow like time behind each change of the drive. `checked` says how far it is from
exact answers: Szymanski's start-up without a yield stress, and the steady flow of Govier & Aziz.
"""
import dataclasses

import numpy as np
from scipy.linalg import solve_banded
from scipy.special import jn_zeros

from verify.viscoplastic import Law

RINGS, STEPS = 400, 800


@dataclasses.dataclass
class History:
    """Times [s], mean velocities [m/s]; at the end the velocities of the rings and the radii of their faces [m]."""
    time: np.ndarray
    mean: np.ndarray
    velocity: np.ndarray
    face: np.ndarray

    def at(self, time):
        return np.interp(time, self.time, self.mean)


def reaches(time, mean, velocity):
    """First time at which a series of mean velocities is at `velocity`, by a straight line; nan if never."""
    above = np.flatnonzero(np.asarray(mean) >= velocity)
    if len(above) == 0 or above[0] == 0:
        return float("nan")
    i = above[0]
    return float(time[i - 1] + (time[i] - time[i - 1]) * (velocity - mean[i - 1]) / (mean[i] - mean[i - 1]))


def rates(law, stress):
    """Slope of velocity over the radius [1/s], and its slope over the stress."""
    excess = np.maximum(np.abs(stress) - law.yield_stress, 0)
    rate = (excess / law.consistency) ** (1 / law.index)
    return np.sign(stress) * rate, np.divide(rate, law.index * excess, out=np.zeros_like(rate), where=excess > 0)


class Pipe:
    """Rings of a pipe at rest."""

    def __init__(self, law, density, rings):
        self.law, self.density = law, density
        self.face = law.radius * (1 - (1 - np.linspace(0, 1, rings + 1)) ** 1.5)
        self.area = np.diff(self.face**2) / 2
        middle = (self.face[1:] + self.face[:-1]) / 2
        self.apart = np.diff(np.append(middle, law.radius))  # of what lies on both sides of the faces 1 .. the wall
        self.stress, self.velocity, self.before, self.last = np.zeros(rings), np.zeros(rings), np.zeros(rings), 0.0

    def mean(self):
        return float(self.velocity @ self.area / self.area.sum())

    def step(self, length, gradient):
        """One step [s] at a drive [Pa/m] of its end."""
        ratio = length / self.last if self.last else 0
        now, before, older = (1 + 2 * ratio) / (1 + ratio), -(1 + ratio), ratio**2 / (1 + ratio)
        weight = length / (now * self.density) / self.area
        free = -(before * self.velocity + older * self.before) / now + length / (now * self.density) * gradient

        def pushed(stress):
            return free + weight * np.diff(np.concatenate(([0.0], self.face[1:] * stress)))

        bands = np.zeros((3, len(free)))
        bands[0, 1:], bands[2, :-1] = weight[1:] * self.face[2:], weight[1:] * self.face[1:-1]
        inertia = -(weight + np.append(weight[1:], 0)) * self.face[1:]
        stress = self.stress
        for _ in range(100):
            rate, slope = rates(self.law, stress)
            bands[1] = inertia - self.apart * slope
            change = solve_banded((1, 1), bands, self.apart * rate - np.diff(np.append(pushed(stress), 0)))
            stress = stress + change
            if np.abs(change).max() <= 1e-10 * (self.law.yield_stress + np.abs(stress).max()):
                break
        else:
            raise RuntimeError("the reference does not converge")
        self.stress, self.before, self.velocity, self.last = stress, self.velocity, pushed(stress), length


def history(law, density, end, drive=((0.0, 1.0),), rings=RINGS, steps=STEPS):
    """From rest to `end` [s]; drive: (time, factor on the law's gradient), held from there on."""
    pipe, times, means = Pipe(law, density, rings), [0.0], [0.0]
    for number, (start, factor) in enumerate(drive):
        span = (drive[number + 1][0] if number + 1 < len(drive) else end) - start
        grown = start + span * np.linspace(0, 1, steps + 1) ** 3
        for length in np.diff(grown):
            pipe.step(length, law.gradient * factor)
            times.append(times[-1] + length), means.append(pipe.mean())
    return History(np.array(times), np.array(means), pipe.velocity, pipe.face)


def checked():
    """Largest relative distances of the reference from Szymanski's mean velocity (no yield stress) and from the steady flow."""
    plain, density = Law(0.0, 1.4, 1.0, 0, 0.11, 210.0), 1260.0
    mean, viscous = plain.gradient * plain.radius**2 / (8 * plain.consistency), density * plain.radius**2 / plain.consistency
    found, zeros, times = history(plain, density, 5.0), jn_zeros(0, 300), np.array([0.2, 1.0, 3.0, 5.0])
    exact = mean * (1 - 32 * np.sum(np.exp(-np.outer(times, zeros**2) / viscous) / zeros**4, axis=1))
    steady = []
    for law in (Law(7.5, 1.4, 1.0, 0, 0.11, 210.0), Law(10.97, 1.4, 0.5, 0, 0.11, 210.0)):
        steady.append(history(law, density, 20.0).mean[-1] / (law.flow() / (np.pi * law.radius**2)) - 1)
    return float(np.abs(found.at(times) / exact - 1).max()), float(np.abs(steady).max())


def plug_radius(law, radius, velocity):
    """Radius [m] of what moves as a whole, from the velocities of two rings that do not, or of one and the wall: next to the plug the deficit
    to the power n/(1 + n) grows like a distance."""
    radius, velocity = np.append(radius, law.radius), np.append(velocity, 0.0)
    deficit = np.maximum(velocity.max() - velocity, 0) / velocity.max()
    power = deficit ** (law.index / (1 + law.index))
    i = min(np.flatnonzero(deficit > 1e-4)[0] + 1, len(radius) - 2)
    return float(radius[i] - power[i] * (radius[i + 1] - radius[i]) / (power[i + 1] - power[i]))
