"""An independent reference for heat in one pipe: parcels of equal volume move past the wall, and exchange heat with it exactly.

    rho c A (dT/dt + V dT/ds) = pi D h (W - T) + f rho V^2 |V| A/(2 D) + d(rho c A E dT/ds)/ds
    m c_w dW/dt               = pi D h (T - W) + U' (T_sea - W)
Shares nothing with the program. The pipe is cut into parcels of equal volume, so that one shift moves all of them without numerical dispersion,
whatever the bores and the direction. While a parcel is nearest to a cell of the wall it exchanges heat with that cell: the exact solution of the
two linear equations. Nothing is explicit but the dispersion, in parts that keep it stable. Temperatures in degC.
Film: Gnielinski 1976 and 2013; friction: Churchill 1977; dispersion: Taylor 1954.
"""
import dataclasses

import numpy as np


@dataclasses.dataclass
class Segment:
    length: float                 # [m]
    bore: float                   # [m]
    wall_thickness: float = 0.02  # [m]
    outer: float = 0.0            # [W/m/K] wall to sea
    inner: float = 0.0            # [W/m2/K], 0 = Gnielinski
    roughness: float = 0.0        # [m]
    wall_density: float = 7850.0  # [kg/m3]
    wall_heat: float = 480.0      # [J/kg/K]

    @property
    def area(self):
        return np.pi / 4 * self.bore**2

    @property
    def wall_capacity(self):
        return np.pi * self.wall_thickness * (self.bore + self.wall_thickness) * self.wall_density * self.wall_heat


@dataclasses.dataclass
class Case:
    segments: list
    flow: list                    # rows (t [s], Q [m3/s]), linear between, held outside
    entering: list                # rows (t, degC) at the inlet
    sea: object                   # s [m] -> degC around the pipe
    outlet: float                 # degC of what enters at the outlet
    start: object = None          # degC of liquid and wall, None = the sea's
    density: float = 1000.0
    viscosity: float = 1e-3
    heat_capacity: float = 4000.0
    conductivity: float = 0.58
    friction: object = "none"     # "none", "churchill" or a Darcy factor
    dispersion: object = "none"   # "none", "taylor_turbulent" or [m2/s]


def churchill(reynolds, roughness):
    re = max(reynolds, 1e-9)
    a = (2.457 * np.log(1 / ((7 / re)**0.9 + 0.27 * roughness)))**16
    return 8 * ((8 / re)**12 + (a + (37530 / re)**16)**-1.5)**(1 / 12)


def darcy(case, segment, reynolds, smooth=False):
    """Darcy's factor; `smooth`: for the film of a pipe without friction."""
    if case.friction == "none":
        return churchill(reynolds, 0.0) if smooth else 0.0
    return churchill(reynolds, segment.roughness / segment.bore) if case.friction == "churchill" else float(case.friction)


def film(case, segment, flow):
    """Heat transfer of a metre of wall [W/m/K]."""
    if segment.inner > 0:
        return np.pi * segment.bore * segment.inner
    reynolds = case.density * abs(flow) / segment.area * segment.bore / case.viscosity
    prandtl = case.viscosity * case.heat_capacity / case.conductivity
    eighth = min(darcy(case, segment, reynolds, smooth=True) / 8, 0.158**2)
    turbulent = eighth * (max(reynolds, 2300) - 1000) * prandtl / (1 + 12.7 * np.sqrt(eighth) * (prandtl**(2 / 3) - 1))
    weight = np.clip((reynolds - 2300) / 1700, 0, 1)
    return np.pi * case.conductivity * (3.66 + weight * (turbulent - 3.66))


def per_metre(case, flow):
    """Of each segment: film [W/m/K], heat of friction [W/m], dispersion [m2/s]."""
    rows = []
    for s in case.segments:
        speed = abs(flow) / s.area
        f = darcy(case, s, case.density * speed * s.bore / case.viscosity)
        spread = {"none": 0.0, "taylor_turbulent": 10.1 * s.bore / 2 * speed * np.sqrt(f / 8)}.get(case.dispersion, case.dispersion)
        rows.append((film(case, s, flow), f * case.density * speed**3 * s.area / (2 * s.bore), spread))
    return np.array(rows)


class Parcels:
    """The pipe in cells of equal volume: how many metres of each segment lie in each."""

    def __init__(self, case, cells):
        ends = np.concatenate([[0], np.cumsum([s.length for s in case.segments])])
        volumes = np.concatenate([[0], np.cumsum([s.length * s.area for s in case.segments])])
        self.cells, self.volume = cells, volumes[-1] / cells
        self.by_length, self.by_volume = ends, volumes
        face = self.volume * np.arange(cells + 1)
        self.face = np.interp(face, volumes, ends)
        self.length = np.diff(self.face)
        overlap = [np.clip(np.minimum(self.face[1:], b) - np.maximum(self.face[:-1], a), 0, None) for a, b in zip(ends, ends[1:])]
        self.metres = np.array(overlap).T
        self.kinds, self.kind = np.unique(np.round(self.metres / self.metres.sum(axis=1, keepdims=True), 9), axis=0, return_inverse=True)
        self.kind = self.kind.reshape(-1)
        first = [int(np.argmax(self.kind == k)) for k in range(len(self.kinds))]
        self.of_kind = self.metres[first]
        self.wall = self.of_kind @ np.array([s.wall_capacity for s in case.segments])   # [J/K] of a cell of each kind
        self.outer = self.of_kind @ np.array([s.outer for s in case.segments])          # [W/K]
        self.liquid = case.density * case.heat_capacity * self.volume
        self.area = self.volume / self.length


def exchange_matrices(case, parcels, flow, dt):
    """y(dt) = E y(0) + F (friction heat, sea's heat) for y = (T, W), one pair for each kind of cell: exact."""
    values = parcels.of_kind @ per_metre(case, flow)
    film_of, heat = values[:, 0], values[:, 1]
    roots = np.sqrt(np.array([np.full_like(parcels.wall, parcels.liquid), parcels.wall]).T)
    matrix = np.zeros((len(film_of), 2, 2))
    matrix[:, 0, 0], matrix[:, 1, 1] = -film_of / roots[:, 0]**2, -(film_of + parcels.outer) / roots[:, 1]**2
    matrix[:, 0, 1] = matrix[:, 1, 0] = film_of / (roots[:, 0] * roots[:, 1])
    rates, vectors = np.linalg.eigh(matrix)                # symmetric in sqrt(C) y
    x = rates * dt
    grown, held = np.exp(x), dt * np.where(np.abs(x) < 1e-12, 1.0, np.expm1(x) / np.where(x == 0, 1, x))

    def back(diagonal):
        full = np.einsum("kij,kj,klj->kil", vectors, diagonal, vectors)
        return full * roots[:, None, :] / roots[:, :, None]
    forced = back(held)
    return back(grown), forced[:, :, 0] * (heat / parcels.liquid)[:, None], forced[:, :, 1] * (parcels.outer / parcels.wall)[:, None]


class Run:
    """The state as it goes: liquid by parcels, displaced by `offset` cells (within -0.5..0.5) against the wall's cells."""

    def __init__(self, case, cells):
        self.case, self.p = case, Parcels(case, cells)
        self.middle = (self.p.face[1:] + self.p.face[:-1]) / 2
        self.sea = np.asarray([case.sea(s) for s in self.middle], dtype=float)
        self.liquid = self.sea.copy() if case.start is None else np.full(cells, float(case.start))
        self.wall, self.time, self.offset, self.kept = self.liquid.copy(), 0.0, 0.0, {}

    def rows(self, table, time):
        return float(np.interp(time, [r[0] for r in table], [r[1] for r in table]))

    def exchange(self, flow, dt):
        key = (float(f"{flow:.9e}"), float(f"{dt:.9e}"))
        if key not in self.kept:
            if len(self.kept) > 200:
                self.kept.clear()
            self.kept[key] = [m[self.p.kind] for m in exchange_matrices(self.case, self.p, flow, dt)]
        grow, heat, sea = self.kept[key]
        t, w = self.liquid, self.wall
        self.liquid = grow[:, 0, 0] * t + grow[:, 0, 1] * w + heat[:, 0] + sea[:, 0] * self.sea
        self.wall = grow[:, 1, 0] * t + grow[:, 1, 1] * w + heat[:, 1] + sea[:, 1] * self.sea

    def disperse(self, flow, dt):
        if self.case.dispersion == "none":
            return
        spread = (self.p.of_kind @ per_metre(self.case, flow)[:, 2] / self.p.of_kind.sum(axis=1))[self.p.kind]
        between = 0.5 * (spread[1:] + spread[:-1]) * np.minimum(self.p.area[1:], self.p.area[:-1]) / np.diff(self.middle)  # [m3/s]
        if not between.any():
            return
        parts = int(np.ceil(dt * 4 * between.max() / self.p.volume)) or 1
        for _ in range(parts):
            through = dt / parts / self.p.volume * between * np.diff(self.liquid)
            self.liquid[:-1] += through
            self.liquid[1:] -= through

    def shift(self):
        if self.offset > 0:
            self.liquid = np.concatenate([[self.rows(self.case.entering, self.time)], self.liquid[:-1]])
            self.offset -= 1
        else:
            self.liquid = np.concatenate([self.liquid[1:], [self.case.outlet]])
            self.offset += 1

    def next_step(self, until):
        """A step that ends where the next parcel is due, or at `until`; and the volume that passes [m3]."""
        now, then = self.rows(self.case.flow, self.time), self.rows(self.case.flow, until)
        whole = until - self.time
        passed = lambda dt: dt * (now + 0.5 * dt * (then - now) / whole)
        due = lambda dt: abs(self.offset + passed(dt) / self.p.volume) >= 0.5
        if not due(whole):
            return whole, passed(whole), False
        low, high = 0.0, whole
        for _ in range(60):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if due(middle) else (middle, high)
        return high, passed(high), True

    def advance(self, target, largest):
        knots = {row[0] for row in (*self.case.flow, *self.case.entering)}
        while self.time < target - 1e-12 * max(target, 1):
            until = min([target, self.time + largest] + [k for k in knots if k > self.time + 1e-9])
            dt, volume, moves = self.next_step(until)
            flow = volume / dt
            self.exchange(flow, dt)
            self.disperse(flow, dt)
            self.time += dt
            self.offset += volume / self.p.volume
            if moves:
                self.shift()

    def averages(self, face):
        """Means of liquid and wall between the faces [m]."""
        at = np.interp(face, self.p.by_length, self.p.by_volume) / self.p.volume
        n = self.p.cells
        values = np.concatenate([[self.rows(self.case.entering, self.time)], self.liquid, [self.case.outlet]])
        edges = np.concatenate([[-1.0], self.offset + np.arange(n + 1), [n + 1.0]])
        sums = np.concatenate([[0], np.cumsum(values * np.diff(edges))])
        wall = np.concatenate([[0], np.cumsum(self.wall)])
        return np.diff(np.interp(at, edges, sums)) / np.diff(at), np.diff(np.interp(at, np.arange(n + 1), wall)) / np.diff(at)


def at_ends(run):
    """Liquid at the inlet face and at the outlet face."""
    n = run.p.cells
    centre = run.offset + 0.5 + np.arange(n)
    flow = run.rows(run.case.flow, run.time)
    below = run.rows(run.case.entering, run.time) if flow > 0 else np.interp(0.0, centre, run.liquid)
    above = run.case.outlet if flow < 0 else np.interp(float(n), centre, run.liquid)
    return float(below), float(above)


def solve_once(case, face, times, cells):
    run = Run(case, cells)
    liquid, wall, ends = [], [], []
    for time in times:
        run.advance(time, max(times) / 400)
        t, w = run.averages(np.asarray(face, dtype=float))
        liquid.append(t), wall.append(w), ends.append(at_ends(run))
    return np.array(liquid), np.array(wall), np.array(ends)


def solve(case, face, times, cells=2000):
    """Liquid and wall as means between the faces [m] at the times [s], (inlet, outlet) face values of the liquid, and an estimate of the mean error
    [K]: the difference to half as many parcels."""
    coarse, fine = solve_once(case, face, times, cells // 2), solve_once(case, face, times, cells)
    error = max(np.mean(np.abs(fine[0] - coarse[0]), axis=1).max(), np.mean(np.abs(fine[1] - coarse[1]), axis=1).max())
    return *fine, float(error)
