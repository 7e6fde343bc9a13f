"""Closure of a valve in clear water with friction against the harness's own method of characteristics (verify/moc.py), five periods."""
import numpy as np

from verify import moc
from verify.cases.allievi import AREA, BASIN, BORE, DENSITY, LENGTH, RESERVOIR, SPEED, START
from verify.lab import Result

FAULTS = {"wrong darcy factor": ["friction.darcy_factor=0.06"], "wrong bulk modulus": ["liquid.bulk_modulus=2.1 GPa"]}

FLOW, DARCY, CLOSURE = 0.12, 0.03, 1.0  # m3/s, -, s
PERIODS = 5
VISCOSITY, LAMINAR = 0.3, 0.5 * 0.00476**0.5  # Pa s; k = sqrt(C*)/2, C* of laminar flow (Vardy & Brown 2003)


def setting(lost, end, friction, viscosity, darcy):
    kv = FLOW / np.sqrt((RESERVOIR - lost - BASIN) / 1e5)
    return kv, {
        "valves": f"[{{name: end_valve, position: {LENGTH} m, coefficient: [[0, 0 m3/s], [1, {kv!r} m3/s]], opening: [[0 s, 1], [{START} s, 1], [{START + CLOSURE} s, 0]]}}]",
        "friction": "churchill" if viscosity > 0.1 else f"{{law: constant, darcy_factor: {darcy}}}", "waves": f"{{cavities: false, friction: {friction}}}", "initial.flow_rate": f"{FLOW} m3/s",
        "liquid.viscosity": f"{viscosity} Pa.s", "time.end": f"{end!r} s", "output.snapshot_interval": f"{end!r} s"}


def compare(lab, friction, coefficient, end):
    """Times and pressures before the valve, of the program and of the reference."""
    viscosity, darcy = (VISCOSITY, 1e-6) if coefficient else (1e-3, DARCY)
    lost = 128 * VISCOSITY * LENGTH * FLOW / (np.pi * BORE**4) if coefficient else DARCY * LENGTH / BORE * DENSITY / 2 * (FLOW / AREA) ** 2
    kv, settings = setting(lost, end, friction, viscosity, darcy)
    opening = lambda t: float(np.clip(1 - (t - START) / CLOSURE, 0, 1))
    pipe = moc.Pipe(LENGTH, BORE, DENSITY, SPEED, darcy, RESERVOIR, BASIN, lambda t: kv / np.sqrt(1e5) * opening(t),
                    laminar=VISCOSITY if coefficient else 0, unsteady=coefficient)
    out = lab.run("waves", **settings)
    return len(out["s"]), out["series/time"], out["series/outlet_pressure"], *moc.solve(pipe, FLOW, end)


def run(lab, picture):
    """Quasi-steady friction, then Vitkovsky and Brunone's in a flow so viscous that it is laminar throughout: one coefficient."""
    end, surge, results = START + CLOSURE + PERIODS * 4 * LENGTH / SPEED, DENSITY * SPEED * FLOW / AREA, []
    for name, friction, coefficient in (("steady", "quasi_steady", 0.0), ("unsteady", "vitkovsky", LAMINAR)):
        cells, at, computed, time, wanted = compare(lab, friction, coefficient, end)
        gap = (computed - np.interp(at, time, wanted)) / surge
        worst = max(abs(computed[s].max() - wanted[t].max()) / surge for s, t in windows(at, time))
        if picture:
            picture(name, lambda axes: draw(axes, at, computed, time, wanted))
        results += [Result(f"characteristics/{name}/rms", cells, float(np.sqrt(np.mean(gap**2))), 5e-3, model="axial/elastic", what="rms difference at the valve over rho a U, five periods"),
                    Result(f"characteristics/{name}/peaks", cells, float(worst), 5e-3, model="axial/elastic", what="worst of the five peaks, over rho a U")]
    return results


def windows(at, time):
    period = 4 * LENGTH / SPEED
    for k in range(PERIODS):
        ends = START + k * period, START + (k + 1) * period
        yield [(x >= ends[0]) & (x < ends[1]) for x in (at, time)]


def draw(axes, at, computed, time, wanted):
    axes.plot(time, wanted / 1e5, color="C0", linewidth=4, alpha=0.3, label="method of characteristics")
    axes.plot(at, computed / 1e5, color="C0", linewidth=0.8, label="computed")
    axes.set(xlabel="time [s]", ylabel="pressure at the valve [bar]", title="Closure of a valve with friction")
    axes.legend(fontsize=7)
