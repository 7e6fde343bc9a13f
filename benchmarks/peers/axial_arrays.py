"""The rigid axial step of Riser (kernels/axial) in array Python, once for NumPy, CuPy and JAX; every array is (classes,) risers x cells.

What a user would write who has arrays and no Riser. It follows the kernels term by term: fifth-order WENO-Z, Masliyah-Lockett-Bassoon slip
with the hindrance polynomial, Churchill friction, Taylor dispersion, sea water by EOS-80, three-stage Runge-Kutta, pressure and envelopes.
Left out, so that it does at most the kernels' work: faces through which a class sinks, the bound of packing, machines, the accounts of mass;
sea water is a polynomial of pressure alone with coefficients of each cell (its temperature stands), 4 terms instead of 24.
`linear` reconstruction takes WENO's linear weights everywhere, as the kernels do where third differences are below 1e-6.
"""
import functools
import math
from typing import Any, NamedTuple

import numpy as np

GRAVITY = 9.80665  # [m/s2]
TERMS = 10         # of the hindrance polynomial
LEAST = 1e-100     # fractions below are dropped, as in the kernels


class Pipe(NamedTuple):
    """What stays: numbers, and arrays that go with the cells or with the classes (classes x 1 x 1)."""
    dx: float
    bore: float
    area: float
    roughness: float            # over the bore [-]
    flow: float                 # [m3/s]
    outlet_pressure: float
    courant: float
    ramp: float
    packing: float
    slip_bound: float
    pressure_scale: float       # [Pa] half the range of the sea water's polynomial
    water: Any                  # terms x 1 x cells
    viscosity: Any              # 1 x cells
    settling: Any               # classes x 1 x 1
    hindrance: Any              # terms x classes x 1 x 1
    density: Any
    excess: Any                 # over the liquid of the slip law [kg/m3], and 1 over it
    buoyancy: Any
    feed: Any                   # classes x risers x 1
    swing: Any
    pulsation: Any              # [rad/s]


class State(NamedTuple):
    time: Any
    phi: Any                    # classes x risers x cells
    pressure: Any               # risers x cells
    lowest: Any                 # envelopes
    highest: Any
    densest: Any
    steps: Any


def sea_density(p, t, s):
    """EOS-80 [kg/m3], Fofonoff & Millard 1983; p absolute [Pa], t [deg C], s [-]."""
    bar, root = (p - 101325) * 1e-5, math.sqrt(s)
    pure = 999.842594 + t * (6.793952e-2 + t * (-9.095290e-3 + t * (1.001685e-4 + t * (-1.120083e-6 + t * 6.536332e-9))))
    a = 8.24493e-1 + t * (-4.0899e-3 + t * (7.6438e-5 + t * (-8.2467e-7 + t * 5.3875e-9)))
    surface = pure + s * (a + (-5.72466e-3 + t * (1.0227e-4 - t * 1.6546e-6)) * root + 4.8314e-4 * s)
    k0 = 19652.21 + t * (148.4206 + t * (-2.327105 + t * (1.360477e-2 - t * 5.155288e-5)))
    k1, k2 = 54.6746 + t * (-0.603459 + t * (1.09987e-2 - t * 6.1670e-5)), 7.944e-2 + t * (1.6483e-2 - t * 5.3009e-4)
    a = 3.239908 + t * (1.43713e-3 + t * (1.16092e-4 - t * 5.77905e-7)) + s * (2.2838e-3 + t * (-1.0981e-5 - t * 1.6078e-6) + 1.91075e-4 * root)
    b = 8.50935e-5 + t * (-6.12293e-6 + t * 5.2787e-8) + s * (-9.9348e-7 + t * (2.0816e-8 + t * 9.1697e-10))
    modulus = k0 + s * (k1 + k2 * root) + bar * (a + bar * b)
    return surface / (1 - bar / modulus)


def sea_viscosity(t, salinity):
    """Sharqawy, Lienhard & Zubair 2010 [Pa s]."""
    s = salinity * (35.16504e-3 / 35)
    pure = 4.2844e-5 + 1 / (0.157 * (t + 64.993)**2 - 91.296)
    return pure * (1 + s * (1.541 + t * (1.998e-2 - t * 9.52e-5) + s * (7.974 + t * (-7.561e-2 + t * 4.724e-4))))


def nodes(count):
    return np.cos(np.pi * (np.arange(count) + 0.5) / count)


def sea_pressure(case, depth):
    """[Pa] in steps of 20 m, as solver/grid.cpp sums it."""
    steps, p = max(1, int(depth / 20)), 101325.0
    for i in range(steps):
        t = case.surface_temperature + (case.bottom_temperature - case.surface_temperature) * (i + 0.5) / steps * depth / case.length
        p += sea_density(p, t, case.salinity) * GRAVITY * depth / steps
    return p


def make_pipe(xp, case, risers=1):
    """The case on the device of `xp`; riser m is fed 1 + m/(10 risers) times as much, so that no two are alike."""
    cells, dx = case.cells, case.length / case.cells
    t = case.bottom_temperature + (case.surface_temperature - case.bottom_temperature) * (np.arange(cells) + 0.5) / cells
    scale = 0.75 * sea_pressure(case, case.length - dx / 2) + 1e6
    x = nodes(4)
    water = np.linalg.solve(np.vander(x, increasing=True), np.array([sea_density(scale * (1 + at), t, case.salinity) for at in x]))
    x = nodes(TERMS)
    hindrance = [np.linalg.solve(np.vander(x, increasing=True), (1 - case.packing * (x + 1) / 2)**(g.exponent - 2)) for g in case.classes]
    middle = sea_density(sea_pressure(case, case.length / 2), 0.5 * (case.bottom_temperature + case.surface_temperature), case.salinity)
    excess = np.array([g.density for g in case.classes]) - middle
    column = lambda values: xp.asarray(np.array(values, dtype=float).reshape(-1, 1, 1))
    share = 1 + np.arange(risers) / (10 * risers)
    return Pipe(dx, case.bore, case.area, case.roughness / case.bore, case.flow, case.outlet_pressure, case.courant, case.ramp, case.packing,
                max(g.terminal_velocity for g in case.classes), scale, xp.asarray(water[:, None, :]), xp.asarray(sea_viscosity(t, case.salinity)[None]),
                column([g.terminal_velocity for g in case.classes]), xp.asarray(np.array(hindrance).T[:, :, None, None]),
                column([g.density for g in case.classes]), column(excess), column(1 / excess),
                xp.asarray(np.array([g.feed for g in case.classes])[:, None, None] * share[None, :, None]),
                column([g.swing for g in case.classes]), column([2 * math.pi / g.period for g in case.classes]))


def begin(xp, pipe, risers, cells):
    """At rest with clear water; the pressure that balances it: each pass gains two digits."""
    phi = xp.zeros((pipe.density.shape[0], risers, cells))
    pressure = xp.zeros((risers, cells)) + pipe.outlet_pressure
    for _ in range(8):
        density, friction, _ = properties(xp, pipe, phi, pressure)
        pressure = pressure_along(xp, pipe, density, friction)
    return State(xp.zeros(()), phi, pressure, pressure, pressure, xp.zeros((risers, cells)), xp.zeros((), dtype=int))


def darcy(xp, reynolds, roughness):
    """Churchill 1977; powers by products, or by logarithms, which libraries have as vectors."""
    inverse = 1 / reynolds
    a = 2.457 * xp.log(xp.exp(0.9 * xp.log(7 * inverse)) + 0.27 * roughness)
    a, b = a * a, 37530 * inverse
    a, b = a * a, b * b
    a, b = a * a, b * b
    resistance, laminar = a * a + (b * b) * (b * b), (8 * inverse)**2
    laminar = laminar * laminar * laminar
    return 8 * xp.exp(xp.log(laminar * laminar + 1 / (resistance * xp.sqrt(resistance))) * (1 / 12))


def total(per_class):
    """Sum over the classes, written out: a reduction over so short an axis is slow in every library."""
    return functools.reduce(lambda a, b: a + b, [per_class[k] for k in range(per_class.shape[0])])


def properties(xp, pipe, phi, pressure):
    """Mixture density [kg/m3], friction [Pa/m] and dispersion [m2/s] of every cell."""
    x = xp.clip(pressure / pipe.pressure_scale - 1, -1, 1)
    liquid = pipe.water[0] + x * (pipe.water[1] + x * (pipe.water[2] + x * pipe.water[3]))
    density = liquid + total(phi * (pipe.density - liquid))
    velocity = pipe.flow / pipe.area
    reynolds = liquid * (velocity * pipe.bore) / pipe.viscosity
    eighth = darcy(xp, reynolds, pipe.roughness) / 8
    return density, liquid * eighth * (4 * velocity**2 / pipe.bore), xp.sqrt(eighth) * (10.1 * 0.5 * pipe.bore * velocity)


def pressure_along(xp, pipe, density, friction):
    """From the outlet down; the flow is steady."""
    drop = (density * GRAVITY + friction) * pipe.dx
    running = xp.cumsum(drop, axis=-1)
    return pipe.outlet_pressure + running[..., -1:] - running + 0.5 * drop


def weno(a, b, c, d, e):
    """kernels/axial/weno.hpp."""
    d1, d2, d3, d4 = b - a, c - b, d - c, e - d
    s1, s2, s3 = d2 - d1, d3 - d2, d4 - d3
    g0, g1, g2 = 2 * d2 + s1, d2 + d3, 2 * d3 - s3
    b0 = (3 / 13) * g0 * g0 + (s1 * s1 + 1e-40)
    b1 = (3 / 13) * g1 * g1 + (s2 * s2 + 1e-40)
    b2 = (3 / 13) * g2 * g2 + (s3 * s3 + 1e-40)
    tau2, s0, s1, s2 = (b0 - b2) * (b0 - b2), b0 * b0, b1 * b1, b2 * b2
    a0, a1, a2 = (s0 + tau2) * (s1 * s2), 6 * (s1 + tau2) * (s0 * s2), 3 * (s2 + tau2) * (s0 * s1)
    return c + (a0 * (5 * d2 - 2 * d1) + a1 * (2 * d3 + d2) + a2 * (4 * d3 - d4)) / (6 * (a0 + a1 + a2))


def linear(a, b, c, d, e):
    return (2 * a - 13 * b + 47 * c + 27 * d - 3 * e) * (1 / 60)


def extended(xp, phi):
    """Two ghosts on either side, of the parabola through the last three cells."""
    def beyond(near, next_, far):
        first = near - next_
        second = first - (next_ - far)
        return near + first + second, near + 2 * first + 3 * second
    low, high = beyond(phi[..., :1], phi[..., 1:2], phi[..., 2:3]), beyond(phi[..., -1:], phi[..., -2:-1], phi[..., -3:-2])
    return xp.concatenate([low[1], low[0], phi, high[0], high[1]], axis=-1)


def fluxes(xp, pipe, phi, dispersion, fed, step, reconstruct):
    """Through all faces [m3/s]: the feed, the inner ones, the outlet, which disperses nothing."""
    u, n = extended(xp, phi), phi.shape[-1]
    face = xp.maximum(reconstruct(u[..., :n], u[..., 1:n + 1], u[..., 2:n + 2], u[..., 3:n + 3], u[..., 4:n + 4]), 0.0)
    x = xp.minimum(total(face), pipe.packing) * (2 / pipe.packing) - 1
    excess = total(face * pipe.excess)
    hindrance = pipe.hindrance[TERMS - 1]
    for j in range(TERMS - 2, -1, -1):
        hindrance = hindrance * x + pipe.hindrance[j]
    slip = pipe.settling * hindrance * (1 - excess * pipe.buoyancy)
    slip = slip - total(face * slip)
    exchange = (pipe.area / (2 * pipe.dx)) * (dispersion[:, :-1] + dispersion[:, 1:])
    spread = xp.concatenate([exchange * (phi[..., 1:] - phi[..., :-1]), xp.zeros_like(phi[..., :1])], axis=-1)
    most = xp.maximum(phi, 0.0) * (pipe.area * pipe.dx / step)
    return xp.concatenate([fed + xp.zeros_like(phi[..., :1]), xp.minimum(face * (pipe.flow - pipe.area * slip) - spread, most)], axis=-1)


def feed_at(xp, pipe, time):
    return pipe.feed * xp.minimum(time / pipe.ramp, 1.0) * (1 + pipe.swing * xp.sin(pipe.pulsation * time))


def step(xp, reconstruct, pipe, state, target):
    """One step of all risers; the same length for all, the shortest that any needs."""
    density, friction, dispersion = properties(xp, pipe, state.phi, state.pressure)
    rate = (pipe.flow / pipe.area + pipe.slip_bound) / pipe.dx / pipe.courant + 2.5 * xp.max(dispersion) / pipe.dx**2
    left = xp.where(state.time < pipe.ramp, xp.minimum(pipe.ramp, target), target) - state.time  # a step ends where the feed's ramp does
    dt = left / xp.maximum(xp.ceil(left * rate * (1 - 1e-9)), 1.0)
    phi = state.phi
    for a, b, at in ((0, 1, 0), (0.75, 0.25, 1), (1 / 3, 2 / 3, 0.5)):
        flux = fluxes(xp, pipe, phi, dispersion, feed_at(xp, pipe, state.time + at * dt), dt, reconstruct)
        moved = b * (phi - (dt / (pipe.area * pipe.dx)) * (flux[..., 1:] - flux[..., :-1]))
        phi = a * state.phi + moved if a else moved
        phi = xp.where(abs(phi) < LEAST, 0.0, phi)
    pressure = pressure_along(xp, pipe, density, friction)
    return State(state.time + dt, phi, pressure, xp.minimum(state.lowest, pressure), xp.maximum(state.highest, pressure),
                 xp.maximum(state.densest, total(phi)), state.steps + 1)


def steps_plain(xp, reconstruct, pipe, state, target, count):
    for _ in range(count):
        state = step(xp, reconstruct, pipe, state, target)
    return state


@functools.lru_cache(maxsize=None)
def stepper(library, reconstruction):
    """A function (pipe, state, target, count) -> state that takes `count` steps towards a time that is further away."""
    reconstruct = {"weno": weno, "linear": linear}[reconstruction]
    if library != "jax":
        return functools.partial(steps_plain, __import__(library), reconstruct)
    import jax
    one = functools.partial(step, jax.numpy, reconstruct)
    return jax.jit(lambda pipe, state, target, count: jax.lax.fori_loop(0, count, lambda _, s: one(pipe, s, target), state))
