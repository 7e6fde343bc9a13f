"""An independent method of characteristics for one level pipe of clear water, the reference for wave cases: reservoir at s = 0,
valve at s = L into a basin. Shares nothing with the program. Source: Wylie & Streeter 1993, Fluid Transients in Systems,
chapters 3 and 8. Pressures are absolute [Pa], flows [m3/s], Courant number 1."""
import dataclasses

import numpy as np


@dataclasses.dataclass
class Pipe:
    length: float        # [m]
    bore: float          # [m]
    density: float       # [kg/m3]
    wave_speed: float    # [m/s]
    darcy: float         # [-]
    reservoir: float     # [Pa]
    basin: float         # [Pa]
    valve: object        # tau(t) -> coefficient [m3/s/sqrt(Pa)], 0 closed
    reaches: int = 400
    vapour: float = None   # [Pa]: discrete gas cavities at every node
    gas: float = 1e-7      # [-] of a reach's volume at `gas_pressure`
    gas_pressure: float = 101325.0
    laminar: float = 0.0    # [Pa s] viscosity: adds Poiseuille's friction
    unsteady: float = 0.0   # [-] k of rho k (dV/dt + a sign(V) |dV/ds|), Vitkovsky et al. 2000; liquid alone


def solve(pipe, flow, end):
    """Times and pressures just before the valve, and the largest cavity there [m3], from a steady flow."""
    area, ds = np.pi / 4 * pipe.bore**2, pipe.length / pipe.reaches
    dt, b = ds / pipe.wave_speed, pipe.density * pipe.wave_speed / area
    r = pipe.darcy * pipe.density * ds / (2 * pipe.bore * area**2)
    linear = 128 * pipe.laminar * ds / (np.pi * pipe.bore**4)
    below = np.full(pipe.reaches + 1, flow)  # flow into a node from below, and out of it upward
    above = below.copy()
    p = pipe.reservoir - (r * abs(flow) + linear) * flow * np.arange(pipe.reaches + 1)
    volume = None if pipe.vapour is None else pipe.gas * pipe.gas_pressure * area * ds / np.maximum(p - pipe.vapour, 1.0)
    times, pressures, drag, earlier = [0.0], [p[-1]], np.zeros(pipe.reaches + 1), above
    for step in range(1, int(round(end / dt)) + 1):
        cp = np.concatenate([[np.nan], p[:-1] + b * above[:-1] - ds * 0.5 * (drag[:-1] + drag[1:])])
        cm = np.concatenate([p[1:] - b * below[1:] + ds * 0.5 * (drag[:-1] + drag[1:]), [np.nan]])
        bp = np.concatenate([[np.nan], b + linear + r * np.abs(above[:-1])])
        bm = np.concatenate([b + linear + r * np.abs(below[1:]), [np.nan]])
        c = pipe.valve(step * dt)
        if volume is None:
            p, below, above = liquid_nodes(pipe, cp, cm, bp, bm, c)
        else:
            p, below, above, volume = cavity_nodes(pipe, (cp, cm, bp, bm), c, (below, above, volume), area * ds, dt)
        if pipe.unsteady:
            drag = pipe.density * pipe.unsteady / area * ((above - earlier) / dt + pipe.wave_speed * np.sign(above) * np.abs(np.gradient(above, ds)))
            earlier = above
        times.append(step * dt)
        pressures.append(p[-1])
    return np.array(times), np.array(pressures)


def through_valve(cp, bp, c, basin):
    """Flow with p = cp - bp q and q |q| = c^2 (p - basin)."""
    k = c * c
    drive = cp - basin
    return np.sign(drive) * 0.5 * (-k * bp + np.sqrt((k * bp) ** 2 + 4 * k * abs(drive)))


def liquid_nodes(pipe, cp, cm, bp, bm, c):
    p = (cp * bm + cm * bp) / (bp + bm)
    q = (cp - cm) / (bp + bm)
    p[0] = pipe.reservoir
    q[0] = (p[0] - cm[0]) / bm[0]
    q[-1] = through_valve(cp[-1], bp[-1], c, pipe.basin)
    p[-1] = cp[-1] - bp[-1] * q[-1]
    return p, q, q.copy()


def cavity_nodes(pipe, lines, c, old, cell, dt):
    """Discrete gas cavities: V' = V + dt (out - in), weighted fully at the new time; (p - vapour) V = gas_pressure V_0."""
    cp, cm, bp, bm = lines
    below, above, volume = old
    p, q, _ = liquid_nodes(pipe, cp, cm, bp, bm, c)
    constant = pipe.gas * pipe.gas_pressure * cell * np.ones_like(p)
    constant[-1] *= 0.5
    # out - in = (p - cm)/bm - (cp - p)/bp = g p - h; at the valve the outflow is the valve's
    g, h = 1 / bm + 1 / bp, cm / bm + cp / bp
    outflow = through_valve(cp[-1], bp[-1], c, pipe.basin)
    g[-1], h[-1] = 1 / bp[-1], cp[-1] / bp[-1] - outflow
    # dt g y^2 + (V + dt (g vapour - h)) y - constant = 0, y = p - vapour
    linear = volume + dt * (g * pipe.vapour - h)
    y = 2 * constant / (linear + np.sqrt(linear**2 + 4 * dt * g * constant))
    wide = linear < 0
    y[wide] = (-linear[wide] + np.sqrt(linear[wide] ** 2 + 4 * dt * g[wide] * constant[wide])) / (2 * dt * g[wide])
    p = pipe.vapour + y
    p[0] = pipe.reservoir
    below = (cp - p) / bp
    above = (p - cm) / bm
    above[0] = below[0] = (p[0] - cm[0]) / bm[0]
    above[-1] = outflow
    volume = constant / y
    return p, below, above, volume
