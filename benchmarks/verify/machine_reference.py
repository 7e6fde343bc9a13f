"""Machines of the references, written apart from the program: schedules, valves, pumps and their rotors."""

import bisect
import dataclasses
import math

import numpy as np

from verify.lab import ROOT, read_table

GRAVITY = 9.80665
ATMOSPHERES = 1e5  # [Pa] at which a valve's Kv is given
LEAST_SLIP = 1e-5  # [-] of the largest flow at the relief's pressure: a displacement pump without slip


class Schedule:
    """Linear between knots, held outside them."""

    def __init__(self, knots):
        self.times, self.values = [float(t) for t, _ in knots], [float(v) for _, v in knots]

    def __call__(self, t):
        i = bisect.bisect_right(self.times, t)
        if i == 0:
            return self.values[0]
        if i == len(self.times):
            return self.values[-1]
        t0, t1, v0, v1 = self.times[i - 1], self.times[i], self.values[i - 1], self.values[i]
        return v0 + (v1 - v0) * (t - t0) / (t1 - t0)

    knots = property(lambda self: self.times)


@dataclasses.dataclass
class Valve:
    coefficient: float  # [m3/s] of water at 1 bar, fully open; in proportion to the opening
    opening: Schedule
    check: bool = False

    def loss(self, t, density):
        """Loss over Q|Q| [Pa s2/m6], infinite when shut."""
        c = self.coefficient * self.opening(t)
        return density / 1000 * ATMOSPHERES / c**2 if c > 0 else math.inf


@dataclasses.dataclass
class Displacement:
    flow: Schedule
    relief: float  # [Pa]
    slip: float = 0.0  # [m3/s/Pa]
    knots = property(lambda self: self.flow.knots)

    def rise(self, t, flow, _speed, _density):
        rated = max(max(self.flow.values), 1e-9)
        return min(self.relief, (self.flow(t) - flow) / max(self.slip, LEAST_SLIP * rated / self.relief))


@dataclasses.dataclass
class Rotor:
    """A radial pump in four quadrants with its rotor, or at a set speed (inertia 0). Source of F and G:
    data/suter_radial.csv."""

    rated_flow: float
    rated_head: float
    efficiency: float
    rated_speed: float  # [rad/s]
    inertia: float  # [kg m2]
    speed: Schedule  # [rad/s]
    trips: list  # of (time, on)
    motor_torque: float = math.inf
    motor_power: float = math.inf
    table = None

    def __post_init__(self):
        if Rotor.table is None:
            found = read_table(ROOT / "benchmarks" / "data" / "suter_radial.csv")
            Rotor.table = [found[name].tolist() for name in ("theta_rad", "F", "G")]
        self.rated_torque = 1000 * GRAVITY * self.rated_flow * self.rated_head / (self.efficiency * self.rated_speed)

    @property
    def knots(self):
        return self.speed.knots + [t for t, _ in self.trips]

    def characteristic(self, flow, speed, which):
        q, w = flow / self.rated_flow, speed / self.rated_speed
        place = (math.atan2(q, w) + math.pi) * 88 / (2 * math.pi)
        i = min(int(place), 87)
        values = Rotor.table[which]
        return (q * q + w * w) * (values[i] + (place - i) * (values[i + 1] - values[i]))

    def rise(self, t, flow, speed, density):
        return (
            density * GRAVITY * self.rated_head * self.characteristic(flow, speed if self.inertia else self.speed(t), 1)
        )

    def acceleration(self, t, flow, speed, density):
        asked = self.rated_torque * density / 1000 * self.characteristic(flow, speed, 2)
        on = True
        for at, state in self.trips:
            on = state if t >= at else on
        if not on:
            return -asked / self.inertia
        most = min(self.motor_torque, self.motor_power / max(abs(speed), 0.01 * self.rated_speed))
        wanted = (self.speed(t) - speed) * self.inertia + asked
        return (min(max(wanted, -most), most) - asked) / self.inertia


@dataclasses.dataclass
class Curve:
    """A centrifugal pump at a set speed by its own curve, which says nothing of flows below 0 or beyond its last
    point."""

    flow: list
    head: list
    rated_speed: float
    speed: Schedule
    inertia = 0.0
    knots = property(lambda self: self.speed.knots)

    def says(self, t, flow):
        ratio = self.speed(t) / self.rated_speed
        return ratio > 0 and -1e-9 * self.flow[-1] <= flow <= ratio * self.flow[-1]

    def rise(self, t, flow, _speed, density):
        ratio = max(self.speed(t) / self.rated_speed, 1e-6)
        beyond = (
            max(flow / ratio - self.flow[-1], 0.0) * (self.head[-1] - self.head[-2]) / (self.flow[-1] - self.flow[-2])
        )
        return density * GRAVITY * ratio**2 * (float(np.interp(flow / ratio, self.flow, self.head)) + beyond)
