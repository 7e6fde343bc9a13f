"""Rigid columns drawn at random, and their ordinary differential equation by scipy's Radau, apart from the solver.

    I dQ/dt = p_in - p_out + rise - K(t) Q|Q| - F(|Q|) sign Q - hold Sign Q,   I = rho sum L/A
with Churchill's friction of water, Buckingham's of Bingham muds in laminar flow; Sign is regularised at 1e-9 of the flow.
"""
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

KINDS = ("pressure", "stop", "valve", "displacement", "check")
END = 60.0


def churchill(reynolds):
    a = (-2.457 * np.log((7 / reynolds)**0.9))**16
    b = (37530 / reynolds)**16
    return 8 * ((8 / reynolds)**12 + (a + b)**-1.5)**(1 / 12)


def bingham_stress(velocity, bore, viscosity, yield_stress):
    """Wall shear stress [Pa] of laminar Bingham flow: 8 V mu/D = tau (1 - 4 a/3 + a^4/3), a = tau_y/tau."""
    flow = 8 * velocity * viscosity / bore
    def missing(stress):
        a = yield_stress / stress
        return stress * (1 - 4 * a / 3 + a**4 / 3) - flow
    return brentq(missing, yield_stress, 3 * (yield_stress + flow), xtol=1e-15 * yield_stress, rtol=1e-14)


class Column:
    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self.kind = KINDS[seed % len(KINDS)]
        parts = rng.integers(1, 4)
        self.length = 10**rng.uniform(1.7, 3.3) / parts * np.ones(parts)
        self.bore = 10**rng.uniform(-1.3, -0.4) * rng.uniform(1, 1.4, parts)
        self.density = rng.uniform(1000, 1400)
        self.mud = seed % 3 == 0
        self.viscosity = 10**rng.uniform(-1, 0.5) if self.mud else 10**rng.uniform(-3, 0)
        self.yield_stress = rng.uniform(0.5, 20) if self.mud else 0.0
        self.velocity = min(1.0, 300 * self.viscosity / (self.density * self.bore.max())) if self.mud else rng.uniform(0.3, 3)
        self.area = np.pi / 4 * self.bore**2
        self.flow = self.velocity * self.area[0]
        self.inertia = self.density * np.sum(self.length / self.area)
        self.hold = np.sum(4 * self.yield_stress / self.bore * self.length)
        self.nodes = np.geomspace(1e-9, 30, 1200) * self.flow
        self.values = np.array([self.sum_friction(q) for q in self.nodes])
        ramp = 10**rng.uniform(-1, 0.7)
        push = self.friction(self.flow) + self.hold
        self.push = ([0, 5], [push, push])
        self.opening, self.pump = ([0], [1.0]), None
        self.coefficient = self.flow / np.sqrt(0.3 * push * 1000 / self.density)  # at 1 Pa, of water
        if self.kind == "pressure":
            self.push = ([0, 20, 20 + ramp, 40, 40 + ramp], [push, push, -0.8 * push, -0.8 * push, 0.5 * push + 0.6 * self.hold])
        if self.kind == "stop":
            self.push = ([0, 20, 20 + ramp], [push, push, 0.3 * self.hold if self.mud else 0.1 * push])
        if self.kind in ("valve", "displacement"):
            self.opening = ([0, 15, 15 + ramp, 40, 40 + ramp], [1.0, 1.0, 0.0, 0.0, 0.7])
        if self.kind == "check":
            self.push = ([0, 20, 20 + ramp, 45, 45 + ramp], [push, push, -push, -push, push])
        if self.kind == "displacement":
            self.pump = (3 * push, 0.02 * self.flow / (3 * push))  # relief [Pa], slip [m3/s/Pa]
            self.push = ([0], [-0.1 * push])

    def sum_friction(self, flow):
        """Friction [Pa] of all parts less what the yield stress holds."""
        total = 0
        for length, bore, area in zip(self.length, self.bore, self.area):
            speed = flow / area
            if self.mud:
                stress = bingham_stress(speed, bore, self.viscosity, self.yield_stress) - self.yield_stress
            else:
                stress = churchill(self.density * speed * bore / self.viscosity) / 8 * self.density * speed**2
            total += 4 * stress / bore * length
        return total

    def friction(self, flow):
        size = abs(flow)
        if size <= self.nodes[0]:
            return self.values[0] * size / self.nodes[0]
        return np.exp(np.interp(np.log(size), np.log(self.nodes), np.log(self.values)))

    def slope(self, time, flow):
        coefficient = self.coefficient * max(np.interp(time, *self.opening), 1e-7)
        loss = self.density / 1000 / coefficient**2
        force = np.interp(time, *self.push) - loss * flow * abs(flow) - np.sign(flow) * self.friction(flow)
        if self.pump:
            force += min(self.pump[0], (self.flow - flow) / self.pump[1])
        force -= self.hold * flow / np.hypot(flow, 1e-9 * self.flow)
        if self.kind == "check" and flow < 0:
            force -= 1e4 * self.inertia * flow
        return force / self.inertia

    def reference(self, times):
        """Flow [m3/s] at the times, from knot to knot."""
        knots = sorted({0.0, END, *map(float, self.push[0]), *map(float, self.opening[0])})
        flow, found = 0.0, np.zeros(len(times))
        for start, end in zip(knots, knots[1:]):
            here = (times > start) & (times <= end)
            asked = np.append(times[here], end)
            run = solve_ivp(lambda t, y: [self.slope(t, y[0] * self.flow) / self.flow], (start, end), [flow / self.flow], method="Radau", rtol=1e-7, atol=1e-10,
                            t_eval=np.unique(asked))
            if not run.success:
                raise RuntimeError(run.message)
            found[here] = np.interp(times[here], run.t, run.y[0]) * self.flow
            flow = run.y[0, -1] * self.flow
        return found

    def case(self):
        """The same as a case for riser."""
        def table(pair, unit):
            return "[" + ", ".join(f"[{t!r} s, {float(v)!r} {unit}]" for t, v in zip(map(float, pair[0]), pair[1])) + "]"
        parts = ", ".join(f"{{length: {a!r} m, bore: {b!r} m, inclination: 90 deg}}" for a, b in zip(map(float, self.length), map(float, self.bore)))
        push = (self.push[0], [1e7 + v for v in self.push[1]])
        lines = [f"name: random", f"grid: {{cell_length: {float(self.length[0] / 4)!r} m}}", f"time: {{end: {END} s}}",
                 f"liquid: {{law: constant, density: {self.density!r} kg/m3, viscosity: {self.viscosity!r} Pa.s}}", "friction: churchill", "dispersion: none",
                 "heat: false", f"pipe: {{inlet_depth: 0 m, segments: [{parts}]}}", f"inlet: {{kind: pressure, value: {table(push, 'Pa')}}}",
                 "outlet: {kind: pressure, value: 10000000.0 Pa}", "output: {snapshot_interval: 60 s, series_interval: 0.5 s}"]
        if self.mud:
            lines.append(f"rheology: {{law: bingham, table: [{{fraction: 0, yield_stress: {self.yield_stress!r} Pa, consistency: {self.viscosity!r} Pa.s, index: 1}}]}}")
        at_bar = float(self.coefficient * np.sqrt(1e5))
        check = ", check: true" if self.kind == "check" else ""
        lines.append(f"valves: [{{name: v, position: 0 m, coefficient: [[0, 0 m3/s], [1, {at_bar!r} m3/s]], opening: {table(self.opening, '')}{check}}}]")
        if self.pump:
            lines.append(f"pumps: [{{name: p, kind: positive_displacement, position: 0 m, flow_rate: {float(self.flow)!r} m3/s, relief: {float(self.pump[0])!r} Pa, "
                         f"slip: {float(self.pump[1])!r} m3/s/Pa}}]")
        return "\n".join(lines) + "\n"
