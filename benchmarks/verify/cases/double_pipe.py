"""Water down an annulus and up the pipe inside it: steady temperatures of both limbs (a coaxial heat exchanger beside the sea).

    C dT_a/dx = U_sea (T_sea - T_a) + U (T_p - T_a),   -C dT_p/dx = U (T_a - T_p),   C = rho c Q, x the depth
    T_a(0) = T_in, T_a(L) = T_p(L),   1/U = 1/(pi d h) + 1/u,   1/U_sea = 1/(pi D h_a) + 1/u_sea   (films in series)
Linear with constant coefficients and a sea linear in x: a particular solution and two exponentials, joined at the two ends.
"""
import numpy as np

from verify.lab import Result, orders

FAULTS = {"wrong transfer between the limbs": ["pipe.segments[1].outer_heat_transfer=610 W/m/K"],
          "wrong film in the annulus": ["pipe.segments[0].inner_heat_transfer=720 W/m2/K"],
          "no exchange": ["pipe.segments[1].outer_heat_transfer=0 W/m/K"]}

LENGTH, FLOW, ENTERING = 3000.0, 0.075, 30.0
CAPACITY = 1030.0 * 4000.0 * FLOW
BETWEEN = 1 / (1 / (np.pi * 0.2 * 800) + 1 / 600.0)      # [W/m/K]
TO_SEA = 1 / (1 / (np.pi * 0.36 * 700) + 1 / 900.0)
SURFACE, GRADIENT = 27.0, -24.0 / LENGTH                  # of the sea over depth
CELLS = (100, 200, 400)


def exact(depth):
    """Temperatures of annulus and pipe [deg C] at a depth [m]: d/dx (a, p) = M (a, p) + (b0 + b1 x, 0)."""
    u, v = BETWEEN / CAPACITY, TO_SEA / CAPACITY
    matrix = np.array([[-u - v, u], [-u, u]])
    # Particular solution y = y0 + y1 x: M y1 = -b1, M y0 = y1 - b0.
    y1 = np.linalg.solve(matrix, [-v * GRADIENT, 0])
    y0 = np.linalg.solve(matrix, y1 - np.array([v * SURFACE, 0]))
    values, vectors = np.linalg.eig(matrix)
    at_end = vectors * np.exp(values * LENGTH)
    joined = [vectors[0], at_end[0] - at_end[1]]          # T_a(0) and T_a(L) - T_p(L)
    end = y0 + y1 * LENGTH
    share = np.linalg.solve(joined, [ENTERING - y0[0], end[1] - end[0]])
    return y0[:, None] + np.outer(y1, depth) + vectors @ (share[:, None] * np.exp(np.outer(values, depth)))


def errors_of(out):
    """Mean and largest difference of the cells over the span; cell averages by Simpson's rule. The largest is at the kink below."""
    faces = out["s_face"]
    x = np.array([faces[:-1], (faces[:-1] + faces[1:]) / 2, faces[1:]])
    down = x < LENGTH * (1 + 1e-12)
    depth = np.where(down, x, 2 * LENGTH - x)
    limb = (x[1] > LENGTH).astype(int)
    fields = np.array([exact(row) for row in depth])      # Simpson's point, limb, cell
    points = np.take_along_axis(fields, limb[None, None, :], axis=1)[:, 0, :]
    mean = (points[0] + 4 * points[1] + points[2]) / 6
    gap = np.abs(out["temperature"][-1] - mean) / np.ptp(mean)
    return gap.mean(), gap.max()


def run(lab, picture):
    runs = [lab.run("double_pipe", **{"grid.cell_length": f"{LENGTH / n} m"}) for n in CELLS]
    errors = np.array([errors_of(out) for out in runs])
    if picture:
        picture("temperature", lambda axes: draw(axes, runs[-1]))
    return [Result("double-pipe/mean", 2 * CELLS[-1], errors[-1, 0], 2e-5, orders(CELLS, errors[:, 0])[-1], what="mean error of both limbs over the span of T"),
            Result("double-pipe/every-cell", 2 * CELLS[-1], errors[-1, 1], 1e-3, orders(CELLS, errors[:, 1])[-1],
                   what="largest error in any cell, at the kink where the limbs join")]


def draw(axes, out):
    depth, half = out["depth"], len(out["s"]) // 2
    annulus, pipe = exact(depth[:half])
    for values, name, colour, part in ((annulus, "annulus", "C0", slice(0, half)), (pipe, "inner pipe", "C1", slice(half, None))):
        axes.plot(values, depth[:half], color=colour, linewidth=4, alpha=0.3, label=f"{name}, exact")
        axes.plot(out["temperature"][-1][part], depth[part], color=colour, linewidth=0.8, label=f"{name}, computed")
    axes.plot(SURFACE + GRADIENT * depth[:half], depth[:half], "C2:", label="sea")
    axes.invert_yaxis()
    axes.set(xlabel="temperature [deg C]", ylabel="depth [m]", title="Heat between the limbs of a double pipe")
    axes.legend(fontsize=7)
