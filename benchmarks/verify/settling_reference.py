"""Settling of several classes along a pipe on a fine grid, written apart from the program.

    d phi_k/dt + d(phi_k u_k)/ds = 0,   u_k = j - v_k cos(theta) as in verify/lift_reference.py,   sum of phi_k at most
    the packing
Central scheme with the local speed (Rusanov; Kurganov & Tadmor 2000), straight lines limited by minmod, Heun's two
stages; straight lines are dropped
beside a packed cell. A closed end and the packed cells that lie on it let nothing through; a cell takes in no more
than it has room for.
"""

import dataclasses

import numpy as np

COURANT = 0.4


@dataclasses.dataclass
class Pipe:
    classes: object  # verify.lift_reference.Classes
    length: float  # [m]
    cosine: float
    packing: float
    closed: tuple  # inlet, outlet
    velocity: object  # t -> j [m/s]
    feed: object = None  # t -> phi_k u_k at the inlet [m/s]


def slip(classes, phi):
    """v_k [m/s] of columns of fractions."""
    total = np.minimum(phi.sum(axis=0), 1 - 1e-9)
    excess = (classes.density - classes.liquid)[:, None]
    hindered = classes.terminal[:, None] * (1 - total) ** (classes.exponent[:, None] - 2)
    s = hindered * (1 - (phi * excess).sum(axis=0) / excess)
    return s - (phi * s).sum(axis=0)


def fastest(classes, phi, u):
    """A bound of the wave speeds [m/s]: a wave outruns its class by at most sum of n phi s/(1 - phi)."""
    ahead = (classes.exponent[:, None] * phi * np.abs(classes.terminal)[:, None]).sum(axis=0)
    return np.abs(u).max(axis=0) + ahead * (1 - phi.sum(axis=0)) ** (classes.exponent.min() - 2)


def minmod(a, b):
    return np.where(a * b > 0, np.where(np.abs(a) < np.abs(b), a, b), 0.0)


def packed_on(end, full):
    """Cells that are packed from a closed end on."""
    return np.logical_and.accumulate(full if end == 0 else full[::-1])[:: 1 if end == 0 else -1]


class Grid:
    def __init__(self, pipe, cells):
        self.pipe, self.n, self.ds = pipe, cells, pipe.length / cells

    def fluxes(self, phi, t, dt):
        """phi_k u_k at the n + 1 faces [m/s]."""
        pipe, c = self.pipe, self.pipe.classes
        total, j = phi.sum(axis=0), pipe.velocity(t)
        full = total > pipe.packing * (1 - 1e-9)
        jump = np.diff(phi, axis=1)
        slope = np.zeros_like(phi)
        slope[:, 1:-1] = minmod(jump[:, :-1], jump[:, 1:])
        near = total > 0.9 * pipe.packing
        near[1:] |= near[:-1]
        near[:-1] |= near[1:]
        slope[:, near] = 0.0
        below, above = (phi + 0.5 * slope)[:, :-1], (phi - 0.5 * slope)[:, 1:]
        u = [j - slip(c, side) * pipe.cosine for side in (below, above)]
        a = np.maximum(fastest(c, below, u[0]), fastest(c, above, u[1]))
        flux = np.zeros((len(phi), self.n + 1))
        flux[:, 1:-1] = 0.5 * (below * u[0] + above * u[1]) - 0.5 * a * (above - below)
        # Nothing leaves a cell that has none of it.
        flux[:, 1:-1] = np.where(
            flux[:, 1:-1] > 0,
            np.minimum(flux[:, 1:-1], phi[:, :-1] * self.ds / dt / 2),
            -np.minimum(-flux[:, 1:-1], phi[:, 1:] * self.ds / dt / 2),
        )
        self.set_ends(flux, phi, t, j)
        return self.bounded(flux, full, total, dt)

    def set_ends(self, flux, phi, t, j):
        for end, cell in ((0, 0), (1, -1)):
            if self.pipe.closed[end]:
                continue
            u = j - slip(self.pipe.classes, phi[:, cell : cell + 1 or None]) * self.pipe.cosine
            out = (phi[:, cell : cell + 1 or None] * (np.minimum(u, 0) if end == 0 else np.maximum(u, 0)))[:, 0]
            flux[:, 0 if end == 0 else -1] = self.pipe.feed(t) if end == 0 and self.pipe.feed and j >= 0 else out

    def bounded(self, flux, full, total, dt):
        """Nothing through packed cells on a closed end; into a cell only what it has room for."""
        for end in (0, 1):
            if self.pipe.closed[end]:
                stuck = packed_on(end, full)
                flux[:, : -1 if end == 0 else None][
                    :, stuck if end == 0 else np.append(False, stuck)[: self.n + 1]
                ] = 0.0
        into = np.maximum(flux[:, :-1], 0).sum(axis=0) + np.maximum(-flux[:, 1:], 0).sum(axis=0)
        room = np.maximum(self.pipe.packing - total, 0) * self.ds / dt
        share = np.where(into > room, room / np.maximum(into, 1e-300), 1.0)
        up, down = np.append(share, 1.0), np.append(1.0, share)
        return np.where(flux > 0, flux * up, flux * down)

    def step(self, phi, t, dt):
        change = lambda state, at: state - dt / self.ds * np.diff(self.fluxes(state, at, dt), axis=1)
        return 0.5 * (phi + change(change(phi, t), t + dt))

    def largest(self, phi, t):
        return float(
            fastest(
                self.pipe.classes, phi, self.pipe.velocity(t) - slip(self.pipe.classes, phi) * self.pipe.cosine
            ).max()
        )


def solve(pipe, start, times, cells):
    """Fractions (time, class, cell) at rising times from cell averages `start` (class, cells)."""
    grid, phi, t, kept = Grid(pipe, cells), start.copy(), 0.0, []
    bound = 1.05 * np.abs(pipe.classes.terminal).max() * (1 + 0.35 * pipe.classes.exponent.max())
    for until in times:
        while t < until - 1e-12 * until:
            dt = min(COURANT * grid.ds / max(grid.largest(phi, t), 0.02 * bound, 1e-300), until - t)
            phi = np.maximum(grid.step(phi, t, dt), 0.0)
            t += dt
        kept.append(phi.copy())
    return np.array(kept)


def layers(pipe, cells, pieces):
    """Cell averages of layers [(class, from, to, value)]."""
    face, start = np.linspace(0, pipe.length, cells + 1), np.zeros((len(pipe.classes.density), cells))
    for k, a, b, value in pieces:
        start[k] += value * np.clip(np.minimum(face[1:], b) - np.maximum(face[:-1], a), 0, None) / np.diff(face)
    return start
