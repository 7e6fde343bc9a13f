"""Steady flow through a sea whose temperature is linear in depth (Ramey 1962, J. Petroleum Technology 14(4), 427).

    rho c Q dT/ds = U (T_sea - T),   T_sea = T_0 + G s,   1/U = 1/(pi D h) + 1/U_outer   (inner and outer film in series)
    T = T_sea - G l + (T_in - T_0 + G l) exp(-s/l),   l = rho c Q/U
    wall: T_wall = T + (T_sea - T) U/(pi D h)
Compared as cell averages, which is what the program holds, relative to the span of T. The values that the solver sets
beyond the two ends decide the order of the end cells; "every-cell" watches them.
"""
import numpy as np

from verify.lab import Result, orders

FAULTS = {"wrong inner heat transfer": ["pipe.segments[0].inner_heat_transfer=801 W/m2/K"],
          "wrong outer heat transfer": ["pipe.segments[0].outer_heat_transfer=1201 W/m/K"],
          "wrong heat capacity": ["liquid.heat_capacity=4001 J/kg/K"]}

LENGTH, BORE, FLOW, ENTERING = 3000.0, 0.3, 0.14, 40.0       # m, m, m3/s, deg C
INNER = np.pi * BORE * 800.0                                 # [W/m/K]
OVERALL = 1 / (1 / INNER + 1 / 1200.0)                       # [W/m/K]
SEA_AT_INLET, GRADIENT = 3.0, 24.0 / LENGTH                  # deg C, K/m
RELAXATION = 1030.0 * 4000.0 * FLOW / OVERALL                # [m]
CELLS = (200, 400, 800, 1600)


def sea(s):
    return SEA_AT_INLET + GRADIENT * s


def exact(s):
    return sea(s) - GRADIENT * RELAXATION + (ENTERING - SEA_AT_INLET + GRADIENT * RELAXATION) * np.exp(-s / RELAXATION)


def exact_average(face):
    """Cell averages of the exact temperature between the faces."""
    a, b = face[:-1], face[1:]
    fall = RELAXATION * (np.exp(-a / RELAXATION) - np.exp(-b / RELAXATION)) / (b - a)
    return sea((a + b) / 2) - GRADIENT * RELAXATION + (ENTERING - SEA_AT_INLET + GRADIENT * RELAXATION) * fall


def errors_of(out):
    """Relative to the span of T: mean and largest error of the water, mean error of the wall."""
    fluid = exact_average(out["s_face"])
    wall = fluid + (sea(out["s"]) - fluid) * OVERALL / INNER
    span = np.ptp(exact(out["s_face"]))
    water = np.abs(out["temperature"][-1] - fluid) / span
    return water.mean(), water.max(), np.mean(np.abs(out["wall_temperature"][-1] - wall)) / span


def run(lab, picture):
    runs = [lab.run("heat", **{"grid.cell_length": f"{LENGTH / n} m"}) for n in CELLS]
    found = np.array([errors_of(out) for out in runs])
    order = orders(CELLS, found[:, 0])
    ends = orders(CELLS, found[:, 1])
    if picture:
        picture("temperature", lambda axes: draw(axes, runs[-1]))
        picture("order", lambda axes: draw_order(axes, found))
    return [Result("heat/water", CELLS[-1], found[-1, 0], 1e-6, order[-1], what="mean (L1) error of the water over the span of T"),
            Result("heat/wall", CELLS[-1], found[-1, 2], 1e-6, what="mean (L1) error of the wall over the span of T"),
            Result("heat/every-cell", CELLS[-1], found[-1, 1], 1e-6, ends[-1],
                   what="largest error of the water in any cell, the first and the last counted")]


def draw(axes, out):
    s = out["s"]
    axes.plot(s, sea(s), color="C2", label="sea")
    axes.plot(s, exact(s), color="C0", linewidth=4, alpha=0.3, label="exact (Ramey)")
    axes.plot(s, out["temperature"][-1], "k--", label="water, computed")
    axes.plot(s, out["wall_temperature"][-1], "C1:", label="wall, computed")
    axes.set(xlabel="distance from the inlet [m]", ylabel="temperature [deg C]", title="Relaxation to a linear sea temperature")
    axes.legend()


def draw_order(axes, found):
    axes.loglog(CELLS, found[:, 1], "ko-", label="largest error")
    axes.loglog(CELLS, found[:, 0], "C0o-", label="mean error")
    axes.set(xlabel="cells", ylabel="error over the span", title="Relaxation to a linear sea temperature")
    axes.legend()
