"""Friction and dispersion that 2-D sections tabulate (`riser tabulate`), used by the axial model in the same pipe.

    mud        a laminar Herschel-Bulkley carrier at three concentrations: the axial pressure loss against a 2-D run of its own at a velocity
               between the table's rows, in a row of concentration and between two
    turbulent  a thin carrier by the mixing length: the same
    dispersion a Newtonian carrier: E + R^2 U^2/(48 E) (Taylor 1953; Aris 1956, Proc. R. Soc. A 235, 67) in the table, and the growth of a
               pulse's variance along the axial pipe, 2 K t
"""
import numpy as np

from verify.lab import Result, read_table

FAULTS = {"a stiffer mud in the sections": [("tabulate", "rheology.table[1].consistency=1.06 Pa.s")],
          "another bore in the sections": [("tabulate", "pipe.segments[0].bore=0.103 m")],
          "sections not yet steady": [("tabulate", "time.end=0.2 s")],
          "wrong diffusivity in the sections": [("tabulate", "axisymmetric.diffusivity=1.03e-4 m2/s")],
          "a pipe half a per cent wider": [("run", "pipe.segments[0].bore=0.1005 m")]}

BORE, SPREAD, LENGTH = 0.1, 1e-4, 400.0          # m, m2/s, m
AREA, RADIUS = np.pi / 4 * BORE**2, BORE / 2


def rows(viscosity):
    """A Newtonian rheology [Pa s] at every concentration."""
    return "[" + ", ".join(f"{{fraction: {c}, yield_stress: 0 Pa, consistency: {viscosity} Pa.s, index: 1}}" for c in (0.05, 0.075, 0.1)) + "]"


TURBULENT = {"rheology.table": rows(1e-3), "axisymmetric.turbulence": "mixing_length", "grid.radial_cells": 48, "grid.wall_cell": "20 um", "time.end": "30 s"}
LAMINAR = {"rheology.table": rows(0.1), "tabulate.velocity": "[0.2 m/s, 0.8 m/s]", "tabulate.concentration": "[0.05]"}


def in_the_pipe(lab, folder, velocity, concentration):
    """Wall shear stress [Pa] in the axial run, from the pressure between two cells."""
    out = lab.run("tabulated_pipe", **{"friction": f"{{law: table, table: {folder / 'wall_friction.csv'}}}", "inlet.value": f"{velocity * AREA!r} m3/s",
                                       "feeds": f"[{{class: mud, concentration: {concentration}}}]", "grid.cell_length": "20 m",
                                       "initial.concentration": f"[{{class: mud, layer: [0 m, {LENGTH} m], value: {concentration}}}]"})
    pressure, place = out["pressure"][-1], out["s"]
    return (pressure[2] - pressure[-3]) / (place[-3] - place[2]) * BORE / 4


def in_two_dimensions(lab, velocity, concentration, settings):
    """Wall shear stress [Pa] of a 2-D run of its own."""
    out = lab.run("tabulated_friction", words=["--threads", "1"], **settings, **{"axisymmetric.flow_rate": f"{velocity * AREA!r} m3/s",
                                                       "initial.concentration": f"[{{class: mud, layer: [0 m, 2 m], value: {concentration}}}]"})
    return out["series/wall_shear_stress"][-1]


def compare(lab, name, folder, points, settings, tolerance=0.02):
    """One result: the worst of the points (velocity, concentration)."""
    errors = [abs(in_the_pipe(lab, folder, v, c) / in_two_dimensions(lab, v, c, settings) - 1) for v, c in points]
    return Result(f"tabulated/{name}", len(points), max(errors), tolerance, model="both", what="axial pressure loss against a 2-D run between the table's rows, worst of the points")


def pulse(lab, folder, velocity):
    """Coefficient [m2/s] from the growth of the variance of a pulse in the axial pipe."""
    out = lab.run("tabulated_pipe", **{"dispersion": f"{{law: table, table: {folder / 'dispersion.csv'}}}", "inlet.value": f"{velocity * AREA!r} m3/s",
                                       "initial.flow_rate": f"{velocity * AREA!r} m3/s", "time.end": "200 s", "output.snapshot_interval": "50 s",
                                       "initial.concentration": "[{class: mud, gaussian: {centre: 130 m, width: 20 m}, value: 0.02}]"})
    fraction, place, times = out["concentration"][:, 0], out["s"], out["time"]
    mean = fraction @ place / fraction.sum(axis=1)
    variance = np.array([f @ (place - m) ** 2 / f.sum() for f, m in zip(fraction, mean)])
    return (variance[-1] - variance[0]) / (2 * (times[-1] - times[0]))


def run(lab, picture):
    mud = lab.run("tabulated_friction", command="tabulate")
    results = [compare(lab, "mud", mud, [(0.7, 0.1), (1.4, 0.05), (0.35, 0.085)], {})]
    thin = lab.run("tabulated_friction", command="tabulate", **TURBULENT)
    results.append(compare(lab, "turbulent", thin, [(0.7, 0.1), (1.4, 0.05)], TURBULENT))
    smooth = lab.run("tabulated_friction", command="tabulate", **LAMINAR)
    table = read_table(smooth / "dispersion.csv")
    velocity, found = table["velocity [m/s]"], table["axial_dispersion [m2/s]"]
    wanted = SPREAD + (RADIUS * velocity) ** 2 / (48 * SPREAD)
    results.append(Result("tabulated/taylor", len(found), np.max(np.abs(found / wanted - 1)), 0.01, model="axisymmetric", what="dispersion of the sections against Taylor and Aris"))
    between = SPREAD + (RADIUS * 0.4) ** 2 / (48 * SPREAD)
    results.append(Result("tabulated/pulse", int(LENGTH), abs(pulse(lab, smooth, 0.4) / between - 1), 0.01, model="both",
                          what="growth of a pulse's variance in the axial pipe, between the table's velocities, against Taylor and Aris"))
    if picture:
        picture("friction", lambda axes: draw(axes, mud, thin))
    return results


def draw(axes, *folders):
    for folder, name in zip(folders, ("mud, laminar", "thin, turbulent")):
        table = read_table(folder / "wall_friction.csv")
        for concentration in np.unique(table["concentration [-]"]):
            rows = table["concentration [-]"] == concentration
            axes.loglog(table["velocity [m/s]"][rows], table["wall_shear_stress [Pa]"][rows], "o-", label=f"{name}, {100 * concentration:g} % by volume")
    axes.set(xlabel="mean velocity [m/s]", ylabel="wall shear stress [Pa]", title="Wall friction tabulated by 2-D sections")
    axes.legend()
