"""Random heat along a pipe: up to two bores, walls of 0.5 to 50 mm, 0 to 1e4 W/m/K to the sea, films given or by law,
flows that ramp, stop
and turn, fronts at the inlet, dispersion. Reference: verify/heat_reference.py, parcels that exchange heat exactly."""

import math

import numpy as np

from verify import heat_reference as reference
from verify.random_cases import draw
from verify.random_cases.trial import Found, Trial

CELLS, PARCELS = 200, 600
SNAPSHOTS = 4
SURE = 0.002  # [-] of the span: a reference that is less sure is made finer
FAULT = 1.3  # on the flow


def segments(d):
    """The program's and the reference's, and where the pipe goes: 1 up, 0 level, -1 down."""
    length, bore, count = d.log(10, 6000), d.log(0.02, 0.8), d.whole(1, 2)
    way = d.pick(1.0, 1.0, 0.0, -1.0)
    words, found = [], []
    for share in d.rng.dirichlet(np.full(count, 5.0)):
        own = bore * (d.log(0.7, 1.4) if count > 1 else 1)
        wall, outer = d.log(5e-4, 0.05), d.pick(0.0, d.log(0.1, 1e4), d.log(0.1, 1e4))
        inner, part = d.pick(0.0, d.log(1, 1e4)), float(share * length)
        found.append(reference.Segment(part, own, wall, outer, inner))
        words.append(
            {
                "length": draw.metres(part),
                "bore": draw.metres(own),
                "wall_thickness": draw.metres(wall),
                "outer_heat_transfer": f"{outer!r} W/m/K",
                "inner_heat_transfer": f"{inner!r} W/m2/K",
                "inclination": draw.degrees(math.acos(way)),
            }
        )
    return words, found, way


def flows(d, velocity, area, end):
    """Rows of time and flow: steady, from rest, to rest, reversed."""
    flow = velocity * area
    after = d.pick(1.0, 1.0, 0.0, d.between(-1, 1), d.between(0.2, 2))
    begin = d.pick(1.0, 1.0, 0.0)
    start = d.between(0.05, 0.4) * end
    ramp = min(d.log(0.1, 300), 0.3 * end)
    return [(0.0, begin * flow), (start, begin * flow), (start + ramp, after * flow)]


def entering(d, end, low, high):
    start = d.between(0.0, 0.5) * end
    first, second = d.between(low, high), d.between(low, high)
    return d.pick([(0.0, first)], [(0.0, first), (start, first), (start + min(d.log(0.1, 300), 0.3 * end), second)])


def make(d):
    (words, found, way), density, heat = segments(d), d.between(900, 1200), d.between(1500, 4300)
    length, volume = sum(s.length for s in found), sum(s.length * s.area for s in found)
    area, velocity, viscosity = max(s.area for s in found), d.log(0.02, 4), d.log(3e-4, 0.1)
    end = volume / (velocity * area) * d.log(0.3, 4)
    rows, dispersion = flows(d, velocity, area, end), d.pick("none", "none", d.log(1e-3, 1) * velocity * length * 1e-2)
    inlet_depth = max(way, 0.0) * length
    top, foot = d.between(0, 30), d.between(0, 30)
    deepest = max(length, 1.0)
    sea = lambda s: top + (foot - top) * (inlet_depth - way * s) / deepest
    begins = d.pick(None, d.between(0, 40))
    case = reference.Case(
        found,
        rows,
        entering(d, end, 0, 60),
        sea,
        sea(length),
        begins,
        density,
        viscosity,
        heat,
        0.6,
        d.pick("none", "none", "churchill"),
        dispersion,
    )
    return Trial(
        config_of(case, words, end, inlet_depth, (top, foot, deepest)),
        lambda run, fault=1.0: compared(run, case, fault),
    )


def config_of(case, words, end, inlet_depth, sea):
    length = sum(s.length for s in case.segments)
    config = draw.base("random_heat", length / CELLS, end, case.density, case.viscosity)
    config["liquid"].update(heat_capacity=f"{case.heat_capacity!r} J/kg/K", conductivity=f"{case.conductivity!r} W/m/K")
    top, foot, deepest = sea
    config["sea"]["temperature"] = [["0 m", f"{top!r} degC"], [draw.metres(deepest), f"{foot!r} degC"]]
    spread = case.dispersion
    config.update(
        heat=True,
        friction=case.friction,
        pipe={"inlet_depth": draw.metres(inlet_depth), "segments": words},
        dispersion="none" if spread == "none" else {"law": "constant", "value": f"{spread!r} m2/s"},
        inlet={"kind": "flow", "value": draw.schedule(case.flow, "m3/s")},
        inlet_temperature=draw.schedule(case.entering, "degC"),
    )
    rise = sum(
        s.length * math.cos(math.radians(float(w["inclination"].split()[0]))) for s, w in zip(case.segments, words)
    )
    config["outlet"] = {"kind": "pressure", "value": draw.pascals(1e5 + max(-rise, 0.0) * case.density * draw.GRAVITY)}
    config["initial"] = {
        "flow_rate": draw.flow(case.flow[0][1]),
        **({} if case.start is None else {"temperature": f"{case.start!r} degC"}),
    }
    config["output"] = {
        "snapshot_interval": draw.seconds(end / SNAPSHOTS),
        "series_interval": draw.seconds(end),
        "checkpoint_interval": "0 s",
    }
    return config


def span_of(case, run, wanted):
    """Between the coldest and the warmest that is, enters or surrounds."""
    every = [t for _, t in case.entering] + [
        case.outlet,
        case.sea(0.0),
        *run["temperature"][0],
        wanted.max(),
        wanted.min(),
    ]
    return max(max(every) - min(every), 0.1)


def gap_of(found, wanted):
    """Difference of each cell to what the reference has within a cell of it."""
    near = [np.roll(wanted, k, axis=1) for k in (-1, 0, 1)]
    near[0][:, -1], near[2][:, 0] = wanted[:, -1], wanted[:, 0]
    low, high = np.min(near, axis=0), np.max(near, axis=0)
    return np.maximum(np.maximum(low - found, found - high), 0.0)


def compared(run, case, fault):
    """Mean difference over the cells of liquid and wall, at the worst snapshot, over the span; and what lies beyond
    every temperature."""
    moved = reference.dataclasses.replace(case, flow=[(t, fault * q) for t, q in case.flow])
    times, parcels = run["time"][1:], PARCELS
    liquid, wall, _, unsure = reference.solve(moved, run["s_face"], times, parcels)
    span = span_of(case, run, liquid)
    while unsure > SURE * span and parcels < 4 * PARCELS and fault == 1:
        parcels *= 2
        liquid, wall, _, unsure = reference.solve(moved, run["s_face"], times, parcels)
    worst = (0.0, "")
    for name, wanted in (("temperature", liquid), ("wall_temperature", wall)):
        gap = gap_of(run[name][1:], wanted) / span
        mean = gap.mean(axis=1)
        k = int(np.argmax(np.where(np.isnan(mean), np.inf, mean)))
        i = int(np.argmax(gap[k]))
        said = (
            f"{name} at {times[k]:.6g} s, {run['s'][i]:.6g} m: expected {wanted[k, i]:.6g}, "
            f"found {run[name][k + 1, i]:.6g} degC"
        )
        over = (
            max(
                run[name].max() - max(wanted.max(), run[name][0].max()),
                min(wanted.min(), run[name][0].min()) - run[name].min(),
            )
            / span
        )
        error = float(max(mean[k], over))
        worst = max(
            worst,
            (
                error if error == error else math.inf,
                f"{said}; mean {mean[k]:.2e}, beyond all {over:.2e} of {span:.4g} K, "
                f"reference unsure by {unsure / span:.1e}",
            ),
        )
    return Found(*worst)
