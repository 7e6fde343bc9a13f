"""A slow transient, grains fed while the driving pressure rises within minutes, elastic against rigid: waves do not matter, so both
settings must give the same pressures and flows. What is left is the liquid's own compressibility, which rigid leaves out."""
import numpy as np

from verify.lab import Lab, Result

FAULTS = {"twice the friction": ["friction.darcy_factor=0.04"]}

HEAD = 1e5 * 10.3  # [Pa] what drives: the inlet's rise over rest


def run(lab, picture):
    rigid = Lab(lab.device).run("two_settings", pressure_model="rigid")  # a planted fault strikes one of the two
    elastic = lab.run("two_settings", pressure_model="elastic")
    probe = [out["series/probe_pressure"][:, 0] for out in (rigid, elastic)]
    flow = [out["series/flow_rate"] for out in (rigid, elastic)]
    gap = np.max(np.abs(probe[0] - probe[1])) / HEAD
    if picture:
        picture("flow", lambda axes: draw(axes, rigid["series/time"], flow))
    return [Result("two-settings/pressure", len(rigid["s"]), float(gap), 5e-3, model="axial/both", what="largest difference at mid-pipe over the driving pressure"),
            Result("two-settings/flow", len(rigid["s"]), float(np.max(np.abs(flow[0] - flow[1])) / flow[0].max()), 5e-3, model="axial/both", what="largest difference of the flow over the largest flow")]


def draw(axes, time, flow):
    axes.plot(time, flow[0], color="C0", linewidth=4, alpha=0.3, label="rigid")
    axes.plot(time, flow[1], color="C0", linewidth=0.8, label="elastic")
    axes.set(xlabel="time [s]", ylabel="flow at the outlet [m3/s]", title="A slow transient in both settings")
    axes.legend()
