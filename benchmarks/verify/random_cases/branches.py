"""Random waves with what stands beside or moves the line: a vessel with a gas cushion, a dump valve, the ship's heave,
unsteady friction.
Reference: verify/line_reference.py."""

import dataclasses
import math

from verify import line_reference as reference
from verify.machine_reference import Schedule
from verify.random_cases import draw, waves
from verify.random_cases.trial import Trial

FAULT = 1.05  # on the wave speed
SURFACE = 101325.0
LAMINAR = 0.5 * math.sqrt(0.00476)  # k of laminar flow (Vardy & Brown 2003)


def level(d, laminar):
    """One level pipe in two parts, an odd number of reaches each, so that the joint lies in the middle of a cell of
    two reaches."""
    density, bulk, bore = d.between(800, 1300), d.log(5e8, 4e9), d.log(0.02, 0.8)
    length, viscosity, darcy = d.log(10, 6000), d.log(1e-3, 10) if laminar else 1e-6, d.pick(0.0, d.log(0.005, 0.1))
    thickness, modulus, speed = waves.wall(d, bore, density, bulk)
    counts = [2 * d.whole(20, 80) + 1, 2 * d.whole(20, 80) + 1]
    dt = length / sum(counts) / speed
    if laminar and 16 * viscosity * dt / (bore**2 * density) >= waves.STIFF:
        return level(d, laminar)
    pipes = [
        reference.Pipe(n, bore, speed, 0.0, viscosity if laminar else 0.0, 0.0 if laminar else darcy) for n in counts
    ]
    crossings = d.log(3, 10)
    stride = max(int(crossings * sum(counts)) // waves.SNAPSHOTS, 1)
    fastest = min(3.0, 500 * viscosity / (density * bore)) if laminar else 3.0
    s = waves.Setting({}, density, pipes, dt, stride * waves.SNAPSHOTS, 0.0, d.log(2e5, 1e7), fastest=fastest)
    s.config = draw.base("random_branches", 2 * length / sum(counts), s.end_time(), density, viscosity, bulk)
    law = "churchill" if laminar else {"law": "constant", "darcy_factor": darcy} if darcy else "none"
    segment = {
        "length": draw.metres(length),
        "bore": draw.metres(bore),
        "wall_thickness": draw.metres(thickness),
        "youngs_modulus": draw.pascals(modulus),
        "inclination": "90 deg",
    }
    s.config.update(
        pressure_model="elastic",
        friction=law,
        waves={"cavities": False},
        pipe={"inlet_depth": "0 m", "segments": [segment]},
    )
    s.config["output"] = {
        "snapshot_interval": draw.seconds(stride * dt),
        "series_interval": draw.seconds(s.end_time()),
        "checkpoint_interval": "0 s",
    }
    s.flow = d.pick(0.0, 1.0) * s.speed(d)
    s.joints = [reference.Joint()]
    return s


def excited(d, s):
    """A ramp of the inlet's pressure or of the outlet's flow."""
    d.pick(waves.by_pressure, waves.by_flow)(d, s)


def with_vessel(d):
    s = level(d, False)
    excited(d, s)
    line = reference.Line(s.pipes, s.dt, s.density, s.ends, s.joints)
    held = float(line.steady(s.inlet, s.flow)[line.last[0]])
    area = math.pi / 4 * s.pipes[0].bore ** 2
    compliance = area * waves.place(s, 1) / (s.density * s.pipes[0].wave_speed ** 2)
    exponent, volume = d.between(1, 1.67), compliance * held * d.log(0.3, 300)
    volume = min(max(volume, 1e-6), 1e5)
    kv = s.speed(d) * math.sqrt(1e5 / waves.surge(s, s.speed(d))) * d.log(0.3, 100)
    kv = min(max(kv, 1e-5), 100.0)
    s.config["vessels"] = [
        {
            "name": "cushion",
            "position": draw.metres(waves.place(s, 0)),
            "gas_volume": f"{volume!r} m3",
            "exponent": exponent,
            "coefficient": draw.flow(kv),
        }
    ]
    return Case(s, vessel=(waves.loss_of(kv, s.density, lambda t: 1.0), volume, exponent, held))


def with_dump(d):
    s = level(d, False)
    excited(d, s)
    kv = s.speed(d) * math.sqrt(1e5 / s.inlet) * d.log(0.1, 3)
    opening = waves.knots(d, s, [0.0, d.between(0.1, 1)] + d.pick([], [d.pick(0.0, d.between(0, 1))]))
    s.config["valves"] = [
        {
            "name": "dump",
            "dump": True,
            "check": True,
            "position": draw.metres(waves.place(s, 0)),
            "coefficient": [[0, "0 m3/s"], [1, draw.flow(kv)]],
            "opening": draw.schedule(opening, ""),
        }
    ]
    return Case(s, dump=waves.loss_of(kv, s.density, Schedule(opening)))


def with_unsteady(d):
    s = level(d, True)
    excited(d, s)
    s.config["waves"]["friction"] = "vitkovsky"
    return Case(s, unsteady=LAMINAR)


def with_heave(d):
    """A line that follows the ship; its ends are held by pressures on board, so that only its own acceleration drives
    it."""
    s = waves.start(d, "random_branches")
    s.joints = []
    d.pick(waves.by_pressure, waves.by_flow)(d, s)
    period = min(max(s.end_time() * d.log(0.2, 3), 1.0), 600.0)
    frequency = 2 * math.pi / period
    amplitude = min(d.log(0.01, 10), 0.5 * draw.GRAVITY / frequency**2)
    s.config["heave"] = {"amplitude": draw.metres(amplitude), "period": draw.seconds(period)}
    return Case(s, lift=lambda t: -amplitude * frequency**2 * math.sin(frequency * t))


@dataclasses.dataclass
class Case:
    """A line with what is beside it; builds the reference anew, because a vessel remembers."""

    setting: object
    vessel: tuple = ()
    dump: object = None
    unsteady: float = 0.0
    lift: object = None

    def line(self, _, refine, fault):
        line = waves.line_of(dataclasses.replace(self.setting, joints=self.joints()), refine, fault)
        line.lift, line.unsteady = self.lift, self.unsteady
        return line

    def joints(self):
        if self.vessel:
            loss, volume, exponent, held = self.vessel
            return [reference.Joint(branch=reference.Branch(loss, volume=volume, exponent=exponent, gas=held))]
        if self.dump:
            return [reference.Joint(branch=reference.Branch(self.dump, outside=SURFACE, one_way=True))]
        return self.setting.joints


def make(d):
    case = d.pick(with_vessel, with_dump, with_unsteady, with_heave)(d)
    return Trial(case.setting.config, lambda run, fault=1.0: waves.compared(run, case.setting, fault, case.line))
