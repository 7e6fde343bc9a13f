"""Exact solution of a scalar Riemann problem with any flux, by the convex hull (Oleinik's construction)."""
import numpy as np


class Riemann:
    """d phi/dt + d F(phi)/ds = 0, phi = left below s = 0 and right above it at t = 0.

    flux: function of an array of fractions [m/s]; at_packing: (fraction, flux) of a packed bed that carries itself, or None.
    """

    def __init__(self, flux, left, right, at_packing=None, points=20001):
        phi = np.linspace(left, right, points)
        value = flux(phi)
        if at_packing:
            value = np.where(np.isclose(phi, at_packing[0]), at_packing[1], value)
        keep = hull(phi, value) if left < right else hull(-phi, -value)  # lower hull upward, upper hull downward
        self.phi, value = phi[keep], value[keep]
        self.speed = np.diff(value) / np.diff(self.phi)  # rises from left to right

    def at(self, xi):
        """Fraction where s/t = xi."""
        return self.phi[np.searchsorted(self.speed, xi)]

    def shock(self):
        """The strongest shock: its speed and the states below and above it."""
        jump = np.argmax(np.abs(np.diff(self.phi)))
        return self.speed[jump], self.phi[jump], self.phi[jump + 1]

    def averages(self, face, origin, time, points=40):
        """Cell averages at `time` of a problem that began at `origin`."""
        inside = (np.arange(points) + 0.5) / points
        s = face[:-1, None] + np.diff(face)[:, None] * inside
        return self.at((s - origin) / time).mean(axis=1)


def hull(x, y):
    """Indices of the lower convex hull of points with rising x."""
    kept = []
    for i in range(len(x)):
        while len(kept) > 1:
            a, b = kept[-2], kept[-1]
            if (y[b] - y[a]) * (x[i] - x[b]) < (y[i] - y[b]) * (x[b] - x[a]):
                break
            kept.pop()
        kept.append(i)
    return np.array(kept)


def crossing(s, values, level):
    """Places where the values cross a level, by linear interpolation."""
    above = values > level
    i = np.flatnonzero(above[1:] != above[:-1])
    return s[i] + (level - values[i]) / (values[i + 1] - values[i]) * (s[i + 1] - s[i])
