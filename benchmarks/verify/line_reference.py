"""Pressure waves in a line of uniform pipes by the method of characteristics at Courant number 1, written apart from
the program.

    along ds = +-a dt:   d(p +- Z Q) = -+ ds (rho g cos + friction) + dt rho g cos Q/A,   Z = rho a/A      (Wylie &
    Streeter 1993, chapter 3)
The last term is the work -beta Q dp/ds of liquid that rises. Friction at both ends of a characteristic, half each
(trapezoidal): order 2. All
pipes have the same time step, so their lengths are whole numbers of reaches a dt. What stands at a joint or an end is
one scalar equation:
B q + C q|q| = drive, solved in closed form. Pressures absolute [Pa], flows [m3/s], positive from the first pipe to the
last.
"""

import dataclasses
import math

import numpy as np

GRAVITY = 9.80665


@dataclasses.dataclass
class Pipe:
    reaches: int
    bore: float  # [m]
    wave_speed: float  # [m/s]
    cosine: float = 0.0  # 1 upward
    laminar: float = 0.0  # [Pa s] viscosity: Poiseuille's friction
    darcy: float = 0.0  # [-] of turbulent flow; the larger of the two counts
    stress: float = 0.0  # [Pa] yield stress


@dataclasses.dataclass
class End:
    """pressure(t) [Pa] beyond the end, or flow(t) [m3/s] through it; neither: closed. `loss`(t): over q|q| [Pa
    s2/m6]."""

    pressure: object = None
    flow: object = None
    loss: object = None
    one_way: bool = False


@dataclasses.dataclass
class Joint:
    """Between two pipes: a valve with its loss(t), a check valve, a branch, or nothing."""

    loss: object = None
    one_way: bool = False
    branch: object = None


@dataclasses.dataclass
class Branch:
    """A vessel with a gas cushion (p V^n held) or a dump valve to a pressure outside, with the neck's or the valve's
    loss(t)."""

    loss: object
    outside: float = 0.0  # [Pa] beyond a dump valve
    volume: float = 0.0  # [m3] of gas, 0 for a dump valve
    exponent: float = 1.2
    gas: float = 0.0  # [Pa] of the gas at the start
    one_way: bool = False  # a dump lets nothing in
    flow: float = 0.0  # [m3/s] out of the line

    def pressure(self, volume):
        return self.gas * (self.start / volume) ** self.exponent

    def outflow(self, line, t, dt):
        """Flow out of a node whose pressure is x - y q, (x, y) = `line`."""
        x, y = line
        loss = self.loss(t)
        if not self.volume:
            q = through(x - self.outside, y, loss)
            return max(q, 0.0) if self.one_way else q
        q = self.flow
        for _ in range(30):  # Newton: gas at the step's end, mean flow of the step
            after = max(self.volume - 0.5 * dt * (self.flow + q), 1e-9 * self.start)
            held = self.pressure(after)
            slope = self.exponent * held / after * 0.5 * dt
            gap = x - y * q - held - loss * q * abs(q)
            step = gap / (y + slope + 2 * loss * abs(q))
            q += step
            if abs(step) < 1e-14 + 1e-12 * abs(q):
                break
        return q

    def take(self, q, dt):
        if self.volume:
            self.volume -= 0.5 * dt * (self.flow + q)
        self.flow = q


def through(drive, linear, quadratic):
    """q of linear q + quadratic q|q| = drive; 0 where the loss is infinite."""
    if not math.isfinite(quadratic):
        return 0.0
    size = abs(drive)
    return (
        math.copysign(2 * size / (linear + math.sqrt(linear * linear + 4 * quadratic * size)), drive) if size else 0.0
    )


class Line:
    """Pipes with ends and joints; steps of `dt`. `lift`(t) [m/s2]: acceleration upward of the pipe (heave);
    `unsteady`: k of the drag
    rho k (dV/dt + a sign(V) |dV/ds|) (Vitkovsky et al. 2000)."""

    def __init__(self, pipes, dt, density, ends, joints=None, lift=None, unsteady=0.0):
        self.pipes, self.dt, self.density, self.ends, self.lift, self.unsteady = (
            pipes,
            dt,
            density,
            ends,
            lift,
            unsteady,
        )
        self.joints = joints or [Joint() for _ in pipes[1:]]
        for joint in self.joints:
            if joint.branch:
                joint.branch.start = joint.branch.volume
        count = [p.reaches + 1 for p in pipes]
        spread = lambda values: np.repeat(np.array(values, float), count)
        area = [math.pi / 4 * p.bore**2 for p in pipes]
        self.area, self.ds = spread(area), spread([p.wave_speed * dt for p in pipes])
        self.z = density * spread([p.wave_speed for p in pipes]) / self.area
        self.weight = density * GRAVITY * spread([p.cosine for p in pipes]) * self.ds
        self.work = density * GRAVITY * spread([p.cosine for p in pipes]) * dt / self.area
        self.linear = spread([128 * p.laminar / (math.pi * p.bore**4) for p in pipes]) * self.ds
        self.square = spread([p.darcy * density / (2 * p.bore * a * a) for p, a in zip(pipes, area)]) * self.ds
        self.held = spread([4 * p.stress / p.bore for p in pipes]) * self.ds
        self.first = np.cumsum([0] + count[:-1])
        self.last = np.cumsum(count) - 1
        self.s = np.concatenate(
            [begin + np.arange(p.reaches + 1) * p.wave_speed * dt for p, begin in zip(pipes, self.begins())]
        )
        self.half = 0.5 if np.max(self.linear / self.z) < 1 else 1.0  # weight of the friction at the new time

    def begins(self):
        return np.cumsum([0.0] + [p.reaches * p.wave_speed * self.dt for p in self.pipes])[:-1]

    def drop(self, q):
        """Friction of a reach [Pa] without the yield stress."""
        size = np.abs(q)
        return np.sign(q) * np.maximum(self.linear * size, self.square * size * size)

    def steady(self, inlet, flow):
        """Pressures of a steady flow from `inlet` [Pa]; what valves take is left to the joints' `drop`."""
        p, at = np.zeros_like(self.s), inlet
        fall = self.drop(np.full_like(self.s, flow)) + self.weight + np.sign(flow) * self.held
        for j, (a, b) in enumerate(zip(self.first, self.last)):
            p[a : b + 1] = at - fall[a] * np.arange(b - a + 1)
            loss = self.joints[j].loss if j < len(self.joints) else None
            at = p[b] - (loss(0.0) * flow * abs(flow) if loss and flow else 0.0)
        return p

    def inverse(self, x, held):
        """q of z q + half (drop(q) + held sign q) = x, node by node."""
        size = np.maximum(np.abs(x) - held, 0.0)
        w = self.half
        q = np.minimum(
            size / (self.z + w * self.linear), 2 * size / (self.z + np.sqrt(self.z**2 + 4 * w * self.square * size))
        )
        return np.sign(x) * q

    def solve_face(self, drive, i, j, loss, one_way):
        """q through what stands between node i and node j (-1: nothing on that side)."""
        sides = [k for k in (i, j) if k >= 0]
        held = sum(self.held[k] for k in sides)
        drive -= min(max(drive, -held), held)
        base = sum(self.z[k] for k in sides)
        combinations = [(base, loss)]
        for k in sides:
            combinations = [
                c
                for b, q in combinations
                for c in ((b + self.half * self.linear[k], q), (b, q + self.half * self.square[k]))
            ]
        found = [through(drive, b, q) for b, q in combinations]
        q = min(found, key=abs)
        return max(q, 0.0) if one_way else q

    def march(self, p, q, steps, stride, watch=None):
        """From pressures and a flow at every node; pressures and flows every `stride` steps, the highest and lowest
        pressures met."""
        q = np.full_like(p, q) if np.isscalar(q) else q.copy()
        kept, highest, lowest = [(p.copy(), q.copy())], p.copy(), p.copy()
        self.drag, self.earlier = np.zeros_like(p), q.copy()
        for n in range(1, steps + 1):
            p, q = self.step(p, q, n * self.dt)
            np.maximum(highest, p, out=highest), np.minimum(lowest, p, out=lowest)
            if watch:
                watch(n * self.dt, p, q)
            if n % stride == 0:
                kept.append((p, q))
        return np.array([k[0] for k in kept]), np.array([k[1] for k in kept]), highest, lowest

    def step(self, p, q, t):
        old = (1 - self.half) * self.drop(q) + self.drag
        weight = self.weight * (1 + (self.lift(t - 0.5 * self.dt) / GRAVITY if self.lift else 0.0))
        plus = p + self.z * q - old - weight + self.work * q
        minus = p - self.z * q + old + weight + self.work * q
        cp, cm = np.empty_like(p), np.empty_like(p)
        cp[1:], cm[:-1] = plus[:-1], minus[1:]
        new_q = self.inverse(0.5 * (cp - cm), self.held)
        new_p = 0.5 * (cp + cm)
        self.set_ends(new_p, new_q, cp, cm, t)
        for j, joint in enumerate(self.joints):
            self.set_joint(joint, (self.last[j], self.first[j + 1]), (new_p, new_q), (cp, cm), t)
        if self.unsteady:
            slope = np.concatenate([np.gradient(new_q[a : b + 1]) for a, b in zip(self.first, self.last)])
            self.drag = (
                self.density
                * self.unsteady
                / self.area
                * self.ds
                * ((new_q - q) / self.dt + np.sign(new_q) * np.abs(slope) / self.dt)
            )
        return new_p, new_q

    def set_ends(self, p, q, cp, cm, t):
        for end, i, way, line in ((self.ends[0], 0, 1, cm[0]), (self.ends[1], len(p) - 1, -1, cp[-1])):
            if end.pressure is None:
                q[i] = end.flow(t) if end.flow else 0.0
            else:
                q[i] = way * self.solve_face(end.pressure(t) - line, i, -1, end.loss(t) if end.loss else 0.0, False)
                q[i] = max(q[i], 0.0) if end.one_way else q[i]
            p[i] = line + way * self.taken(i, q[i], way * (end.pressure(t) - line) if end.pressure else q[i])

    def taken(self, i, q, drive):
        """z q + friction of the half characteristic at node i; at rest the yield stress holds what it must."""
        held = math.copysign(self.held[i], q) if q else min(max(drive, -self.held[i]), self.held[i])
        size = abs(q)
        return (
            self.z[i] * q
            + self.half * math.copysign(max(self.linear[i] * size, self.square[i] * size * size), q)
            + held
        )

    def set_joint(self, joint, nodes, state, lines, t):
        (i, j), (p, q), (cp, cm) = nodes, state, (lines[0][nodes[0]], lines[1][nodes[1]])
        if joint.branch:
            return self.set_branch(joint.branch, nodes, state, (cp, cm), t)
        through_it = self.solve_face(cp - cm, i, j, joint.loss(t) if joint.loss else 0.0, joint.one_way)
        q[i] = q[j] = through_it
        p[i], p[j] = cp - self.taken(i, through_it, cp - cm), cm + self.taken(j, through_it, cp - cm)

    def set_branch(self, branch, nodes, state, lines, t):
        """A node with an outflow: p = (cp/b_l + cm/b_r - q)/(1/b_l + 1/b_r), b the line's impedance with its friction
        at the old flow."""
        (i, j), (p, q), (cp, cm) = nodes, state, lines
        b = (
            [self.z[k] + self.half * max(self.linear[k], self.square[k] * abs(self.earlier_flow[k])) for k in nodes]
            if hasattr(self, "earlier_flow")
            else [self.z[k] for k in nodes]
        )
        y = 1 / (1 / b[0] + 1 / b[1])
        out = branch.outflow((y * (cp / b[0] + cm / b[1]), y), t, self.dt)
        branch.take(out, self.dt)
        p[i] = p[j] = y * (cp / b[0] + cm / b[1] - out)
        q[i], q[j] = (cp - p[i]) / b[0], (p[j] - cm) / b[1]
        self.earlier_flow = q
