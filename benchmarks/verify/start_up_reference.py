"""Start-up of a yield-stress liquid in a long pipe under a gradient, written apart from the program: radius and time
alone.

    rho du/dt = G(t) - (1/r) d(r tau)/dr,   -du/dr = rate(tau) = sign(tau) (max(|tau| - tau_y, 0)/K)^(1/n)      the
    sharp law
The unknowns of a step are the stresses at the rings' faces: rate(tau) plus a linear function of tau is known, a system
whose matrix is positive
whatever the law; Newton with halved steps where the residual rises. Trapezoid and BDF2 in one step (TR-BDF2, Bank et
al. 1985), or backward Euler
after a jump. Steps grow from a jump of the drive as k^2.
"""

import dataclasses

import numpy as np
from scipy.linalg import solve_banded

FIRST_STEPS = 4  # after a jump by backward Euler
GAMMA = 2 - np.sqrt(2)


@dataclasses.dataclass
class Flow:
    radius: float  # [m]
    density: float  # [kg/m3]
    yield_stress: float  # [Pa]
    consistency: float  # [Pa s^n]
    index: float
    gradient: list  # of (time from which on, G [Pa/m])

    def rate(self, tau):
        return np.sign(tau) * (np.maximum(np.abs(tau) - self.yield_stress, 0) / self.consistency) ** (1 / self.index)

    def slope(self, tau):
        over = np.maximum(np.abs(tau) - self.yield_stress, 0)
        return over ** (1 / self.index - 1) * (over > 0) / self.index * self.consistency ** (-1 / self.index)

    def steady(self, gradient):
        """Mean velocity [m/s] of steady flow (Govier & Aziz 1972)."""
        wall, m = abs(gradient) * self.radius / 2, 1 / self.index
        over = wall - self.yield_stress
        if over <= 0:
            return 0.0
        bracket = over**2 / (m + 3) + 2 * self.yield_stress * over / (m + 2) + self.yield_stress**2 / (m + 1)
        return float(np.sign(gradient) * self.radius / wall**3 * self.consistency**-m * over ** (m + 1) * bracket)


class Rings:
    def __init__(self, flow, count):
        self.flow, self.face = flow, np.linspace(0, flow.radius, count + 1)
        self.dr = flow.radius / count
        self.middle = (self.face[1:] + self.face[:-1]) / 2
        self.apart = np.append(np.full(count - 1, self.dr), self.dr / 2)  # of the two velocities beside faces 1..n
        self.weight = self.middle / self.middle.sum()

    def push(self, tau, gradient):
        """du/dt of the rings; tau at faces 1..n."""
        moment = self.face * np.append(0.0, tau)
        return (gradient - np.diff(moment) / (self.middle * self.dr)) / self.flow.density

    def shear(self, u):
        """-du/dr at faces 1..n."""
        return -np.diff(np.append(u, 0.0)) / self.apart

    def implicit(self, known, h, gradient, tau):
        """u = known + h du/dt(tau) with rate(tau) = -du/dr; Newton from tau. Returns u and tau."""
        flow, c = self.flow, h / (self.flow.density * self.middle * self.dr)
        target = self.shear(known + h * gradient / flow.density)
        lower = -c[1:] * self.face[1:-1] / self.apart[1:]
        upper = -np.append(c[1:], 0.0)[:-1] * self.face[2:] / self.apart[:-1]
        middle = (c + np.append(c[1:], 0.0)) * self.face[1:] / self.apart

        def residual(x):
            return flow.rate(x) - self.shear(-c * np.diff(self.face * np.append(0.0, x))) - target

        scale = np.abs(target).max() + 1e-300
        found = residual(tau)
        for _ in range(200):
            if np.abs(found).max() < 1e-11 * scale:
                break
            banded = np.array([np.append(0.0, upper), middle + flow.slope(tau), np.append(lower, 0.0)])
            step, part = solve_banded((1, 1), banded, found), 1.0
            while True:
                moved = tau - part * step
                after = residual(moved)
                if np.abs(after).sum() <= np.abs(found).sum() or part < 1e-3:
                    break
                part /= 2
            tau, found = moved, after
        return known + h * self.push(tau, gradient), tau


def mean(rings, u):
    return float(rings.weight @ u)


def solve(flow, times, rings=200, steps=400):
    """Mean velocity [m/s] at `times` from rest; `steps` between one jump of the gradient and the next."""
    grid, u, tau = Rings(flow, rings), np.zeros(rings), None
    ends = [t for t, _ in flow.gradient[1:]] + [times[-1]]
    at, means = [0.0], [0.0]
    for (begin, gradient), end in zip(flow.gradient, ends):
        tau = gradient * grid.face[1:] / 2 if tau is None else tau
        edges = begin + (end - begin) * (np.arange(steps + 1) / steps) ** 2
        for k, (a, b) in enumerate(zip(edges, edges[1:])):
            u, tau = one_step(grid, u, tau, b - a, gradient, k < FIRST_STEPS)
            at.append(b), means.append(mean(grid, u))
    return np.interp(times, at, means)


def one_step(grid, u, tau, h, gradient, first):
    if first:
        return grid.implicit(u, h, gradient, tau)
    half, middle_tau = grid.implicit(u + GAMMA * h / 2 * grid.push(tau, gradient), GAMMA * h / 2, gradient, tau)
    known = (half - (1 - GAMMA) ** 2 * u) / (GAMMA * (2 - GAMMA))
    return grid.implicit(known, (1 - GAMMA) / (2 - GAMMA) * h, gradient, middle_tau)
