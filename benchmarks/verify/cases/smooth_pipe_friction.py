"""Measured friction of a smooth pipe, Re 11 to 1e6, against f = 8 tau_w/(rho V^2) read from the program's snapshots.

Data: the Oregon rig (McKeon, Swanson, Zagarola, Donnelly & Smits, J. Fluid Mech. 511, 2004, 41-44). One run: the flow rises
from one measured Reynolds number to the next every ten seconds, a snapshot at each. Law: Colebrook's smooth limit.
"""
import numpy as np

from verify.lab import ROOT, Result, read_table

FAULTS = {"a rough pipe": ["pipe.segments[0].roughness=0.1 mm"], "wrong law": ["friction={law: constant, darcy_factor: 0.02}"]}

DATA = ROOT / "benchmarks" / "data" / "smooth_pipe_friction.csv"
DENSITY, VISCOSITY, BORE, PAUSE = 1000.0, 1e-3, 0.3, 10.0   # kg/m3, Pa s, m, s


def measured():
    rows = read_table(DATA)
    order = np.argsort(rows["reynolds"])
    return rows["reynolds"][order], rows["darcy_friction_factor"][order]


def run(lab, picture):
    reynolds, factor = measured()
    velocity = reynolds * VISCOSITY / (DENSITY * BORE)
    flow = velocity * np.pi / 4 * BORE**2
    times = PAUSE * np.arange(1, len(flow) + 1)
    schedule = "[" + ", ".join(f"[{t} s, {q!r} m3/s]" for t, q in zip(times, flow.tolist())) + "]"
    out = lab.run("smooth_pipe_friction", **{"inlet": f"{{kind: flow, value: {schedule}}}", "time.end": f"{times[-1] + PAUSE} s"})
    stress = np.array([out.at("wall_shear_stress", t)[1] for t in times])
    computed = 8 * stress / (DENSITY * velocity**2)
    error = computed / factor - 1
    turbulent = reynolds > 4000
    if picture:
        picture("factor", lambda axes: draw(axes, reynolds, factor, computed))
    return [Result("smooth-pipe-friction/rms", int(turbulent.sum()), np.sqrt(np.mean(error[turbulent] ** 2)), 0.025, what="rms of the relative difference above Re 4,000"),
            Result("smooth-pipe-friction/worst", int(turbulent.sum()), np.abs(error[turbulent]).max(), 0.05, what="worst point above Re 4,000")]


def draw(axes, reynolds, factor, computed):
    axes.loglog(reynolds, factor, "C0o", markersize=4, label="measured, Oregon rig")
    axes.loglog(reynolds, computed, "k", linewidth=1, label="computed, Colebrook's smooth limit and 64/Re")
    axes.set(xlabel="Reynolds number [-]", ylabel="Darcy friction factor [-]", title="Friction of a smooth pipe")
    axes.legend()
