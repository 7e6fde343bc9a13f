"""A pump trips: rotor and rigid column against their two ordinary differential equations, through all four quadrants.

    I_rotor dw/dt = -T_r G(theta) (q^2 + w'^2),   rho L/A dQ/dt = p_in - p_out + rho g H_r F(theta) (q^2 + w'^2) - f L/D rho V|V|/2
q = Q/Q_r, w' = w/w_r, theta = atan2(q, w'); F and G from data/suter_radial.csv, linear between its points. scipy, 1e-10.
"""
import numpy as np
from scipy.integrate import solve_ivp

from verify.lab import ROOT, Result, read_table

FAULTS = {"heavier rotor": ["pumps[0].inertia=20.1 kg.m2"], "other head": ["pumps[0].four_quadrant.rated_head=60.3 m"]}

GRAVITY, DENSITY, LENGTH, BORE, DARCY = 9.80665, 1000.0, 1000.0, 0.4, 0.02
AREA = np.pi / 4 * BORE**2
RATED_FLOW, RATED_HEAD, EFFICIENCY, RATED_SPEED, INERTIA = 0.25, 60.0, 0.8, 1450 * 2 * np.pi / 60, 20.0
TORQUE = DENSITY * GRAVITY * RATED_FLOW * RATED_HEAD / (EFFICIENCY * RATED_SPEED)
DRIVE, TRIP, END = -4e5, 10.0, 40.0


def slopes(table, tripped):
    def slope(_, state):
        flow, speed = state
        q, w = flow / RATED_FLOW, speed / RATED_SPEED
        theta, size = np.arctan2(q, w), q * q + w * w
        head = RATED_HEAD * size * np.interp(theta, table["theta_rad"], table["F"])
        torque = TORQUE * size * np.interp(theta, table["theta_rad"], table["G"])
        friction = DARCY * LENGTH / BORE * DENSITY / 2 * flow * abs(flow) / AREA**2
        return [(DRIVE + DENSITY * GRAVITY * head - friction) * AREA / (DENSITY * LENGTH), -torque / INERTIA if tripped else 0.0]
    return slope


def exact(time):
    table = read_table(ROOT / "benchmarks" / "data" / "suter_radial.csv")
    before, after = time[time <= TRIP], time[time > TRIP]
    first = solve_ivp(slopes(table, False), (0, TRIP), [RATED_FLOW, RATED_SPEED], t_eval=before, rtol=1e-10, atol=1e-12, max_step=0.02)
    second = solve_ivp(slopes(table, True), (TRIP, END), first.y[:, -1], t_eval=after, rtol=1e-10, atol=1e-12, max_step=0.02)
    return np.concatenate([first.y, second.y], axis=1)


def run(lab, picture):
    out = lab.run("run_down")
    time = out["series/time"]
    flow, speed = exact(time)
    gaps = np.max(np.abs(out["series/flow_rate"] - flow)) / RATED_FLOW, np.max(np.abs(out["series/pump_speed"][:, 0] - speed)) / RATED_SPEED
    if picture:
        picture("states", lambda axes: draw(axes, time, flow, speed, out))
    return [Result("run-down/flow", len(out["s"]), float(gaps[0]), 1e-3, what="largest difference of the flow over the rated one"),
            Result("run-down/speed", len(out["s"]), float(gaps[1]), 1e-3, what="largest difference of the speed over the rated one")]


def draw(axes, time, flow, speed, out):
    for exact_values, computed, name, colour in ((flow / RATED_FLOW, out["series/flow_rate"] / RATED_FLOW, "flow", "C0"),
                                                 (speed / RATED_SPEED, out["series/pump_speed"][:, 0] / RATED_SPEED, "speed", "C1")):
        axes.plot(time, exact_values, color=colour, linewidth=4, alpha=0.3, label=f"{name}, exact")
        axes.plot(time, computed, color=colour, linewidth=0.8, label=f"{name}, computed")
    axes.set(xlabel="time [s]", ylabel="over the rated value [-]", title="A pump trips, stops and turns backwards")
    axes.legend(fontsize=7)
