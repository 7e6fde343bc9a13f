"""A rigid column with machines, written apart from the program: the reference of the random cases `column` and
`double_pipe`.

    I dQ/dt = drive(t) + sum of rises - K(t) Q|Q| - F(|Q|) sign Q,   J dw/dt = T_motor - T_liquid,   sign at rest
    anywhere in [-1, 1]
One flow; friction F(|Q|) = F(0) + excess. The sign is dealt with by cases: forward, backward, at rest; each a smooth
problem for
scipy's LSODA or Radau between the knots of the schedules, with the next case begun where Q comes to 0 or the hold is
overcome.
"""

import bisect
import dataclasses
import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from verify.wall_stress import wall_stress

MOST_LOOKS = 30000  # at the slopes in one stretch, then another method


class Friction:
    """F(|Q|) [Pa] of pipes in a row: the sum over `pieces` of (length, bore, area, roughness, minor loss, shape)."""

    octaves, below, above = 32, 24, 9  # points an octave, octaves below and above the flow `scale`

    def __init__(self, pieces, liquid, law, darcy, density, scale):
        self.lowest = math.log2(scale) - self.below
        flow = np.exp2(self.lowest + np.arange((self.below + self.above) * self.octaves + 1) / self.octaves)
        total = np.zeros_like(flow)
        for length, bore, area, roughness, minor, shape in pieces:
            stress = wall_stress(flow / area, bore, roughness, liquid, law, darcy, shape)
            total += (
                4 * (stress - liquid.yield_stress) * length / bore * (law != "none")
                + minor * 0.5 * density * (flow / area) ** 2
            )
        self.at_rest = sum(4 * liquid.yield_stress * piece[0] / piece[1] for piece in pieces) if law != "none" else 0.0
        self.nothing = not np.any(total > 0)
        self.table = np.log(np.maximum(total, 1e-300)).tolist()

    def excess(self, size):
        """F(size) - F(0): a cubic through four points of the logarithms; straight to 0 below the first."""
        if self.nothing or size <= 0:
            return 0.0
        place = (math.log2(size) - self.lowest) * self.octaves
        if place < 1:
            return math.exp(self.table[1] + (place - 1) / self.octaves * math.log(2))
        i = min(int(place), len(self.table) - 3)
        x, (a, b, c, d) = place - i, self.table[i - 1 : i + 3]
        return math.exp(b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a))))

    def __call__(self, size):
        return self.at_rest + self.excess(size)


@dataclasses.dataclass
class Column:
    inertia: float  # [kg/m4] integral of rho/A
    density: float  # [kg/m3] of the mixture
    drive: object  # t -> pressures of the ends less the weight [Pa]
    knots: list  # [s] of the drive
    friction: Friction
    pumps: list = dataclasses.field(default_factory=list)
    valves: list = dataclasses.field(default_factory=list)
    flow: float = 0.0  # [m3/s] at the start
    method: str = "LSODA"

    def __post_init__(self):
        self.rotors = [p for p in self.pumps if getattr(p, "inertia", 0) > 0]
        self.one_way = any(v.check for v in self.valves)
        largest = max([abs(self.drive(t)) for t in self.knots] + [getattr(p, "relief", 0.0) for p in self.pumps])
        self.hold = self.friction.at_rest + 1e-9 * (
            largest + 1.0
        )  # [Pa] what must be overcome to start: never by rounding alone

    def push(self, t, flow, speeds):
        """Force without friction [Pa], and the valves' loss over Q|Q|."""
        found, rotor = self.drive(t), iter(speeds)
        for pump in self.pumps:
            found += pump.rise(t, flow, next(rotor) if getattr(pump, "inertia", 0) > 0 else 0.0, self.density)
        return found, sum(v.loss(t, self.density) for v in self.valves)

    def spins(self, t, flow, speeds):
        return [p.acceleration(t, flow, w, self.density) for p, w in zip(self.rotors, speeds)]

    def cuts(self, end):
        all_knots = (
            list(self.knots)
            + [t for m in self.pumps for t in m.knots]
            + [t for v in self.valves for t in v.opening.knots]
        )
        return sorted({0.0, end} | {float(t) for t in all_knots if 0 < t < end})


def slopes(column, way, scale):
    """dy/dt of y = (Q/scale, speeds) on the branch `way`: +1, -1, or 0 at rest."""

    def slope(t, y):
        flow, speeds = y[0] * scale, y[1:]
        if way == 0:
            return [0.0] + column.spins(t, 0.0, speeds)
        push, loss = column.push(t, flow, speeds)
        friction = way * column.friction.at_rest + math.copysign(column.friction.excess(abs(flow)), flow)
        return [(push - min(loss, 1e30) * flow * abs(flow) - friction) / (column.inertia * scale)] + column.spins(
            t, flow, speeds
        )

    return slope


def overcome(column):
    """Events at rest: by how much the push exceeds the hold, forward and backward."""

    def forward(t, y):
        return column.push(t, 0.0, y[1:])[0] - column.hold

    def backward(t, y):
        return -column.push(t, 0.0, y[1:])[0] - column.hold

    events = [forward] if column.one_way else [forward, backward]
    for event in events:
        event.terminal, event.direction = True, 1
    return events


def way_from_rest(column, t, y):
    """+1, -1 or 0: where the column at rest goes at time t."""
    push = column.push(t, 0.0, y[1:])[0]
    if push > column.hold:
        return 1
    return -1 if -push > column.hold and not column.one_way else 0


class Limited:
    """A slope that may be asked for only so often."""

    def __init__(self, slope):
        self.slope, self.left = slope, MOST_LOOKS

    def __call__(self, t, y):
        self.left -= 1
        if self.left < 0:
            raise ArithmeticError("the reference needs too many steps")
        return self.slope(t, y)


def smooth(column, way, span, y, scale, options):
    """scipy over one stretch: the column's method, then less exactly, then Radau."""
    for method, tolerance in ((column.method, 1e-9), (column.method, 1e-7), ("Radau", 1e-6)):
        try:
            found = solve_ivp(
                Limited(slopes(column, way, scale)),
                span,
                y,
                method=method,
                rtol=tolerance,
                atol=tolerance / 100,
                dense_output=True,
                **options,
            )
        except ArithmeticError as error:
            found, message = None, str(error)
            continue
        if found.success:
            return found
        message = found.message
    raise ArithmeticError(f"the reference failed: {message}")


def integrate(column, way, span, y, scale, dense):
    """One smooth stretch: ends at span[1] or at an event. Returns the time, the state, and whether it was an event."""
    stop = lambda t, y: y[0] + way * 1e-13
    stop.terminal, stop.direction = True, -way
    if way == 0:  # an event that is already on, or comes without a step of its own: look along the stretch
        events, jump = overcome(column), (span[1] - span[0]) / 100
        options = {"events": events, "max_step": jump}
    else:
        options = {"events": [stop]}
    found = smooth(column, way, span, y, scale, options)
    dense.append((span[0], found.t[-1], found.sol, way))
    return found.t[-1], found.y[:, -1], found.status == 1


def shut(column, a, b):
    return any(v.opening(a) <= 0 and v.opening(b) <= 0 for v in column.valves)


def solve_stretch(column, a, b, y, scale, dense):
    """From knot a to knot b. A shut valve keeps the flow 0; next to its end a closing valve is left out."""
    if shut(column, a, b):
        y[0] = 0.0
        found = smooth(column, 0, (a, b), y, scale, {})
        dense.append((a, b, found.sol, 0))
        return found.y[:, -1]
    margin = 1e-9 * (b - a)
    t, last = a, b
    if any(v.opening(a) <= 0 for v in column.valves):
        t += margin
    closes = any(v.opening(b) <= 0 for v in column.valves)
    last -= margin if closes else 0
    for _ in range(1000):
        way = int(np.sign(y[0])) or way_from_rest(column, t, y)
        t, y, event = integrate(column, way, (t, last), y, scale, dense)
        y = np.array(y)
        if event and way != 0:
            y[0] = 0.0
        if event and way == 0:
            y[0] = 1e-12 * (1 if column.push(t, 0.0, y[1:])[0] > 0 else -1)
        if t >= last:
            y[0] = 0.0 if closes else y[0]
            return y
    raise ArithmeticError("the reference turns without end")


def solve(column, times, scale):
    """Flow [m3/s] and rotor speeds [rad/s] at `times`; `scale`: a flow of the expected size."""
    y = np.array([column.flow / scale] + [p.speed(0.0) for p in column.rotors])
    dense, cuts = [], column.cuts(times[-1])
    for a, b in zip(cuts, cuts[1:]):
        y = np.array(solve_stretch(column, a, b, y, scale, dense))
    out = np.zeros((len(times), len(y)))
    starts = [piece[0] for piece in dense]
    for row, t in zip(out, times):
        first, last, sol, way = dense[max(bisect.bisect_right(starts, t) - 1, 0)]
        row[:] = sol(min(max(t, first), last))
        row[0] *= scale if way else 0
    if cuts[-1] <= times[-1]:
        out[-1] = y
        out[-1, 0] *= scale
    return out[:, 0], out[:, 1:]


def steady_flow(friction, pressure, scale):
    """Flow [m3/s] at which the friction takes `pressure`, 0 where that does not overcome it."""
    if pressure <= friction.at_rest:
        return 0.0
    return brentq(lambda q: friction(q) - pressure, 0.0, 400 * scale, rtol=1e-14)
