"""A stratified column at rest stays at rest: dp/ds = -rho g cos(theta), whatever the layers, so that every velocity is 0.

Two classes that do not settle lie in layers (also heavy over light) in a pipe of three bores, one of them inclined.
    closed     rigid, closed at the bottom
    balanced   rigid, the inlet held at the column's own hydrostatic pressure (summed here)
    elastic    closed at the bottom, waves resolved
    sea        rigid, pure water of constant density, open to the sea below and at the sea's surface above
    seawater   the same with sea water whose density follows pressure and temperature: inside and outside are the same
               water at the same depth
    seawater-elastic   sea water with the layers in it, closed at the bottom, waves resolved
"""
import numpy as np

from verify.lab import Result

FAULTS = {"a class that settles": ["solids[1].terminal_velocity.value=0.01 m/s"],
          "one hundredth of a pascal too much at the deck": ["outlet.value=101325.01 Pa"]}

GRAVITY, LIQUID, SURFACE = 9.80665, 1030.0, 101325.0   # m/s2, kg/m3, Pa
LENGTHS = np.array([1000.0, 1200.0, 900.0])            # [m]
COSINES = np.array([1.0, np.cos(np.pi / 6), 1.0])
LAYERS = [(0, 210, 0.45, 2900), (333, 1250, 0.2, 1500), (2000, 2107, 0.15, 2900), (2050, 3050, 0.05, 1500)]  # m, m, -, kg/m3
SEAWATER = "{law: seawater, salinity: 34.7}"


def column_weight():
    """Pressure of the layered column [Pa]: the liquid, and the layers' excess over it, where the pipe climbs."""
    ends = np.concatenate([[0], np.cumsum(LENGTHS)])
    weight = LIQUID * LENGTHS @ COSINES
    for below, above, fraction, density in LAYERS:
        inside = np.clip(np.minimum(above, ends[1:]) - np.maximum(below, ends[:-1]), 0, None)
        weight += fraction * (density - LIQUID) * inside @ COSINES
    return GRAVITY * weight


def variants():
    rise = LENGTHS @ COSINES
    open_below = {"inlet": "sea", "initial.concentration": "[]", "pipe.inlet_depth": f"{rise!r} m"}
    elastic = {"pressure_model": "elastic", "time.end": "1 h"}
    return {"closed": {},
            "balanced": {"inlet": f"{{kind: pressure, value: {SURFACE + column_weight()!r} Pa}}"},
            "elastic": elastic,
            "sea": open_below,
            "seawater": {**open_below, "liquid": SEAWATER},
            "seawater-elastic": {**elastic, "liquid": SEAWATER}}


def speed(out):
    """Largest |velocity| [m/s] of any face at any snapshot, and of the outlet at any row of the series."""
    bore = np.concatenate([out["bore"][:1], np.minimum(out["bore"][1:], out["bore"][:-1]), out["bore"][-1:]])
    inside = np.max(np.abs(out["flow_rate"]) / (np.pi / 4 * bore**2))
    return max(inside, np.max(np.abs(out["series/flow_rate"])) / (np.pi / 4 * bore[-1] ** 2))


def run(lab, picture):
    results, curves = [], {}
    for name, settings in variants().items():
        out = lab.run("rest", **settings)
        elastic = "elastic" in name
        curves[name] = out["time"], np.max(np.abs(out["flow_rate"]), axis=1) / (np.pi / 4 * out["bore"].min() ** 2)
        results.append(Result(f"rest/{name}", len(out["s"]), speed(out), 1e-10, model="axial/elastic" if elastic else "axial/rigid",
                              what=f"largest speed [m/s] in {'1 hour' if elastic else '3 hours'}"))
    if picture:
        picture("speed", lambda axes: draw(axes, curves))
    return results


def draw(axes, curves):
    for name, (time, velocity) in curves.items():
        axes.semilogy(time / 3600, np.maximum(velocity, 1e-18), ".-", label=name)
    axes.axhline(1e-10, color="black", linestyle=":", label="allowed")
    axes.set(xlabel="time [h]", ylabel="largest speed [m/s] (0 drawn as 1e-18)", title="A stratified column at rest (exact: 0)")
    axes.legend(fontsize=7)
