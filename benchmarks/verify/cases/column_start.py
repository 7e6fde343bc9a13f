"""A rigid level column under a constant head with quadratic friction.

    rho L dU/dt = dp - f L/D rho U^2/2   gives   U = U_end tanh(t/tau),
    U_end = sqrt(2 dp D/(f L rho)),  tau = rho L U_end/dp
(textbook: Wylie & Streeter, Fluid Transients, establishment of flow). The integrator chooses its sub-steps by
their error; its third order is shown with fixed ones in tests/solver/test_column.cpp.
"""
import numpy as np

from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.02001"],
          "wrong head": ["inlet.value=500010 Pa"]}

DENSITY, LENGTH, BORE, DARCY, PRESSURE = 1000.0, 1000.0, 0.3, 0.02, 3e5  # kg/m3, m, m, -, Pa
AREA = np.pi / 4 * BORE**2
FINAL = np.sqrt(2 * PRESSURE * BORE / (DARCY * LENGTH * DENSITY))  # [m/s]
TAU = DENSITY * LENGTH * FINAL / PRESSURE                          # [s]
STEPS = (2.0, 1.0, 0.5, 0.25)  # [s], about tau/5 and down


def exact(time):
    return FINAL * np.tanh(time / TAU)


def error_at(lab, step):
    """Relative error of the velocity at 20 s, about 2 tau, taken in equal steps."""
    settings = {"time.end": "20 s", "time.maximum_step": f"{step} s", "output.series_interval": "20 s",
                "output.snapshot_interval": "20 s"}
    velocity = lab.run("column_start", **settings)["series/flow_rate"][-1] / AREA
    return abs(velocity / exact(20.0) - 1)


def run(lab, picture):
    out = lab.run("column_start")
    time, velocity = out["series/time"], out["series/flow_rate"] / AREA
    worst = np.max(np.abs(velocity - exact(time))) / FINAL
    errors = [error_at(lab, step) for step in STEPS]
    if picture:
        picture("velocity", lambda axes: draw(axes, time, velocity))
        picture("steps", lambda axes: draw_steps(axes, errors))
    return [Result("column-start/velocity", len(out["s"]), worst, 1e-6, what="largest velocity error over the final velocity"),
            Result("column-start/any-step", len(out["s"]), max(errors), 1e-6, what="largest velocity error at 20 s, steps 2 to 0.25 s")]


def draw(axes, time, velocity):
    fine = np.linspace(0, time[-1], 400)
    axes.plot(fine, exact(fine), color="C0", linewidth=4, alpha=0.3, label="exact, U tanh(t/tau)")
    axes.plot(time, velocity, "k.", markersize=4, label="computed")
    axes.set(xlabel="time [s]", ylabel="velocity [m/s]", title="Start of a column under a constant head")
    axes.legend()


def draw_steps(axes, errors):
    axes.loglog(STEPS, errors, "ko-", label="computed")
    axes.set(xlabel="largest step [s]", ylabel="relative error at 20 s", title="The answer does not depend on the step")
    axes.legend()
