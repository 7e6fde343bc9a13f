"""The axisymmetric step of Riser (kernels/axisymmetric) in array Python for NumPy, CuPy and JAX; arrays are rings x slices.

The same operators on the same staggered grid: backward differences of second order, third-order upwind advection, implicit radial friction
and diffusion, classes with slip and Koren's limiter, pressure by a Fourier transform along the pipe and a direct solve across it.
What is simpler makes it cheaper, never dearer: the ends are periodic; density varies in the weight alone (Boussinesq) and viscosity stands
(no mixing length, no suspension law in the step), so that every radial system is one constant matrix, inverted beforehand, and the pressure
is solved in the radial operator's eigenvectors; radial diffusion is fully implicit; no axial friction, no bounds of packing, no survey of the fields;
the step is given. `arrays.section_disagreement` holds it against Riser.
"""
import functools
import math
from typing import Any, NamedTuple

import numpy as np

GRAVITY = 9.80665


class Section(NamedTuple):
    dz: float
    step: float
    density: float              # [kg/m3] of the liquid
    excess: float               # of grains over it
    flow_mean: float            # [m/s] where it is held
    gradient: float             # [Pa/m]
    spread: Any                 # [m2/s] of the classes along the pipe, rings x 1
    per_ring: Any               # 1/(r dr) of the rings, rings x 1
    r_face: Any                 # rings + 1 x 1
    per_distance: Any           # 1/distance of neighbours across inner faces, rings - 1 x 1
    per_face_ring: Any
    r: Any
    share: Any                  # of a ring in the pipe's section, 1 x rings
    friction_z: Any             # inverse of (3/2 step + friction), rings x rings
    friction_r: Any
    diffusion: Any
    response: Any               # of the velocity to a unit of drive, rings x 1
    vectors: Any                # of the radial Laplacian
    inverse_vectors: Any
    inverse_values: Any         # rings x modes
    settling: Any               # classes x 1 x 1
    exponent: Any


class State(NamedTuple):
    uz: Any                     # rings x slices, on the lower faces
    uz_old: Any
    ur: Any                     # inner faces: rings - 1 x slices
    ur_old: Any
    p: Any
    p_old: Any
    phi: Any                    # classes x rings x slices
    phi_old: Any


def faces_of(rings, radius, wall_cell):
    """Faces of rings that grow from the wall inward by a hyperbolic tangent; equal ones where `wall_cell` is 0 or too thick."""
    if not 0 < wall_cell < 0.99 * radius / rings:
        return np.linspace(0, radius, rings + 1)
    low, high = 1e-6, 20.0
    for _ in range(80):
        b = 0.5 * (low + high)
        first = 1 - math.tanh(b * (1 - 1 / rings)) / math.tanh(b)
        low, high = (b, high) if first * radius > wall_cell else (low, b)
    return radius * np.tanh(b * np.linspace(0, 1, rings + 1)) / math.tanh(b)


def radial_operator(r_face, coefficient, weight, wall):
    """Matrix of 1/weight d(r c du/dr): coefficient on the inner faces, `wall` couples the outermost ring to a wall at rest."""
    n = len(weight)
    matrix = np.zeros((n, n))
    for i in range(n - 1):
        matrix[i, i] -= coefficient[i] / weight[i]
        matrix[i, i + 1] += coefficient[i] / weight[i]
        matrix[i + 1, i + 1] -= coefficient[i] / weight[i + 1]
        matrix[i + 1, i] += coefficient[i] / weight[i + 1]
    matrix[-1, -1] -= wall / weight[-1]
    return matrix


def radial_face_operator(r_face, r, viscosity, dr, weight):
    """Of the radial velocity on inner faces: 2/weight d(r nu du/dr) - 2 nu u/r^2, zero on axis and wall."""
    n = len(weight)
    matrix = np.zeros((n, n))
    couple = 2 * r * 0.5 * (viscosity[1:] + viscosity[:-1]) / dr
    for i in range(n):
        matrix[i, i] = -(couple[i] + couple[i + 1]) / weight[i] - 2 * viscosity[i + 1] / r_face[i + 1]**2
        if i > 0:
            matrix[i, i - 1] = couple[i] / weight[i]
        if i < n - 1:
            matrix[i, i + 1] = couple[i + 1] / weight[i]
    return matrix


def poisson(r_face, distance, weight, slices, dz):
    """Eigenvectors of the radial Laplacian, their inverse, and the inverse eigenvalues with those of the slices."""
    matrix, root = radial_operator(r_face, r_face[1:-1] / distance, weight, 0.0), np.sqrt(weight)
    values, vectors = np.linalg.eigh(root[:, None] * matrix / root[None, :])
    along = -(2 - 2 * np.cos(2 * np.pi * np.arange(slices // 2 + 1) / slices)) / dz**2
    total = values[:, None] + along[None, :]
    constant = np.abs(total) < 1e-9 * np.abs(total).max() / slices
    constant[np.argmax(values), 0] = True  # the mean pressure is free
    return vectors / root[:, None], vectors.T * root[None, :], np.where(constant, 0.0, 1 / np.where(constant, 1.0, total))


def make_section(xp, case, step, viscosity, diffusivity=0.0, gradient=0.0, flow_mean=0.0):
    """`viscosity` [m2/s], `diffusivity` [m2/s]: on the rings + 1 faces, or one number."""
    radius, dz = case.bore / 2, case.length / case.slices
    r_face = faces_of(case.rings, radius, case.wall_cell)
    r, dr = 0.5 * (r_face[1:] + r_face[:-1]), np.diff(r_face)
    weight, distance, face_weight = r * dr, np.diff(r), r_face[1:-1] * np.diff(r)
    nu, spread = np.zeros(case.rings + 1) + viscosity, np.zeros(case.rings + 1) + diffusivity
    friction = radial_operator(r_face, nu[1:-1] * r_face[1:-1] / distance, weight, nu[-1] * radius / (radius - r[-1]))
    across = radial_face_operator(r_face, r, nu, dr, face_weight)
    mixing = radial_operator(r_face, spread[1:-1] * r_face[1:-1] / distance, weight, 0.0)
    friction_z = np.linalg.inv(1.5 / step * np.eye(case.rings) - friction)
    vectors, inverse, values = poisson(r_face, distance, weight, case.slices, dz)
    answer, share = friction_z.sum(axis=1), 2 * weight / radius**2
    column = lambda a: xp.asarray(np.asarray(a, dtype=float).reshape(-1, 1))
    return Section(dz, step, case.density, case.grain_density - case.density, flow_mean, gradient, column(0.5 * (spread[1:] + spread[:-1])),
                   column(1 / weight), column(r_face), column(1 / distance), column(1 / face_weight), column(r), xp.asarray(share[None, :]),
                   xp.asarray(friction_z), xp.asarray(np.linalg.inv(1.5 / step * np.eye(case.rings - 1) - across)),
                   xp.asarray(np.linalg.inv(np.eye(case.rings) - step * mixing)), column(answer / (share @ answer)),
                   xp.asarray(vectors), xp.asarray(inverse), xp.asarray(values),
                   xp.asarray(np.array(case.settling).reshape(-1, 1, 1)), xp.asarray(np.array(case.exponent).reshape(-1, 1, 1)))


def next_(xp, u):
    return xp.roll(u, -1, axis=-1)


def last(xp, u):
    return xp.roll(u, 1, axis=-1)


def upwind3(velocity, speed, a, b, c, d):
    return (velocity * (7 * (b + c) - (a + d)) + speed * ((d - a) - 3 * (c - b))) * (1 / 12)


def walled(xp, inner):
    """Zero on the axis and at the wall around values on inner faces."""
    edge = xp.zeros_like(inner[..., :1, :])
    return xp.concatenate([edge, inner, edge], axis=-2)


def koren(xp, a, b, c):
    """Limited third-order value between b and c."""
    start, to = b - a, c - b
    slope, third = 2 * xp.minimum(abs(start), abs(to)), abs(2 * to + start) * (1 / 3)
    return b + xp.where(start * to > 0, 0.5 * xp.sign(start) * xp.minimum(slope, third), 0.0)


def class_rate(xp, g, s, uz, ur):
    """-div of the classes' fluxes by flow and slip, at half the step."""
    phi = 1.5 * s.phi - 0.5 * s.phi_old
    free = 1 - xp.sum(phi, axis=0)
    slip = g.settling * free ** (g.exponent - 1)
    slip = slip - xp.sum(phi * slip, axis=0)
    below, above = last(xp, phi), next_(xp, phi)
    velocity = uz - 0.5 * (slip + last(xp, slip))
    flux = velocity * xp.where(velocity > 0, last(xp, koren(xp, below, phi, above)), koren(xp, above, phi, below))
    flux = flux - g.spread * (s.phi - last(xp, s.phi)) * (1 / g.dz)
    far = xp.concatenate([phi[:, :1], phi, phi[:, -1:]], axis=1)
    inner, outer = koren(xp, far[:, :-3], far[:, 1:-2], far[:, 2:-1]), koren(xp, far[:, 3:], far[:, 2:-1], far[:, 1:-2])
    radial = walled(xp, ur * xp.where(ur > 0, inner, outer)) * g.r_face
    return -(next_(xp, flux) - flux) * (1 / g.dz) - (radial[:, 1:] - radial[:, :-1]) * g.per_ring


def axial_advection(xp, g, uz, ur):
    after = next_(xp, uz)
    velocity = 0.5 * (uz + after)
    along = upwind3(velocity, abs(velocity), last(xp, uz), uz, after, next_(xp, after))
    across = walled(xp, 0.5 * (ur + last(xp, ur)) * 0.5 * (uz[1:] + uz[:-1])) * g.r_face
    return (along - last(xp, along)) * (1 / g.dz) + (across[1:] - across[:-1]) * g.per_ring


def radial_advection(xp, g, uz, ur):
    velocity, before = 0.5 * (uz[1:] + uz[:-1]), last(xp, ur)
    along = upwind3(velocity, abs(velocity), last(xp, before), before, ur, next_(xp, ur))
    wide = walled(xp, ur)
    square = g.r * (0.5 * (wide[1:] + wide[:-1]))**2
    return (next_(xp, along) - along) * (1 / g.dz) + (square[1:] - square[:-1]) * g.per_face_ring


def divergence(xp, g, uz, ur):
    radial = walled(xp, ur) * g.r_face
    return (radial[1:] - radial[:-1]) * g.per_ring + (next_(xp, uz) - uz) * (1 / g.dz)


def solve_pressure(xp, g, rhs):
    """`rhs` [1/s] is over the section's 3/2 density/step: the result is a pressure over that."""
    modes = g.vectors @ (g.inverse_values * (g.inverse_vectors @ xp.fft.rfft(rhs, axis=-1)))
    return xp.fft.irfft(modes, n=rhs.shape[-1], axis=-1)


def step(xp, held, g, s):
    uz, ur, p = 2 * s.uz - s.uz_old, 2 * s.ur - s.ur_old, 2 * s.p - s.p_old
    phi = s.phi + g.step * class_rate(xp, g, s, 0.5 * (s.uz + uz), 0.5 * (s.ur + ur))
    phi = g.diffusion @ phi
    weight = xp.sum(phi, axis=0)
    weight = (weight - g.share @ weight) * (g.excess * GRAVITY)
    force = (last(xp, p) - p) * (1 / g.dz) - 0.5 * (weight + last(xp, weight)) + g.gradient
    new_z = g.friction_z @ ((2 * s.uz - 0.5 * s.uz_old) / g.step - axial_advection(xp, g, uz, ur) + force / g.density)
    if held:
        new_z = new_z + g.response * (g.flow_mean - xp.mean(g.share @ new_z))
    force = (p[:-1] - p[1:]) * g.per_distance
    new_r = g.friction_r @ ((2 * s.ur - 0.5 * s.ur_old) / g.step - radial_advection(xp, g, uz, ur) + force / g.density)
    correction = solve_pressure(xp, g, divergence(xp, g, new_z, new_r))
    new_z = new_z - (correction - last(xp, correction)) * (1 / g.dz)
    new_r = new_r - (correction[1:] - correction[:-1]) * g.per_distance
    return State(new_z, s.uz, new_r, s.ur, p + correction * (1.5 * g.density / g.step), s.p, phi, s.phi)


def begin(xp, case, uz=0.0, fraction=0.0):
    """At `uz` [m/s] (rings x slices or a number) and `fraction` of each class everywhere or classes x rings x slices."""
    axial, still = xp.zeros((case.rings, case.slices)) + uz, xp.zeros((case.rings, case.slices))
    across, phi = xp.zeros((case.rings - 1, case.slices)), xp.zeros((len(case.settling), case.rings, case.slices)) + fraction
    return State(axial, axial, across, across, still, still, phi, phi)


@functools.lru_cache(maxsize=None)
def stepper(library, held):
    """A function (section, state, count) -> state; `held`: the flow is, else the gradient drives."""
    if library != "jax":
        xp = __import__(library)

        def plain(section, state, count):
            for _ in range(count):
                state = step(xp, held, section, state)
            return state
        return plain
    import jax
    one = functools.partial(step, jax.numpy, held)
    return jax.jit(lambda section, state, count: jax.lax.fori_loop(0, count, lambda _, s: one(section, s), state))
