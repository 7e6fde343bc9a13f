"""A pump given by its curve trips: rotor and rigid column against their two ordinary differential equations, light and heavy rotors.

    I_rotor dw/dt = -T_r G(theta) (q^2 + w'^2),   rho L/A dQ/dt = p_in - p_out + rho g H_r F(theta) (q^2 + w'^2) - f L/D rho V|V|/2
q = Q/Q_r, w' = w/w_r, theta = atan2(q, w'), the best point rated. F and G: the curve by affinity from its first flow to its last; beyond,
data/suter_radial.csv plus the difference at that end of the curve, which fades linearly over pi/2. Torque at flow 0, where the
efficiency is 0: on the line through the next two points, held in 0.3 to 1 T_r. scipy's Radau, 1e-9.
"""
import numpy as np
from scipy.integrate import solve_ivp

from verify.lab import ROOT, Result, read_table

FAULTS = {"heavier rotor": ["pumps[0].inertia=8.4 kg.m2"], "other head": ["pumps[0].curve.head=[75 m, 72 m, 60.5 m, 34 m]"],
          "other efficiency": ["pumps[0].curve.efficiency=[0, 0.55, 0.76, 0.65]"]}

GRAVITY, DENSITY, LENGTH, BORE, DARCY = 9.80665, 1000.0, 1000.0, 0.4, 0.02
AREA = np.pi / 4 * BORE**2
FLOW, HEAD, EFFICIENCY = np.array([0, 0.1, 0.25, 0.4]), np.array([75.0, 72, 60, 34]), np.array([0, 0.55, 0.8, 0.65])
RATED_FLOW, RATED_HEAD, RATED_SPEED = 0.25, 60.0, 1450 * 2 * np.pi / 60
TORQUE = DENSITY * GRAVITY * RATED_FLOW * RATED_HEAD / (0.8 * RATED_SPEED)
DRIVE, TRIP, END = -4e5, 10.0, 40.0
INERTIAS = {"light": 0.008, "usual": 8.0, "heavy": 80.0}  # [kg m2]; 8 is 1 s of the rated torque
STEPS = {"light": "1 ms"}
LAST = np.arctan2(FLOW[-1] / RATED_FLOW, 1.0)  # [rad] of the curve's end


def own_torque(flow):
    """Over the rated one, at rated speed: from head and efficiency; a straight line to flow 0."""
    points = GRAVITY * DENSITY * FLOW[1:] * HEAD[1:] / (EFFICIENCY[1:] * RATED_SPEED)
    at_rest = np.clip(points[0] - (points[1] - points[0]) / (FLOW[2] - FLOW[1]) * FLOW[1], 0.3 * TORQUE, TORQUE)
    if flow < FLOW[1]:
        return (at_rest + (points[0] - at_rest) * flow / FLOW[1]) / TORQUE
    return DENSITY * GRAVITY * flow * np.interp(flow, FLOW, HEAD) / (np.interp(flow, FLOW, EFFICIENCY) * RATED_SPEED) / TORQUE


OWN = {"F": lambda flow: np.interp(flow, FLOW, HEAD) / RATED_HEAD, "G": own_torque}


def completed(table, letter):
    """F or G over theta in -pi to pi."""
    published, own = (lambda at: np.interp(at, table["theta_rad"], table[letter])), OWN[letter]
    ends = {at: own(np.tan(at) * RATED_FLOW) * np.cos(at)**2 - published(at) for at in (0.0, LAST)}

    def value(theta):
        if 0 <= theta <= LAST:
            return own(np.tan(theta) * RATED_FLOW) * np.cos(theta)**2
        beyond = max(0.0, 1 - (theta - LAST) / (np.pi / 2)) if theta > LAST else 0.0
        before = max(0.0, 1 + theta / (np.pi / 2)) if theta < 0 else 0.0
        return published(theta) + ends[LAST] * beyond + ends[0.0] * before
    return value


def slopes(head_of, torque_of, inertia, tripped):
    def slope(_, state):
        flow, speed = state
        q, w = flow / RATED_FLOW, speed / RATED_SPEED
        theta, size = np.arctan2(q, w), q * q + w * w
        friction = DARCY * LENGTH / BORE * DENSITY / 2 * flow * abs(flow) / AREA**2
        push = DRIVE + DENSITY * GRAVITY * RATED_HEAD * size * head_of(theta) - friction
        return [push * AREA / (DENSITY * LENGTH), -TORQUE * size * torque_of(theta) / inertia if tripped else 0.0]
    return slope


def exact(time, inertia):
    table = read_table(ROOT / "benchmarks" / "data" / "suter_radial.csv")
    head_of, torque_of = completed(table, "F"), completed(table, "G")
    before, after = time[time <= TRIP], time[time > TRIP]
    with_ = {"method": "Radau", "rtol": 1e-9, "atol": 1e-10, "max_step": 0.05}
    first = solve_ivp(slopes(head_of, torque_of, inertia, False), (0, TRIP), [RATED_FLOW, RATED_SPEED], t_eval=before, **with_)
    second = solve_ivp(slopes(head_of, torque_of, inertia, True), (TRIP, END), first.y[:, -1], t_eval=after, **with_)
    return np.concatenate([first.y, second.y], axis=1)


def run(lab, picture):
    results, drawn = [], []
    for name, inertia in INERTIAS.items():
        out = lab.run("curve_trip", **{"pumps[0].inertia": f"{inertia} kg.m2", "time.maximum_step": STEPS.get(name, "20 ms")})
        time = out["series/time"]
        flow, speed = exact(time, inertia)
        gaps = np.max(np.abs(out["series/flow_rate"] - flow)) / RATED_FLOW, np.max(np.abs(out["series/pump_speed"][:, 0] - speed)) / RATED_SPEED
        drawn.append((name, time, flow, speed, out))
        for quantity, gap in zip(("flow", "speed"), gaps):
            results.append(Result(f"curve-trip/{name}-{quantity}", len(out["s"]), float(gap), 1e-3,
                                  what=f"largest difference of the {quantity} over the rated one, {inertia} kg m2"))
    if picture:
        picture("states", lambda axes: draw(axes, drawn))
    return results


def draw(axes, drawn):
    for (name, time, flow, speed, out), colour in zip(drawn, ("C0", "C1", "C2")):
        axes.plot(time, speed / RATED_SPEED, color=colour, linewidth=4, alpha=0.3, label=f"speed, {name} rotor, exact")
        axes.plot(time, out["series/pump_speed"][:, 0] / RATED_SPEED, color=colour, linewidth=0.8)
        axes.plot(time, out["series/flow_rate"] / RATED_FLOW, color=colour, linewidth=0.8, linestyle="--", label=f"flow, {name} rotor")
    axes.set(xlabel="time [s]", ylabel="over the rated value [-]", title="A pump given by its curve trips, stops and turns backwards")
    axes.legend(fontsize=7)
