"""Random pressure waves: lines of up to three pipes, valves at joints and ends that shut, pressures and flows that
ramp, check valves, level
and inclined, thin and thick liquids. Reference: verify/line_reference.py, exact at Courant number 1 but for its
friction.
"""

import dataclasses
import math

import numpy as np

from verify import line_reference as reference
from verify.machine_reference import Schedule
from verify.random_cases import draw
from verify.random_cases.trial import RIGHT, Found, Trial

SNAPSHOTS = 40
STIFF = 0.3  # [-] laminar friction of a reach over 2 Z: above, the reference is not exact enough
FAULT = 1.03  # on the wave speed


@dataclasses.dataclass
class Setting:
    config: dict
    density: float
    pipes: list  # of line_reference.Pipe
    dt: float  # [s] of the reference
    steps: int
    flow: float  # [m3/s] at the start
    inlet: float  # [Pa] at the start
    ends: list = dataclasses.field(default_factory=lambda: [None, None])
    joints: list = dataclasses.field(default_factory=list)
    behind: tuple = (0, 0.0)  # joint from which on the pressure is lower [Pa] at the start
    fastest: float = 3.0  # [m/s] where laminar flow stays laminar

    def speed(self, d):
        """A flow [m3/s] of the narrowest pipe."""
        return d.log(0.003, 1) * self.fastest * math.pi / 4 * min(p.bore for p in self.pipes) ** 2

    def end_time(self):
        return self.steps * self.dt


def wall(d, bore, density, bulk):
    """Thickness [m], Young's modulus [Pa] and the wave speed [m/s] of Wood and Korteweg."""
    thickness = min(max(bore * d.log(0.01, 0.1), 1e-3), 0.05)
    modulus = d.pick(207e9, 207e9, d.log(1e9, 2e11))
    return thickness, modulus, 1 / math.sqrt(density * (1 / bulk + bore / (modulus * thickness)))


def pipes(d, density, bulk, viscosity, darcy):
    """Segments of the program, pipes of the reference, its step [s]."""
    length, bore, count = d.log(10, 6000), d.log(0.02, 0.8), d.whole(1, 3)
    shares = np.maximum((d.rng.dirichlet(np.full(count, 4.0)) * 200).astype(int), 16)
    angle = d.pick(math.pi / 2, math.pi / 2, 0.0, math.pi, d.between(0, math.pi))
    segments, line, dt = [], [], None
    for n in shares:
        own = float(np.clip(bore * (d.log(0.5, 2) if count > 1 else 1), 0.02, 0.8))
        thickness, modulus, speed = wall(d, own, density, bulk)
        dt = dt or length * shares[0] / shares.sum() / (shares[0] * speed)
        segments.append(
            {
                "length": draw.metres(float(n * speed * dt)),
                "bore": draw.metres(own),
                "wall_thickness": draw.metres(thickness),
                "youngs_modulus": draw.pascals(modulus),
                "inclination": draw.degrees(angle),
            }
        )
        line.append(
            reference.Pipe(int(n), own, speed, math.cos(angle), viscosity if darcy is None else 0.0, darcy or 0.0)
        )
    return segments, line, dt


def start(d, name):
    """No friction, a constant factor in a liquid so thin that 64/Re is nothing, or laminar flow."""
    density, bulk, law = d.between(800, 1300), d.log(5e8, 4e9), d.pick("none", "constant", "laminar")
    darcy = {"none": 0.0, "constant": d.log(0.005, 0.1), "laminar": None}[law]
    while True:
        viscosity = d.log(1e-3, 100) if law == "laminar" else 1e-6
        segments, line, dt = pipes(d, density, bulk, viscosity, darcy)
        if max(16 * p.laminar * dt / (p.bore**2 * density) for p in line) < STIFF:
            break
    fastest = min([3.0] + [500 * p.laminar / (density * p.bore) for p in line if p.laminar])
    length = sum(p.reaches * p.wave_speed * dt for p in line)
    crossings = d.log(2, 16)
    stride = max(int(crossings * sum(p.reaches for p in line)) // SNAPSHOTS, 1)
    steps = stride * SNAPSHOTS
    config = draw.base(name, length / sum(p.reaches for p in line), steps * dt, density, viscosity, bulk)
    config["pressure_model"] = "elastic"
    config["friction"] = {
        "none": "none",
        "constant": {"law": "constant", "darcy_factor": darcy},
        "laminar": "churchill",
    }[law]
    rise = sum(p.reaches * p.wave_speed * dt * p.cosine for p in line)
    config["pipe"] = {"inlet_depth": draw.metres(max(rise, 0.0)), "segments": segments}
    config["waves"] = {"cavities": False}
    config["output"] = {
        "snapshot_interval": draw.seconds(stride * dt),
        "series_interval": draw.seconds(steps * dt),
        "checkpoint_interval": "0 s",
    }
    s = Setting(config, density, line, dt, steps, 0.0, d.log(1e5, 2e7), fastest=fastest)
    s.flow = d.pick(0.0, 1.0, 1.0) * s.speed(d)
    return s


def surge(s, flow):
    """[Pa] that stopping a flow makes."""
    return max(s.density * p.wave_speed / (math.pi / 4 * p.bore**2) * flow for p in s.pipes)


def knots(d, s, values):
    """From value to value: rests and ramps from a hundredth of a crossing to ten, all within the run."""
    crossing, end = sum(p.reaches for p in s.pipes) * s.dt, s.end_time()
    found = [(0.0, values[0]), (d.between(0.02, 0.1) * end, values[0])]
    for value in values[1:]:
        found.append((found[-1][0] + min(crossing * d.log(0.01, 10), 0.3 * end), value))
        found.append((found[-1][0] + d.between(0.05, 0.3) * end, value))
    return found[:-1]


def valve(d, s, at, kv_drop, starts=1.0):
    """A valve that shuts fully or in part, and may open again: its row, and its loss in time."""
    flow = s.flow or s.speed(d)
    kv = flow / math.sqrt(kv_drop * 1000 / s.density / 1e5)
    opening = knots(
        d,
        s,
        [starts, d.pick(0.0, 0.0, d.between(0, 1)) if starts else d.between(0.1, 1)] + d.pick([], [d.between(0, 1)]),
    )
    row = {
        "name": f"v{len(s.config.get('valves', ()))}",
        "position": draw.metres(at),
        "coefficient": [[0, "0 m3/s"], [1, draw.flow(kv)]],
        "opening": draw.schedule(opening, ""),
    }
    s.config.setdefault("valves", []).append(row)
    return loss_of(kv, s.density, Schedule(opening))


def loss_of(kv, density, opening):
    def loss(t):
        c = kv * opening(t)
        return density / 1000 * 1e5 / c**2 if c > 0 else math.inf

    return loss


def place(s, j):
    """Where the joint after pipe j stands [m]."""
    return float(sum(p.reaches * p.wave_speed * s.dt for p in s.pipes[: j + 1]))


def reservoirs(s, taken):
    """Both ends held so that the start is steady; `taken`: what valves take [Pa]."""
    line = reference.Line(s.pipes, s.dt, s.density, (None, None))
    fall = s.inlet - line.steady(s.inlet, s.flow)[-1]
    lowest = max(1e5 + fall + taken, s.inlet, 1e5)
    s.inlet = lowest
    return lowest, lowest - fall - taken


def by_valve(d, s):
    """A valve at the outlet, and one at each joint in half the cases."""
    drop = [d.log(1e3, 1e6) for _ in s.pipes]
    places = [j for j in range(len(s.pipes) - 1) if d.chance(0.4)]
    places += [len(s.pipes) - 1] if not places or d.chance(0.6) else []
    s.joints = [reference.Joint() for _ in s.pipes[1:]]
    taken = sum(drop[j] for j in places) if s.flow else 0.0
    held_in, held_out = reservoirs(s, taken)
    if not s.flow:  # what stands before the first shut valve has the inlet's pressure, what is beyond it the outlet's
        less = d.between(0, 0.9) * (held_out - 1e4)
        held_out, s.behind = held_out - less, (min(places) + 1, less)
    s.ends = [reference.End(pressure=lambda t: held_in), reference.End(pressure=lambda t: held_out)]
    starts = 1.0 if s.flow else 0.0
    for j in places:
        loss = valve(d, s, place(s, j), drop[j], starts)
        if j < len(s.pipes) - 1:
            s.joints[j] = reference.Joint(loss=loss)
        else:
            s.ends[1].loss = loss
    set_ends(
        s, {"kind": "pressure", "value": draw.pascals(held_in)}, {"kind": "pressure", "value": draw.pascals(held_out)}
    )


def by_pressure(d, s):
    """The inlet's pressure ramps; the outlet is closed or held."""
    size = surge(s, s.speed(d))
    if d.chance(0.4):
        s.flow = 0.0
    held_in, held_out = reservoirs(s, 0.0)
    up = min(size, 5 * held_in)
    path = knots(d, s, [held_in] + [held_in + max(d.between(-1, 1) * up, -0.9 * held_in) for _ in range(d.whole(1, 2))])
    inlet = Schedule(path)
    closed = s.flow == 0 and d.chance(0.5)
    s.ends = [reference.End(pressure=inlet), reference.End() if closed else reference.End(pressure=lambda t: held_out)]
    set_ends(
        s,
        {"kind": "pressure", "value": draw.schedule(path, "Pa")},
        "closed" if closed else {"kind": "pressure", "value": draw.pascals(held_out)},
    )


def by_flow(d, s):
    """The outlet's or the inlet's flow ramps."""
    held_in, held_out = reservoirs(s, 0.0)
    most = s.speed(d)
    path = knots(d, s, [s.flow] + [d.pick(0.0, d.between(-1, 1) * most) for _ in range(d.whole(1, 2))])
    flow = Schedule(path)
    held, moves = reference.End(pressure=lambda t: 0.0), reference.End(flow=flow)
    words = {"kind": "flow", "value": draw.schedule(path, "m3/s")}
    if d.chance(0.5):
        held.pressure = lambda t: held_in
        s.ends = [held, moves]
        return set_ends(s, {"kind": "pressure", "value": draw.pascals(held_in)}, words)
    held.pressure = lambda t: held_out
    s.ends = [moves, held]
    set_ends(s, words, {"kind": "pressure", "value": draw.pascals(held_out)})


def set_ends(s, inlet, outlet):
    s.config["inlet"], s.config["outlet"] = inlet, outlet
    s.config["initial"] = {"flow_rate": draw.flow(s.flow)}


def line_of(s, refine, fault):
    """The reference's line, with `refine` times as many reaches."""
    pipes = [dataclasses.replace(p, reaches=p.reaches * refine, wave_speed=p.wave_speed * fault) for p in s.pipes]
    return reference.Line(pipes, s.dt / refine, s.density, s.ends, s.joints or None)


def beginning(s, line):
    """Pressures at the start [Pa]."""
    p, (first, less) = line.steady(s.inlet, s.flow), s.behind
    if 0 < first < len(line.first):
        p[line.first[first] :] -= less
    return p


def difference(run, s, refine, fault, build=None):
    """Mean difference of the pressure's change over cells and snapshots, more than a shift by one cell explains, what
    goes
    beyond the extremes, and the mean difference at the start, over the swing of the pressure; the same in words."""
    line = (build or line_of)(s, refine, fault)
    begin = beginning(s, line)
    p, _, highest, lowest = line.march(begin, s.flow, s.steps * refine, s.steps * refine // SNAPSHOTS)
    swing = max((highest - begin).max(), (begin - lowest).max(), 1e-6 * np.abs(begin).max())
    change = run["pressure"] - run["pressure"][0]
    low, high = near(run, line, p - begin)
    gap = np.maximum(np.maximum(low - change, change - high), 0.0) / swing
    mean, start = float(gap[1:].mean()), float(
        np.abs(run["pressure"][0] - np.interp(run["s"], line.s, begin)).mean() / swing
    )
    over = [float((change.max(axis=0) - near(run, line, (highest - begin)[None, :])[1][0]).max() / swing)]
    over.append(float((near(run, line, (lowest - begin)[None, :])[0][0] - change.min(axis=0)).max() / swing))
    when, cell = np.unravel_index(np.argmax(gap), gap.shape)
    words = (
        f"mean {mean:.2e}, above the highest {over[0]:.2e}, below the lowest {over[1]:.2e}, at the start {start:.2e} "
        f"of the swing {swing:.4g} Pa; worst at {run['time'][when]:.6g} s, {run['s'][cell]:.6g} m: "
        f"expected {low[when, cell]:.6g} to {high[when, cell]:.6g} Pa of change, found {change[when, cell]:.6g}"
    )
    return max(mean, start, *over), words


def near(run, line, p):
    """Lowest and highest change of pressure in the reference within a cell of each cell: a front may lie that far
    off."""
    width = max(int(round(np.diff(run["s"]).min() / line.ds.max())), 1)
    low, high = p.copy(), p.copy()
    for shift in [k for k in range(-width, width + 1) if k]:
        moved = np.take(p, np.clip(np.arange(p.shape[1]) + shift, 0, p.shape[1] - 1), axis=1)
        low, high = np.minimum(low, moved), np.maximum(high, moved)
    return tuple(np.array([np.interp(run["s"], line.s, row) for row in rows]) for rows in (low, high))


def compared(run, s, fault, build=None):
    """With twice the reaches where the first look is not right: a gap of the reference is no gap of the program."""
    error, words = difference(run, s, 1, fault, build)
    if not error < RIGHT and fault == 1:
        error, words = difference(run, s, 2, fault, build)
    return Found(error, words)


KINDS = (by_valve, by_valve, by_pressure, by_flow)


def make(d):
    s = start(d, "random_waves")
    d.pick(*KINDS)(d, s)
    return Trial(s.config, lambda run, fault=1.0: compared(run, s, fault))
